import type { WorkloadDetail } from '@rolewright/shared/inventory/workload.ts';
import type { InstanceInputs } from '@rolewright/shared/plan/ec2-instance.ts';
import type { EcsTaskRoleInputs, MigrationPlan } from '@rolewright/shared/plan/plan.ts';
import { suggestRoleName } from '../../lib/format.ts';

/** Where a role's permissions come from, for any kind of workload; texts as they are typed. */
export interface PermissionDraft {
  /**
   * observed: what was seen, as it fills the document. as-planned: the document of the plan, whose origin a plan does not keep. none: nothing is
   * added, which an instance's role may be for that only assumes another one (E1).
   */
  permissions: 'carry-over' | 'observed' | 'document' | 'as-planned' | 'none';
  document: string;
}

/** Which role; texts as they are typed. */
export interface RoleDraft {
  kind: 'create' | 'existing';
  name: string;
  path: string;
  arn: string;
}

/** What the form of a workload in ECS holds. */
export interface Draft extends RoleDraft, PermissionDraft {
  /** Containers that lose their credential variables; null: all that have any, also ones that a scan has not seen yet. */
  containers: string[] | null;
}

/** Names of the containers that carry credential variables, of which a person may leave some out. */
export const strippable = ({ containers }: Pick<WorkloadDetail, 'containers'>): string[] =>
  containers.filter((one) => one.environment.some((entry) => entry.fate === 'removed')).map((one) => one.name);

/** Sane defaults, already chosen: the existing task role where one is set (it is never replaced), else a new one by the workload's name. */
export function draftOf(workload: WorkloadDetail, plan: MigrationPlan | null | undefined): Draft {
  const made = plan?.inputs;
  const existing = made && 'existing' in made.role ? made.role.existing : workload.taskRoleArn;
  const created = made && 'create' in made.role ? made.role.create : null;
  return {
    kind: created === null && existing !== null ? 'existing' : 'create',
    name: created?.name ?? suggestRoleName(workload.name),
    path: created?.path ?? '/',
    arn: existing ?? '',
    ...permissionDraftOf(made?.permissions),
    containers: made?.containers ?? null,
  };
}

/** Carrying over is the default; else the document of the plan. */
export const permissionDraftOf = (made: InstanceInputs['permissions']): PermissionDraft =>
  made === undefined || typeof made === 'string'
    ? { permissions: made ?? 'carry-over', document: JSON.stringify(example, null, 2) }
    : { permissions: 'as-planned', document: JSON.stringify(made.document, null, 2) };

const example = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'WhatItNeeds', Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::bucket/prefix/*'] }],
};

/** Draft → `inputs.role`. */
export const roleOf = ({ kind, arn, name, path }: RoleDraft): EcsTaskRoleInputs['role'] =>
  kind === 'existing' ? { existing: arn.trim() } : { create: { name: name.trim(), path: path.trim() || '/' } };

/** Draft → `inputs.permissions`, left out where they are carried over, or what is wrong with the document. */
export function permissionsOf(draft: PermissionDraft): Pick<InstanceInputs, 'permissions'> | { problem: string } {
  if (draft.permissions === 'carry-over') return {};
  if (draft.permissions === 'none') return { permissions: 'none' };
  try {
    const document = JSON.parse(draft.document) as Record<string, unknown>;
    if (typeof document !== 'object' || document === null || Array.isArray(document)) return { problem: 'A policy is a JSON object.' };
    return { permissions: { document } };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

/** Draft → inputs of POST /api/plans, or what is wrong with the document. */
export function inputsOf(draft: Draft): { inputs: EcsTaskRoleInputs } | { problem: string } {
  if (draft.containers?.length === 0) return { problem: 'Choose at least one container.' };
  const given = permissionsOf(draft);
  if ('problem' in given) return given;
  if (given.permissions === 'none') return { problem: 'A service’s role needs permissions of its own: choose where they come from.' };
  const containers = draft.containers === null ? {} : { containers: draft.containers };
  const { permissions } = given;
  return { inputs: { role: roleOf(draft), ...(permissions === undefined ? {} : { permissions }), ...containers } };
}
