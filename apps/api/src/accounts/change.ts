import type { Account, accountChange } from '@rolewright/shared/accounts/account.ts';
import { AppError } from '@rolewright/shared/error.ts';
import { sql } from 'kysely';
import type { z } from 'zod';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../deps.ts';
import type { Db } from '../store/database.ts';
import { accountRow, readAccount } from './account-row.ts';
import { nameTaken } from './create.ts';
import { checkRegions } from './regions.ts';

/**
 * Renames an account or changes its Regions. What was found in a Region that is taken off goes with it, which is why a Region stays while a run
 * is open in it, and all do while a scan is under way: it would bring back what was taken off.
 */
export async function changeAccount(ctx: Context, id: string, input: z.infer<typeof accountChange>): Promise<Account> {
  const { deps } = ctx;
  const before = await accountRow(deps.db, id);
  if (input.regions !== undefined) checkRegions(input.regions, before.endpoint_url);
  const name = input.name ?? before.name;
  const regions = [...new Set(input.regions ?? before.regions)];
  const removed = before.regions.filter((region) => !regions.includes(region));
  await deps.db.transaction().execute(async (trx) => {
    await lockAccount(trx, id);
    if (regions.length !== before.regions.length || removed.length > 0) await refuseOpenScan(trx, id);
    if (removed.length > 0) await refuseOpenRuns(trx, id, removed);
    const taken = await trx.selectFrom('account').select('id').where('name', '=', name).where('id', '<>', id).executeTakeFirst();
    if (taken !== undefined) throw nameTaken(name);
    await trx
      .updateTable('account')
      .set({ name, regions: JSON.stringify(regions) })
      .where('id', '=', id)
      .execute()
      // Two renames at once: the unique name let one through.
      .catch((error: { code?: string }) => {
        throw error.code === '23505' ? nameTaken(name) : error;
      });
    for (const table of ['workload', 'finding', 'revision'] as const) {
      await trx.deleteFrom(table).where('account_id', '=', id).where('region', 'not in', regions).execute();
    }
    await recordAudit(trx, ctx, {
      action: 'account.change',
      target: id,
      accountId: id,
      summary: `Changed account ${name}.`,
      detail: { before: { name: before.name, regions: before.regions }, after: { name, regions } },
    });
  });
  deps.aws.forget(id);
  return readAccount(deps.db, id);
}

/** Takes an account out of the console with all that was found in it; AWS itself is not touched. Refused while a run of it is open. */
export async function deleteAccount(ctx: Context, id: string): Promise<void> {
  const { deps } = ctx;
  const { name } = await accountRow(deps.db, id);
  await deps.db.transaction().execute(async (trx) => {
    await lockAccount(trx, id);
    await refuseOpenRuns(trx, id);
    await trx.deleteFrom('account').where('id', '=', id).execute();
    await recordAudit(trx, ctx, {
      action: 'account.delete',
      target: id,
      accountId: id,
      summary: `Took account ${name} out of the console.`,
    });
  });
  deps.aws.forget(id);
}

/** Until the transaction ends no run or scan of the account starts: both hold its row while they do. Throws `not-found`. */
export async function lockAccount(db: Db, id: string): Promise<void> {
  await db.selectFrom('account').select('id').where('id', '=', id).forUpdate().execute();
  await accountRow(db, id);
}

/** Throws `conflict` with the run's id when one that changes the account is not finished; `regions`: looks at those that began there alone. */
export async function refuseOpenRuns(db: Db, accountId: string, regions?: string[]): Promise<void> {
  let runs = db
    .selectFrom('run')
    .select(['id', 'workload_name'])
    .where((where) => where.or([where('account_id', '=', accountId), where(stepsIn(accountId), '=', true)]))
    .where('state', 'not in', ['succeeded', 'rolled-back']);
  if (regions !== undefined) runs = runs.where('region', 'in', regions);
  const open = await runs.executeTakeFirst();
  if (open === undefined) return;
  throw new AppError('conflict', `A run of ${open.workload_name} is not finished. Finish it or roll it back first.`, { openId: open.id });
}

/** A chain of roles has steps in other accounts than the one that its run begins in. */
const stepsIn = (accountId: string) =>
  sql<boolean>`exists (select from plan where plan.id = run.plan_id and plan.steps @> ${JSON.stringify([{ accountId }])}::jsonb)`;

/** Throws `conflict` with the scan's id when one of the account is running. */
export async function refuseOpenScan(db: Db, accountId: string): Promise<void> {
  const scan = await db
    .selectFrom('scan')
    .select('id')
    .where('account_id', '=', accountId)
    .where('state', '=', 'running')
    .executeTakeFirst();
  if (scan === undefined) return;
  throw new AppError('conflict', 'A scan of the account is running. Cancel it or wait for its end.', { openId: scan.id });
}
