import { z } from 'zod';
import { exportFormat } from '../export/format.ts';
import { check, permissionRow } from '../proof/check.ts';
import { step } from './step.ts';

export const roleInput = z.union(
  [
    z.strictObject({
      create: z.strictObject({
        name: z.string().regex(/^[\w+=,.@-]{1,64}$/, 'must be 1 to 64 characters of A-Z a-z 0-9 _ + = , . @ -'),
        path: z
          .string()
          .max(512)
          .regex(/^\/([\x21-\x7e]+\/)?$/, 'must begin and end with /')
          .optional(),
      }),
    }),
    z.strictObject({ existing: z.string().max(2048) }),
  ],
  { error: 'must be either {"create": {"name", "path"?}} or {"existing": the ARN of a role}' },
);

export const ecsTaskRoleInputs = z.strictObject({
  role: roleInput,
  permissions: z
    .union([z.literal('carry-over'), z.strictObject({ document: z.record(z.string(), z.unknown()) })], {
      error: 'must be "carry-over" or {"document": a policy document}',
    })
    .optional(),
  /** Names of the containers to strip; all that carry a pair when left out. */
  containers: z.array(z.string().min(1)).min(1).max(100).optional(),
});
export type EcsTaskRoleInputs = z.infer<typeof ecsTaskRoleInputs>;

export const newPlan = z.strictObject({
  recipe: z.literal('ecs-task-role'),
  accountId: z.string(),
  region: z.string(),
  target: z.strictObject({ workloadId: z.string() }),
  inputs: ecsTaskRoleInputs,
});
export type NewPlan = z.infer<typeof newPlan>;

export const planState = z.enum(['draft', 'running', 'done', 'superseded']);

/** GET /api/plans/{id}. */
export const plan = z.object({
  id: z.string(),
  recipe: z.literal('ecs-task-role'),
  accountId: z.string(),
  awsAccountId: z.string(),
  region: z.string(),
  target: z.object({ workloadId: z.string(), workloadName: z.string(), cluster: z.string().nullable() }),
  inputs: ecsTaskRoleInputs,
  state: planState,
  /** One sentence: how many calls change which account and Region, what can be undone, what goes on meanwhile. */
  summary: z.string(),
  steps: z.array(step),
  checks: z.array(check),
  permissions: z.array(permissionRow),
  /** false: something that the plan needs was unreadable; `incomplete` says what. */
  complete: z.boolean(),
  incomplete: z.array(z.string()),
  /** Ids of the checks to acknowledge; empty and no fail: ready. */
  toAcknowledge: z.array(z.string()),
  blockedBy: z.array(z.string()),
  /** Text to type: the workload's name. */
  confirm: z.string(),
  /** What it can be exported as; only `cloudformation`, as a patch, where a stack owns the service (D-37). */
  exports: z.array(exportFormat),
  runId: z.string().nullable(),
  createdAt: z.string(),
  createdBy: z.string(),
});
export type Plan = z.infer<typeof plan>;

export const startRun = z.strictObject({ confirm: z.string(), acknowledge: z.array(z.string()).default([]) });
