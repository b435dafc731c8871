import type { Observations } from '@rolewright/shared/apply/run.ts';
import { AppError } from '@rolewright/shared/error.ts';
import { roleOfWorkload } from '@rolewright/shared/inventory/runs-as.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { Context } from '../deps.ts';
import { planRow } from '../plan/store.ts';
import { runRow } from './store.ts';

const minutesMs = 60_000;

/** What was seen of a run's workload, from two minutes before the start. */
export async function observationsOfRun(ctx: Context, runId: string): Promise<Observations> {
  const run = await runRow(ctx.deps.db, runId);
  const plan = await planRow(ctx.deps.db, run.plan_id);
  const since = new Date(run.started_at.getTime() - 2 * minutesMs);
  const roleArns = plan.steps.flatMap((step) =>
    step.kind === 'verify' || step.kind === 'verify-instance' || step.kind === 'verify-group' ? [step.roleArn] : [],
  );
  if (plan.recipe === 'ecs-task-role') return observe(ctx, plan.snapshot.workload, roleArns, since);
  const workload = plan.workload_id === null ? null : await workloadOf(ctx, plan.workload_id);
  if (workload !== null) return observe(ctx, workload, roleArns, since);
  return { items: [], notVisible: 'Roles and policies are no workload: their calls are those of what uses them.' };
}

async function workloadOf({ deps }: Context, id: string): Promise<Workload | null> {
  const row = await deps.db.selectFrom('workload').select('body').where('id', '=', id).executeTakeFirst();
  return row?.body ?? null;
}

/** What was seen of a workload in the last ten minutes. */
export async function observationsOfWorkload(ctx: Context, workloadId: string): Promise<Observations> {
  const workload = await workloadOf(ctx, workloadId);
  if (workload === null) throw new AppError('not-found', `There is no workload ${workloadId}.`);
  return observe(ctx, workload, [], new Date(ctx.deps.now().getTime() - 10 * minutesMs));
}

function observe(ctx: Context, workload: Workload, roleArns: string[], since: Date): Promise<Observations> {
  const { accountId, region, name, kind, clusterArn, keys } = workload;
  const own = roleOfWorkload(workload);
  const roles = [...new Set([...roleArns, ...(own === null ? [] : [own])])];
  return ctx.deps.observations.of(
    { accountId, region, name, kind, clusterArn, keyIds: keys.map((key) => key.keyId), roleArns: roles },
    since,
  );
}
