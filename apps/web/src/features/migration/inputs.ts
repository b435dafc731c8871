import type { WorkloadDetail } from '@rolewright/shared/inventory/workload.ts';
import type { EcsTaskRoleInputs, MigrationPlan } from '@rolewright/shared/plan/plan.ts';
import { suggestRoleName } from '../../lib/format.ts';

/** What the form holds; texts as they are typed. */
export interface Draft {
  kind: 'create' | 'existing';
  name: string;
  path: string;
  arn: string;
  /** observed: what was seen, as it fills the document. as-planned: the document of the plan, whose origin a plan does not keep. */
  permissions: 'carry-over' | 'observed' | 'document' | 'as-planned';
  document: string;
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
  const permissions = made?.permissions;
  return {
    kind: created === null && existing !== null ? 'existing' : 'create',
    name: created?.name ?? suggestRoleName(workload.name),
    path: created?.path ?? '/',
    arn: existing ?? '',
    permissions: permissions !== undefined && permissions !== 'carry-over' ? 'as-planned' : 'carry-over',
    document: JSON.stringify(permissions !== undefined && permissions !== 'carry-over' ? permissions.document : example, null, 2),
    containers: made?.containers ?? null,
  };
}

const example = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'WhatItNeeds', Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::bucket/prefix/*'] }],
};

/** Draft → inputs of POST /api/plans, or what is wrong with the document. */
export function inputsOf(draft: Draft): { inputs: EcsTaskRoleInputs } | { problem: string } {
  const role =
    draft.kind === 'existing' ? { existing: draft.arn.trim() } : { create: { name: draft.name.trim(), path: draft.path.trim() || '/' } };
  if (draft.containers?.length === 0) return { problem: 'Choose at least one container.' };
  const containers = draft.containers === null ? {} : { containers: draft.containers };
  if (draft.permissions === 'carry-over') return { inputs: { role, ...containers } };
  try {
    const document = JSON.parse(draft.document) as Record<string, unknown>;
    if (typeof document !== 'object' || document === null || Array.isArray(document)) return { problem: 'A policy is a JSON object.' };
    return { inputs: { role, permissions: { document }, ...containers } };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}
