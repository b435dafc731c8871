import type { Account } from '@rolewright/shared/accounts/account.ts';
import { AppError } from '@rolewright/shared/error.ts';
import type { Selectable } from 'kysely';
import type { Db } from '../store/database.ts';
import type { AccountTable } from '../store/tables/inventory.ts';

/** An account as the API gives it. */
export function accountOf(row: Selectable<AccountTable>, lastScan: Account['lastScan']): Account {
  return {
    id: row.id,
    name: row.name,
    access: row.access,
    regions: row.regions,
    endpointUrl: row.endpoint_url,
    kind: row.kind,
    awsAccountId: row.aws_account_id,
    partition: row.partition,
    identity: row.identity_arn === null || row.identity_at === null ? null : { arn: row.identity_arn, at: row.identity_at.toISOString() },
    warning: row.warning,
    lastScan,
    createdAt: row.created_at.toISOString(),
  };
}

/** The row of an account. Throws `not-found`. */
export async function accountRow(db: Db, id: string): Promise<Selectable<AccountTable>> {
  const row = await db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new AppError('not-found', `There is no account ${id}. GET /api/accounts lists them.`);
  return row;
}

/** The newest scan of each account. */
export async function lastScans(db: Db, accountIds: string[]): Promise<Map<string, NonNullable<Account['lastScan']>>> {
  if (accountIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('scan')
    .distinctOn('account_id')
    .select(['account_id', 'id', 'state', 'finished_at'])
    .where('account_id', 'in', accountIds)
    .orderBy('account_id')
    .orderBy('started_at', 'desc')
    .execute();
  return new Map(
    rows.map(({ account_id, id, state, finished_at }) => [account_id, { id, state, finishedAt: finished_at?.toISOString() ?? null }]),
  );
}

/** One account with its newest scan. */
export async function readAccount(db: Db, id: string): Promise<Account> {
  const row = await accountRow(db, id);
  return accountOf(row, (await lastScans(db, [id])).get(id) ?? null);
}
