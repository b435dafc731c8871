import type { WorkloadDetail } from '@rolewright/shared/inventory/workload.ts';
import type { EcsTaskRoleInputs, Plan } from '@rolewright/shared/plan/plan.ts';
import { suggestRoleName } from '../../lib/format.ts';

/** What the form holds; texts as they are typed. */
export interface Draft {
  kind: 'create' | 'existing';
  name: string;
  path: string;
  arn: string;
  permissions: 'carry-over' | 'document';
  document: string;
  /** Names of the containers to strip. */
  containers: string[];
}

/** Containers that carry a variable which the move removes. */
export const strippable = (workload: WorkloadDetail): string[] =>
  workload.containers.filter((one) => one.environment.some((entry) => entry.fate === 'removed')).map((one) => one.name);

/** Sane defaults, already chosen: the existing task role where one is set (it is never replaced), else a new one by the workload's name. */
export function draftOf(workload: WorkloadDetail, plan: Plan | null | undefined): Draft {
  const made = plan?.inputs;
  const existing = made && 'existing' in made.role ? made.role.existing : workload.taskRoleArn;
  const created = made && 'create' in made.role ? made.role.create : null;
  const permissions = made?.permissions;
  return {
    kind: created === null && existing !== null ? 'existing' : 'create',
    name: created?.name ?? suggestRoleName(workload.name),
    path: created?.path ?? '/',
    arn: existing ?? '',
    permissions: permissions !== undefined && permissions !== 'carry-over' ? 'document' : 'carry-over',
    document: JSON.stringify(permissions !== undefined && permissions !== 'carry-over' ? permissions.document : example, null, 2),
    containers: made?.containers ?? strippable(workload),
  };
}

const example = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'WhatItNeeds', Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::bucket/prefix/*'] }],
};

/** Draft → inputs of POST /api/plans, or what is wrong with it. All containers is the server's own default, so it is left out. */
export function inputsOf(draft: Draft, workload: WorkloadDetail): { inputs: EcsTaskRoleInputs } | { problem: string } {
  if (draft.containers.length === 0 && strippable(workload).length > 0) return { problem: 'Choose at least one container.' };
  const some = draft.containers.length < strippable(workload).length ? { containers: draft.containers } : {};
  const role =
    draft.kind === 'existing' ? { existing: draft.arn.trim() } : { create: { name: draft.name.trim(), path: draft.path.trim() || '/' } };
  if (draft.permissions === 'carry-over') return { inputs: { role, ...some } };
  try {
    const document = JSON.parse(draft.document) as Record<string, unknown>;
    if (typeof document !== 'object' || document === null || Array.isArray(document)) return { problem: 'A policy is a JSON object.' };
    return { inputs: { role, permissions: { document }, ...some } };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}
