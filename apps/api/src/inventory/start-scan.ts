import { AppError } from '@rolewright/shared/error.ts';
import type { Scan } from '@rolewright/shared/inventory/scan.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context, Deps } from '../deps.ts';
import type { Db } from '../store/database.ts';
import { runScan } from './run-scan.ts';
import { noProgress, scanOf } from './scan-row.ts';

const queueName = 'scan';

/** Starts a scan of an account; the job is in the queue if and only if the row is there. Refused while one of the account is running. */
export async function startScan(ctx: Context, accountId: string): Promise<Scan> {
  const { deps } = ctx;
  const id = deps.newId('scan');
  return await deps.db.transaction().execute(async (trx) => {
    const account = await trx.selectFrom('account').select(['name', 'regions']).where('id', '=', accountId).forShare().executeTakeFirst();
    if (account === undefined) throw new AppError('not-found', `There is no account ${accountId}. GET /api/accounts lists them.`);
    const row = await trx
      .insertInto('scan')
      .values({
        id,
        account_id: accountId,
        state: 'running',
        regions: JSON.stringify(account.regions),
        started_at: deps.now(),
        finished_at: null,
        started_by: ctx.actor,
        progress: JSON.stringify(noProgress),
        coverage: '[]',
        error: null,
        cancel_requested: false,
        version: 1,
        workloads: null,
        with_keys: null,
      })
      .onConflict((conflict) => conflict.column('account_id').where('state', '=', 'running').doNothing())
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) throw await alreadyRunning(trx, accountId);
    await recordAudit(trx, ctx, { action: 'scan.start', target: id, accountId, summary: `Started a scan of ${account.name}.` });
    await deps.queue.send(queueName, { scanId: id }, { singletonKey: id, transaction: trx });
    return scanOf(row);
  });
}

/** Reads on the connection of the refused start: many at once, each waiting for a second one, would starve the pool. */
async function alreadyRunning(db: Db, accountId: string): Promise<AppError> {
  const open = await db
    .selectFrom('scan')
    .select('id')
    .where('account_id', '=', accountId)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return new AppError('conflict', 'A scan of this account is running already.', open === undefined ? {} : { openId: open.id });
}

/** Asks a scan to stop; it does so before its next call. What it has read stays known. */
export async function cancelScan(ctx: Context, id: string): Promise<Scan> {
  return await ctx.deps.db.transaction().execute(async (trx) => {
    const scan = await trx.selectFrom('scan').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
    if (scan === undefined) throw new AppError('not-found', `There is no scan ${id}.`);
    if (scan.state !== 'running') throw new AppError('conflict', `The scan has ended already (${scan.state}).`);
    await trx.updateTable('scan').set({ cancel_requested: true }).where('id', '=', id).execute();
    await recordAudit(trx, ctx, { action: 'scan.cancel', target: id, accountId: scan.account_id, summary: 'Cancelled a scan.' });
    return scanOf(scan);
  });
}

/** A scan by id. Throws `not-found`. */
export async function readScan({ db }: Pick<Deps, 'db'>, id: string): Promise<Scan> {
  const row = await db.selectFrom('scan').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new AppError('not-found', `There is no scan ${id}.`);
  return scanOf(row);
}

/** Starts to take up scans in this process. */
export async function workScans(deps: Deps): Promise<void> {
  await deps.queue.work<{ scanId: string }>(queueName, ({ scanId }, signal) => runScan(deps, scanId, signal));
}

/** At start: every scan that is still running is put into the queue again; a job that is there already is not doubled. */
export async function resumeOpenScans(deps: Deps): Promise<void> {
  const open = await deps.db.selectFrom('scan').select('id').where('state', '=', 'running').execute();
  for (const { id } of open) await deps.queue.send(queueName, { scanId: id }, { singletonKey: id });
}
