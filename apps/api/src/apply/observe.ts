import type { Observations } from '@rolewright/shared/apply/run.ts';
import { AppError } from '@rolewright/shared/error.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { Context } from '../deps.ts';
import { planRow } from '../plan/store.ts';
import { observedWorkload } from './observed-workload.ts';
import { runRow } from './store.ts';

const minutesMs = 60_000;

/** What was seen of a run's workload, from two minutes before the start: with the keys that it had before, as the role that it was to get. */
export async function observationsOfRun(ctx: Context, runId: string): Promise<Observations> {
  const run = await runRow(ctx.deps.db, runId);
  const plan = await planRow(ctx.deps.db, run.plan_id);
  const since = new Date(run.started_at.getTime() - 2 * minutesMs);
  const proven = plan.steps.filter((step) => 'keyIds' in step && 'roleArn' in step);
  const more = { keyIds: proven.flatMap((step) => step.keyIds), roleArns: proven.map((step) => step.roleArn) };
  if (plan.recipe === 'ecs-task-role') return observe(ctx, plan.snapshot.workload, more, since);
  const row = await ctx.deps.db.selectFrom('workload').select('body').where('id', '=', run.workload_id).executeTakeFirst();
  if (row !== undefined) return observe(ctx, row.body, more, since);
  if (plan.recipe !== 'ec2-instance-profile')
    return { items: [], notVisible: 'Roles and policies are no workload: their calls are those of what uses them.' };
  const { accountId, region, instanceId, name } = plan.snapshot;
  return ctx.deps.observations.of(
    { accountId, region, name, kind: 'instance', clusterArn: null, instanceIds: [instanceId], ...more },
    since,
  );
}

/** What was seen of a workload in the last ten minutes. */
export async function observationsOfWorkload(ctx: Context, workloadId: string): Promise<Observations> {
  const row = await ctx.deps.db.selectFrom('workload').select('body').where('id', '=', workloadId).executeTakeFirst();
  if (row === undefined) throw new AppError('not-found', `There is no workload ${workloadId}.`);
  return observe(ctx, row.body, { keyIds: [], roleArns: [] }, new Date(ctx.deps.now().getTime() - 10 * minutesMs));
}

function observe(ctx: Context, workload: Workload, more: { keyIds: string[]; roleArns: string[] }, since: Date): Promise<Observations> {
  const { keyIds, roleArns, ...observed } = observedWorkload(workload);
  const both = { keyIds: [...new Set([...keyIds, ...more.keyIds])], roleArns: [...new Set([...more.roleArns, ...roleArns])] };
  return ctx.deps.observations.of({ ...observed, ...both }, since);
}
