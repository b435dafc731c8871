import { AppError } from '@rolewright/shared/error.ts';
import { exportsOf } from '@rolewright/shared/export/export-plan.ts';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { planSummary, stepView } from '@rolewright/shared/plan/view.ts';
import type { Selectable } from 'kysely';
import type { Db } from '../store/database.ts';
import type { PlanTable } from '../store/tables/plan.ts';

export type PlanRow = Selectable<PlanTable>;

/** A plan as it is stored; throws AppError `not-found`. */
export async function planRow(db: Db, id: string): Promise<PlanRow> {
  const row = await db.selectFrom('plan').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new AppError('not-found', `There is no plan ${id}.`);
  return row;
}

/** The newest run of a plan, or null. */
export async function runIdOf(db: Db, planId: string): Promise<string | null> {
  const run = await db.selectFrom('run').select('id').where('plan_id', '=', planId).orderBy('started_at', 'desc').executeTakeFirst();
  return run?.id ?? null;
}

/** Stored plan → the answer of GET /api/plans/{id}; diffs are made here, from the plan's own snapshot. */
export function planView(row: PlanRow, runId: string | null): Plan {
  const { snapshot, steps, checks } = row;
  return {
    id: row.id,
    recipe: 'ecs-task-role',
    accountId: row.account_id,
    awsAccountId: snapshot.awsAccountId,
    region: row.region,
    target: { workloadId: row.workload_id, workloadName: row.workload_name, cluster: snapshot.workload.cluster },
    inputs: row.inputs,
    state: row.state,
    summary: planSummary(steps, snapshot),
    steps: steps.map((step) => stepView(step, snapshot)),
    checks,
    permissions: row.permissions,
    complete: row.incomplete.length === 0,
    incomplete: row.incomplete,
    toAcknowledge: checks.filter((check) => check.verdict === 'unknown').map((check) => check.id),
    blockedBy: blockersOf(row),
    confirm: row.workload_name,
    exports: exportsOf(steps, snapshot),
    runId,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
  };
}

/** Ids of the checks that fail; a plan without steps is blocked as a whole. */
export const blockersOf = (row: Pick<PlanRow, 'checks' | 'steps'>): string[] => [
  ...row.checks.filter((check) => check.verdict === 'fail').map((check) => check.id),
  ...(row.steps.length === 0 ? ['no-steps'] : []),
];
