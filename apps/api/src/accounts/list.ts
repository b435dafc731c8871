import type { Account } from '@rolewright/shared/accounts/account.ts';
import type { ListQuery, Page } from '@rolewright/shared/page.ts';
import { sql } from 'kysely';
import type { Context } from '../deps.ts';
import { contains, readPage } from '../http/page.ts';
import { accountOf, lastScans } from './account-row.ts';

const shape = {
  name: 'accounts',
  sorts: {
    createdAt: { by: sql`created_at`, type: 'timestamptz' as const },
    name: { by: sql`name`, type: 'text' as const },
  },
  defaultSort: 'createdAt',
  defaultOrder: 'asc' as const,
  id: sql<string>`id`,
};

/** GET /api/accounts. */
export async function listAccounts({ deps }: Context, query: ListQuery): Promise<Page<Account>> {
  let rows = deps.db.selectFrom('account').selectAll();
  if (query.region !== undefined) rows = rows.where(sql<boolean>`regions ? ${query.region}`);
  if (query.account !== undefined) {
    const { account } = query;
    rows = rows.where((where) => where.or([where('id', '=', account), where('aws_account_id', '=', account)]));
  }
  if (query.q !== undefined) rows = rows.where('name', 'ilike', contains(query.q));
  const page = await readPage(rows, shape, query, (row) => accountOf(row, null));
  const scans = await lastScans(
    deps.db,
    page.items.map((one) => one.id),
  );
  return { ...page, items: page.items.map((one) => ({ ...one, lastScan: scans.get(one.id) ?? null })) };
}
