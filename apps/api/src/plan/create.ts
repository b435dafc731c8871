import type { NewPlan, Plan } from '@rolewright/shared/plan/plan.ts';
import type { Context } from '../deps.ts';
import { createGroupPlan } from './create-group-plan.ts';
import { createInstancePlan } from './create-instance-plan.ts';
import { createMigrationPlan } from './create-migration.ts';
import { createPolicyChangePlan } from './create-policy-change.ts';
import { createChainPlan } from './create-role-chain.ts';

/** Makes a plan by its recipe: reads AWS, decides by pure rules, checks, and stores all three. Throws AppError `bad-input` naming the field. */
export function createPlan(ctx: Context, input: NewPlan): Promise<Plan> {
  if (input.recipe === 'ecs-task-role') return createMigrationPlan(ctx, input);
  if (input.recipe === 'ec2-instance-profile') return createInstancePlan(ctx, input);
  if (input.recipe === 'asg-launch-template' || input.recipe === 'asg-launch-configuration') return createGroupPlan(ctx, input);
  return input.recipe === 'role-chain' ? createChainPlan(ctx, input) : createPolicyChangePlan(ctx, input);
}
