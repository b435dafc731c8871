import { reduceJournal } from '@rolewright/shared/apply/reduce.ts';
import type { Run } from '@rolewright/shared/apply/run.ts';
import { AppError } from '@rolewright/shared/error.ts';
import { sql } from 'kysely';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../deps.ts';
import { deedOf, planRow } from '../plan/store.ts';
import type { Db } from '../store/database.ts';
import { appendJournal, type NewEntry, readJournal } from './journal.ts';
import { runQueue } from './queue-name.ts';
import { actionsOf, loadRun, type RunRow, runRow } from './store.ts';

type Action = Run['actions'][number];

const words: Record<Action, { entry: (actor: string) => NewEntry; audit: string }> = {
  pause: { entry: (actor) => ({ event: 'pause-requested', message: `${actor} asked to pause.` }), audit: 'Asked to pause' },
  resume: { entry: (actor) => ({ event: 'resumed', message: `Resumed by ${actor}.` }), audit: 'Resumed' },
  'roll-back': {
    entry: (actor) => ({ event: 'roll-back-requested', direction: 'back', message: `${actor} asked to roll back.` }),
    audit: 'Asked to roll back',
  },
};

/**
 * Pause, resume or roll back, as far as the run's state allows; safe to repeat: asking for what is under way already answers with the run as
 * it is. Throws AppError `conflict` for what cannot be done now.
 */
export async function controlRun(ctx: Context, id: string, action: Action): Promise<Run> {
  const { deps } = ctx;
  await deps.db.transaction().execute(async (tx) => {
    await tx.selectFrom('run').select('id').where('id', '=', id).forUpdate().execute();
    const run = await runRow(tx, id);
    const plan = await planRow(tx, run.plan_id);
    const progress = reduceJournal(plan.steps, await readJournal(tx, id));
    if (isUnderWay(action, progress)) return;
    if (!actionsOf(progress).includes(action)) {
      const can = actionsOf(progress).join(', ') || 'nothing';
      throw new AppError('conflict', `The run is ${progress.state}: ${action} is not possible now (possible: ${can}).`, { openId: id });
    }
    if (action === 'roll-back') await refuseBesideAnother(tx, run);
    const { entry, audit } = words[action];
    await appendJournal(tx, id, deps.now(), entry(ctx.actor));
    const summary = `${audit} ${deedOf(plan)}`;
    await recordAudit(tx, ctx, { action: `run.${action}`, target: id, accountId: run.account_id, summary });
    await deps.queue.send(runQueue, { runId: id }, { singletonKey: id, transaction: tx });
  });
  return loadRun(deps.db, id);
}

/** A finished run can be rolled back only while no other run of the same workload or chain is open: the two would undo each other. */
async function refuseBesideAnother(tx: Db, run: RunRow): Promise<void> {
  // Two finished runs of one workload that are rolled back in the same instant: the second sees the first.
  await sql`select pg_advisory_xact_lock(hashtext(${run.subject}))`.execute(tx);
  const other = await tx
    .selectFrom('run')
    .select(['id', 'state'])
    .where('subject', '=', run.subject)
    .where('id', '!=', run.id)
    .where('state', 'not in', ['succeeded', 'rolled-back'])
    .executeTakeFirst();
  if (other === undefined) return;
  const message = `Another run of ${run.workload_name} is open (${other.state}): end it first, or roll it back.`;
  throw new AppError('conflict', message, { openId: other.id });
}

function isUnderWay(action: Action, progress: ReturnType<typeof reduceJournal>): boolean {
  if (action === 'pause') return progress.pauseRequested || progress.state === 'paused';
  if (action === 'resume') return ['running', 'waiting', 'rolling-back'].includes(progress.state) && !progress.pauseRequested;
  return progress.direction === 'back' && (progress.state === 'rolling-back' || progress.state === 'rolled-back');
}
