import type { AuditEntry } from '@rolewright/shared/audit/entry.ts';
import type { ListQuery, Page } from '@rolewright/shared/page.ts';
import { type Selectable, sql } from 'kysely';
import type { Context } from '../deps.ts';
import { contains, type ListShape, readPage } from '../http/page.ts';
import type { Database } from '../store/schema.ts';

const shape: ListShape = {
  name: 'audit',
  sorts: { at: { by: sql`at`, type: 'timestamptz' } },
  defaultSort: 'at',
  defaultOrder: 'desc',
  // Ids are numbers: as text they sort rightly when all have the same length.
  id: sql<string>`lpad(id::text, 19, '0')`,
};

/** GET /api/audit: who did what, newest first. */
export async function listAudit({ deps }: Context, query: ListQuery): Promise<Page<AuditEntry>> {
  let rows = deps.db.selectFrom('audit').selectAll();
  if (query.account !== undefined) {
    const { account } = query;
    rows = rows.where(sql<boolean>`(account_id = ${account} or account_id in (select id from account where aws_account_id = ${account}))`);
  }
  if (query.workloadId !== undefined)
    rows = rows.where(sql<boolean>`(target = ${query.workloadId} or detail ->> 'workloadId' = ${query.workloadId})`);
  if (query.state !== undefined) rows = rows.where('action', '=', query.state);
  if (query.q !== undefined) {
    const text = contains(query.q);
    rows = rows.where((where) =>
      where.or([where('summary', 'ilike', text), where('action', 'ilike', text), where('target', 'ilike', text)]),
    );
  }
  return readPage(rows, shape, query, entryOf);
}

export function entryOf(row: Selectable<Database['audit']>): AuditEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: row.actor,
    action: row.action,
    target: row.target,
    accountId: row.account_id,
    summary: row.summary,
    detail: row.detail,
    requestId: row.request_id,
  };
}
