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
  const workload = run.workload_id === null ? null : await workloadOf(ctx, run.workload_id);
  if (workload !== null) return observe(ctx, workload, more, since);
  if (plan.recipe === 'ec2-instance-profile') {
    const { accountId, region, instanceId, name } = plan.snapshot;
    return ctx.deps.observations.of(
      { accountId, region, name, kind: 'instance', clusterArn: null, instanceIds: [instanceId], ...more },
      since,
    );
  }
  const isGroup = plan.recipe === 'asg-launch-template' || plan.recipe === 'asg-launch-configuration';
  const notVisible = isGroup
    ? 'No scan has seen this group, so that its instances are not known here: scan the account.'
    : 'Roles and policies are no workload: their calls are those of what uses them.';
  return { items: [], notVisible };
}

async function workloadOf({ deps }: Context, id: string): Promise<Workload | null> {
  const row = await deps.db.selectFrom('workload').select('body').where('id', '=', id).executeTakeFirst();
  return row?.body ?? null;
}

/** What was seen of a workload in the last ten minutes. */
export async function observationsOfWorkload(ctx: Context, workloadId: string): Promise<Observations> {
  const workload = await workloadOf(ctx, workloadId);
  if (workload === null) throw new AppError('not-found', `There is no workload ${workloadId}.`);
  return observe(ctx, workload, { keyIds: [], roleArns: [] }, new Date(ctx.deps.now().getTime() - 10 * minutesMs));
}

function observe(ctx: Context, workload: Workload, more: { keyIds: string[]; roleArns: string[] }, since: Date): Promise<Observations> {
  const { keyIds, roleArns, ...observed } = observedWorkload(workload);
  const both = { keyIds: [...new Set([...keyIds, ...more.keyIds])], roleArns: [...new Set([...more.roleArns, ...roleArns])] };
  return ctx.deps.observations.of({ ...observed, ...both }, since);
}
