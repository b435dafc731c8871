import type { NewPlan, Plan } from '@rolewright/shared/plan/plan.ts';
import type { Context } from '../deps.ts';
import { createMigrationPlan } from './create-migration.ts';
import { createChainPlan } from './create-role-chain.ts';

/** Makes a plan by its recipe: reads AWS, decides by pure rules, checks, and stores all three. Throws AppError `bad-input` naming the field. */
export const createPlan = (ctx: Context, input: NewPlan): Promise<Plan> =>
  input.recipe === 'ecs-task-role' ? createMigrationPlan(ctx, input) : createChainPlan(ctx, input);
