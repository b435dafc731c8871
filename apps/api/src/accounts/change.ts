import type { Account, accountChange } from '@rolewright/shared/accounts/account.ts';
import { AppError } from '@rolewright/shared/error.ts';
import type { z } from 'zod';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../deps.ts';
import { accountRow, readAccount } from './account-row.ts';
import { nameTaken } from './create.ts';
import { checkRegions } from './regions.ts';

/** Renames an account or changes its Regions. What was found in a Region that is taken off goes with it. */
export async function changeAccount(ctx: Context, id: string, input: z.infer<typeof accountChange>): Promise<Account> {
  const { deps } = ctx;
  const before = await accountRow(deps.db, id);
  if (input.regions !== undefined) checkRegions(input.regions, before.endpoint_url);
  const name = input.name ?? before.name;
  const regions = [...new Set(input.regions ?? before.regions)];
  await deps.db.transaction().execute(async (trx) => {
    const taken = await trx.selectFrom('account').select('id').where('name', '=', name).where('id', '<>', id).executeTakeFirst();
    if (taken !== undefined) throw nameTaken(name);
    await trx
      .updateTable('account')
      .set({ name, regions: JSON.stringify(regions) })
      .where('id', '=', id)
      .execute();
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

/** Throws `conflict` with the run's id when one of the account is not finished. */
export async function refuseOpenRuns(db: Context['deps']['db'], accountId: string): Promise<void> {
  const open = await db
    .selectFrom('run')
    .select(['id', 'workload_name'])
    .where('account_id', '=', accountId)
    .where('state', 'not in', ['succeeded', 'rolled-back'])
    .executeTakeFirst();
  if (open === undefined) return;
  throw new AppError('conflict', `A run of ${open.workload_name} is not finished. Finish it or roll it back first.`, { openId: open.id });
}
