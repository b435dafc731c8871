import { z } from 'zod';
import { runState } from '../apply/run.ts';
import { exportFormat } from '../export/format.ts';
import { check, permissionRow } from '../proof/check.ts';
import { verificationState } from '../verify/verification.ts';
import { groupInputs, groupTarget, newGroupConfigurationPlan, newGroupTemplatePlan } from './auto-scaling-group.ts';
import { handOver } from './chain-delivery.ts';
import { instanceInputs, instanceTarget, newInstancePlan } from './ec2-instance.ts';
import { newPolicyChangePlan, policyChangeInputs, policyChangeTarget } from './policy-change.ts';
import { chainStack, newRoleChainPlan, roleChainInputs, roleChainTarget } from './role-chain.ts';
import { roleInput } from './role-input.ts';
import { step } from './step.ts';

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

const newEcsTaskRolePlan = z.strictObject({
  recipe: z.literal('ecs-task-role'),
  accountId: z.string(),
  region: z.string(),
  target: z.strictObject({ workloadId: z.string() }),
  inputs: ecsTaskRoleInputs,
});
export type NewEcsTaskRolePlan = z.infer<typeof newEcsTaskRolePlan>;

const recipes =
  'must be "ecs-task-role", "ec2-instance-profile", "asg-launch-template", "asg-launch-configuration", "role-chain" or "policy-change"';

/** POST /api/plans: a union by recipe. */
export const newPlan = z.discriminatedUnion(
  'recipe',
  [newEcsTaskRolePlan, newInstancePlan, newGroupTemplatePlan, newGroupConfigurationPlan, newRoleChainPlan, newPolicyChangePlan],
  { error: recipes },
);
export type NewPlan = z.infer<typeof newPlan>;

/** How a plan's run stands. */
export const planRun = z.object({
  id: z.string(),
  state: runState,
  /** What was proved when AWS was read last; null: the run has not succeeded, so there is nothing to prove. */
  verification: verificationState.nullable(),
});
export type PlanRun = z.infer<typeof planRun>;

export const planState = z.enum(['draft', 'running', 'done', 'superseded']);

/** What plans of every recipe have. */
const anyPlan = z.object({
  id: z.string(),
  /** The registered account that the plan begins in. */
  accountId: z.string(),
  awsAccountId: z.string(),
  region: z.string(),
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
  /** Text to type: the workload's name, that of the last role of a chain, of the first principal whose policies change. */
  confirm: z.string(),
  /** What it can be exported as; only `cloudformation`, as a patch, where a stack owns the service (D-37). */
  exports: z.array(exportFormat),
  /** Its newest run; null: it was not started. */
  run: planRun.nullable(),
  createdAt: z.string(),
  createdBy: z.string(),
});

const ecsTaskRolePlan = anyPlan.extend({
  recipe: z.literal('ecs-task-role'),
  target: z.object({ workloadId: z.string(), workloadName: z.string(), cluster: z.string().nullable() }),
  inputs: ecsTaskRoleInputs,
});

const roleChainPlan = anyPlan.extend({
  recipe: z.literal('role-chain'),
  target: roleChainTarget,
  inputs: roleChainInputs,
  /** As CloudFormation the chain is so many stacks, created in this order; each is an export of its own. */
  stacks: z.array(chainStack),
  /** What an operator adds to the task definition, where the chain delivers within its run; else null. */
  handOver: handOver.nullable(),
});

const policyChangePlan = anyPlan.extend({
  recipe: z.literal('policy-change'),
  target: policyChangeTarget,
  inputs: policyChangeInputs,
  /** As CloudFormation it is a stack in each account that has something for a template. */
  stacks: z.array(chainStack),
});

const instancePlan = anyPlan.extend({ recipe: z.literal('ec2-instance-profile'), target: instanceTarget, inputs: instanceInputs });

const groupTemplatePlan = anyPlan.extend({ recipe: z.literal('asg-launch-template'), target: groupTarget, inputs: groupInputs });
const groupConfigurationPlan = anyPlan.extend({ recipe: z.literal('asg-launch-configuration'), target: groupTarget, inputs: groupInputs });

/** GET /api/plans/{id}: a union by recipe. */
export const plan = z.discriminatedUnion('recipe', [
  ecsTaskRolePlan,
  instancePlan,
  groupTemplatePlan,
  groupConfigurationPlan,
  roleChainPlan,
  policyChangePlan,
]);
export type Plan = z.infer<typeof plan>;
/** The move of a workload to a task role. */
export type MigrationPlan = z.infer<typeof ecsTaskRolePlan>;
/** The move of an EC2 instance to an instance profile. */
export type InstancePlanView = z.infer<typeof instancePlan>;
/** The move of an Auto Scaling group. */
export type GroupPlanView = z.infer<typeof groupTemplatePlan> | z.infer<typeof groupConfigurationPlan>;
/** A chain of roles. */
export type ChainPlan = z.infer<typeof roleChainPlan>;
/** Policies of users and roles that exist, edited. */
export type PolicyPlan = z.infer<typeof policyChangePlan>;

export const startRun = z.strictObject({ confirm: z.string(), acknowledge: z.array(z.string()).default([]) });
