import type { Basis } from '@rolewright/shared/plan/basis.ts';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import type { PlannedStep } from '@rolewright/shared/plan/planned-step.ts';
import type { Check, PermissionRow } from '@rolewright/shared/proof/check.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../deps.ts';
import { type ChainRow, type GroupRow, type InstanceRow, type MigrationRow, type PolicyRow, readPlan } from './store.ts';

type Kind =
  | Pick<MigrationRow, 'recipe' | 'workload_id' | 'inputs' | 'snapshot'>
  | Pick<InstanceRow, 'recipe' | 'workload_id' | 'inputs' | 'snapshot'>
  | Pick<GroupRow, 'recipe' | 'workload_id' | 'inputs' | 'snapshot'>
  | Pick<ChainRow, 'recipe' | 'workload_id' | 'inputs' | 'snapshot'>
  | Pick<PolicyRow, 'recipe' | 'workload_id' | 'inputs' | 'snapshot'>;

/** A plan as its recipe made it. `summary` is for the audit. */
export interface MadePlan {
  id: string;
  accountId: string;
  region: string;
  subject: string;
  name: string;
  kind: Kind;
  basis: Basis;
  steps: PlannedStep[];
  checks: Check[];
  permissions: PermissionRow[];
  incomplete: string[];
  summary: string;
}

/** Stores a plan with its audit row; older drafts for the same subject are superseded. */
export async function savePlan(ctx: Context, made: MadePlan): Promise<Plan> {
  const { recipe, workload_id, inputs, snapshot } = made.kind;
  await ctx.deps.db.transaction().execute(async (tx) => {
    await tx.updateTable('plan').set({ state: 'superseded' }).where('subject', '=', made.subject).where('state', '=', 'draft').execute();
    await tx
      .insertInto('plan')
      .values({
        id: made.id,
        account_id: made.accountId,
        region: made.region,
        recipe,
        subject: made.subject,
        workload_id,
        workload_name: made.name,
        state: 'draft',
        inputs: JSON.stringify(inputs),
        snapshot: JSON.stringify(snapshot),
        basis: JSON.stringify(made.basis),
        steps: JSON.stringify(made.steps),
        checks: JSON.stringify(made.checks),
        permissions: JSON.stringify(made.permissions),
        incomplete: JSON.stringify(made.incomplete),
        created_at: ctx.deps.now(),
        created_by: ctx.actor,
      })
      .execute();
    await recordAudit(tx, ctx, { action: 'plan.create', target: made.id, accountId: made.accountId, summary: made.summary });
  });
  return readPlan(ctx.deps.db, made.id);
}
