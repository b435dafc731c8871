import type { Run } from '@rolewright/shared/apply/run.ts';
import { AppError } from '@rolewright/shared/error.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../deps.ts';
import { blockersOf, confirmOf, deedOf, type PlanRow, planRow } from '../plan/store.ts';
import { appendJournal } from './journal.ts';
import { runQueue } from './queue-name.ts';
import { readAgain } from './read-again.ts';
import { loadRun } from './store.ts';

/**
 * Starts a run of a plan: typed confirmation, checks read again, every unknown one acknowledged, nothing moved. Throws AppError `bad-input`
 * (confirm), `conflict` (a run is open, with its id), `stale` (what moved), `blocked` (which check fails or wants to be acknowledged).
 */
export async function startRun(ctx: Context, planId: string, input: { confirm: string; acknowledge: string[] }): Promise<Run> {
  const { db } = ctx.deps;
  const plan = await planRow(db, planId);
  refuseWrongConfirmation(plan, input.confirm);
  refuseStrangeChecks(plan, input.acknowledge);
  await refuseSecondRun(ctx, plan);
  if (plan.state !== 'draft') {
    throw new AppError('stale', 'This plan was superseded or carried out already. Make the plan anew.', { moved: ['the plan itself'] });
  }
  const { moved, check } = await readAgain(ctx, plan);
  if (moved.length > 0)
    throw new AppError('stale', `The account moved since the plan was made: ${moved.join('; ')}. Make the plan anew.`, { moved });
  const checks = await check();
  await db
    .updateTable('plan')
    .set({ checks: JSON.stringify(checks) })
    .where('id', '=', planId)
    .execute();
  refuseBlocked({ checks, steps: plan.steps }, input.acknowledge);
  const id = ctx.deps.newId('run');
  try {
    await insertRun(ctx, id, plan, input.acknowledge);
  } catch (error) {
    // Two starts at once: the unique index let one through.
    if ((error as { code?: string }).code !== '23505') throw error;
    await refuseSecondRun(ctx, plan);
    throw error;
  }
  return loadRun(db, id);
}

function refuseWrongConfirmation(plan: PlanRow, confirm: string): void {
  const wanted = confirmOf(plan);
  if (confirm === wanted) return;
  const whose = {
    'ecs-task-role': 'workload',
    'ec2-instance-profile': 'instance',
    'asg-launch-template': 'Auto Scaling group',
    'asg-launch-configuration': 'Auto Scaling group',
    'role-chain': 'last role',
    'policy-change': 'first user or role that is changed',
  };
  const message = `must be the name of the ${whose[plan.recipe]}, ${wanted}`;
  throw new AppError('bad-input', `confirm: ${message}.`, { fields: [{ field: 'confirm', message }] });
}

/** A check that passes by now may be acknowledged; what is no check of the plan is a typing error. */
function refuseStrangeChecks(plan: PlanRow, acknowledged: string[]): void {
  const ids = plan.checks.map((check) => check.id);
  const strange = acknowledged.filter((id) => !ids.includes(id));
  if (strange.length === 0) return;
  const message = `${strange.join(', ')} is not a check of this plan (${ids.join(', ')})`;
  throw new AppError('bad-input', `acknowledge: ${message}.`, { fields: [{ field: 'acknowledge', message }] });
}

async function refuseSecondRun(ctx: Context, plan: PlanRow): Promise<void> {
  const open = await ctx.deps.db
    .selectFrom('run')
    .select(['id', 'state'])
    .where('subject', '=', plan.subject)
    .where('state', 'not in', ['succeeded', 'rolled-back'])
    .executeTakeFirst();
  if (open === undefined) return;
  throw new AppError('conflict', `A run of ${plan.workload_name} is open (${open.state}): go on with it, or roll it back.`, {
    openId: open.id,
  });
}

function refuseBlocked(plan: Pick<PlanRow, 'checks' | 'steps'>, acknowledged: string[]): void {
  const failed = blockersOf(plan);
  if (failed.length > 0) {
    const claims = plan.checks
      .filter((check) => check.verdict === 'fail')
      .map((check) => `${check.claim}: ${check.evidence.join(' ')} ${check.advice ?? ''}`);
    throw new AppError('blocked', `The plan is blocked. ${claims.join(' ')}`, { checks: failed });
  }
  const open = plan.checks.filter((check) => check.verdict === 'unknown' && !acknowledged.includes(check.id));
  if (open.length > 0) {
    const message = `name each unknown check: ${open.map((check) => check.id).join(', ')}`;
    const claims = open.map((check) => `${check.claim} (${check.evidence.join(' ')})`).join('; ');
    throw new AppError('blocked', `AWS was read again, and this is not known: ${claims}. Check again, or acknowledge each of them.`, {
      checks: open.map((check) => check.id),
      fields: [{ field: 'acknowledge', message }],
    });
  }
}

async function insertRun(ctx: Context, id: string, plan: PlanRow, acknowledged: string[]): Promise<void> {
  const { deps } = ctx;
  await deps.db.transaction().execute(async (tx) => {
    // Held until the run is there, so that none of its accounts is taken out at the same time.
    const wanted = [...new Set([plan.account_id, ...plan.steps.flatMap((step) => step.accountId ?? [])])];
    const accounts = await tx.selectFrom('account').select('id').where('id', 'in', wanted).orderBy('id').forShare().execute();
    if (accounts.length < wanted.length) throw new AppError('not-found', 'An account of this plan was taken out of the console.');
    await tx
      .insertInto('run')
      .values({
        id,
        plan_id: plan.id,
        account_id: plan.account_id,
        region: plan.region,
        subject: plan.subject,
        workload_id: plan.workload_id,
        workload_name: plan.workload_name,
        state: 'pending',
        verification: null,
        started_by: ctx.actor,
        started_at: deps.now(),
        finished_at: null,
      })
      .execute();
    await tx.updateTable('plan').set({ state: 'running' }).where('id', '=', plan.id).execute();
    await appendJournal(tx, id, deps.now(), { event: 'started', message: `Started by ${ctx.actor}.`, data: { acknowledged } });
    const summary = `Started ${deedOf(plan)}`;
    await recordAudit(tx, ctx, {
      action: 'run.start',
      target: id,
      accountId: plan.account_id,
      summary,
      detail: { planId: plan.id, acknowledged },
    });
    await deps.queue.send(runQueue, { runId: id }, { singletonKey: id, transaction: tx });
  });
}
