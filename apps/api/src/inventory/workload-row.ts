import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { Db } from '../store/database.ts';

const moving = new Set(['pending', 'running', 'waiting', 'paused', 'failed', 'rolling-back']);

/** Adds what plans and runs say of these workloads: their newest plan and run, and whether they are on the move. */
export async function withRuns<W extends Workload>(db: Db, workloads: W[]): Promise<W[]> {
  const ids = workloads.map((one) => one.id);
  if (ids.length === 0) return workloads;
  const plans = await db
    .selectFrom('plan')
    .distinctOn('workload_id')
    .select(['workload_id', 'id'])
    .where('workload_id', 'in', ids)
    .where('state', '<>', 'superseded')
    .orderBy('workload_id')
    .orderBy('created_at', 'desc')
    .execute();
  const runs = await db
    .selectFrom('run')
    .distinctOn('workload_id')
    .select(['workload_id', 'id', 'state'])
    .where('workload_id', 'in', ids)
    .orderBy('workload_id')
    .orderBy('started_at', 'desc')
    .execute();
  const planOf = new Map(plans.map((one) => [one.workload_id, one.id]));
  const runOf = new Map(runs.map((one) => [one.workload_id, one]));
  return workloads.map((one) => {
    const run = runOf.get(one.id);
    return {
      ...one,
      flags: { ...one.flags, moving: run !== undefined && moving.has(run.state) },
      planId: planOf.get(one.id) ?? null,
      runId: run?.id ?? null,
    };
  });
}
