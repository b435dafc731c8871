import type { Account } from '@rolewright/shared/accounts/account.ts';
import { AppError } from '@rolewright/shared/error.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../deps.ts';
import { accountRow, readAccount } from './account-row.ts';
import { refuseOpenRuns, refuseOpenScan } from './change.ts';

/**
 * Builds the sandbox anew: both of its accounts, with new secrets and the estate as at the first start. What the console knew of them is
 * forgotten, revisions included, since the same ARNs now mean other documents. Refused while a run or a scan of one of them is open.
 */
export async function resetSandbox(ctx: Context, id: string): Promise<Account> {
  const { deps } = ctx;
  if ((await accountRow(deps.db, id)).kind !== 'sandbox') {
    throw new AppError('bad-input', 'Only an account of the sandbox can be reset.', {
      fields: [{ field: 'id', message: 'is not an account of the sandbox' }],
    });
  }
  const { db } = deps;
  const accounts = await db.selectFrom('account').select('id').where('kind', '=', 'sandbox').execute();
  for (const account of accounts) {
    await refuseOpenRuns(db, account.id);
    await refuseOpenScan(db, account.id);
  }
  await deps.resetSandbox();
  await db.transaction().execute(async (trx) => {
    for (const account of accounts) await forgetAccountData(trx, account.id);
    await recordAudit(trx, ctx, { action: 'sandbox.reset', target: id, accountId: id, summary: 'Built the sandbox anew.' });
  });
  for (const account of accounts) deps.aws.forget(account.id);
  return readAccount(db, id);
}

/** Tables that hold what scans found, in the order in which rows can go. */
const scanned = [
  'finding',
  'workload',
  'access_key',
  'role',
  'principal',
  'principal_id',
  'instance_profile',
  'user_data',
  'revision',
  'scan',
] as const;

/** Forgets all that scans found in an account. Proofs go too: what they proved does not exist any more. */
export async function forgetAccountData(db: Context['deps']['db'], accountId: string): Promise<void> {
  await db
    .deleteFrom('workload_proof')
    .where('workload_id', 'in', (query) => query.selectFrom('workload').select('id').where('account_id', '=', accountId))
    .execute();
  await db
    .deleteFrom('observed_truth')
    .where('plan_id', 'in', (query) => query.selectFrom('plan').select('id').where('account_id', '=', accountId))
    .execute();
  // What operators defined stays, as for an account that is scanned anew; how it went last is of the old one.
  await db.updateTable('probe').set({ last_result: null }).where('account_id', '=', accountId).execute();
  for (const table of scanned) {
    await db.deleteFrom(table).where('account_id', '=', accountId).execute();
  }
}
