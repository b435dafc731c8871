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
  if (plan.recipe !== 'ecs-task-role')
    return { items: [], notVisible: 'Roles and policies are no workload: their calls are those of what uses them.' };
  const roleArns = plan.steps.flatMap((step) => (step.kind === 'verify' ? [step.roleArn] : []));
  return observe(ctx, plan.snapshot.workload, roleArns, new Date(run.started_at.getTime() - 2 * minutesMs));
}

/** What was seen of a workload in the last ten minutes. */
export async function observationsOfWorkload(ctx: Context, workloadId: string): Promise<Observations> {
  const row = await ctx.deps.db.selectFrom('workload').select('body').where('id', '=', workloadId).executeTakeFirst();
  if (row === undefined) throw new AppError('not-found', `There is no workload ${workloadId}.`);
  return observe(ctx, row.body, [], new Date(ctx.deps.now().getTime() - 10 * minutesMs));
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
