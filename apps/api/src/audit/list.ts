import type { AuditEntry } from '@rolewright/shared/audit/entry.ts';
import { AppError } from '@rolewright/shared/error.ts';
import type { ListQuery, Page } from '@rolewright/shared/page.ts';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Context } from '../deps.ts';
import { carriesKey, inAccount, planInAccount } from '../http/filters.ts';
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

/** The row is about a plan, or a run of one, for which `which` holds. */
const isOfPlan = (which: RawBuilder<boolean>) =>
  sql<boolean>`target in (select plan.id from plan where ${which} union select run.id from run join plan on plan.id = run.plan_id where ${which})`;

/** GET /api/audit: who did what, newest first. `state` is the action; `region` and `keyId` find what was done to workloads there, or with that key. */
export async function listAudit({ deps }: Context, query: ListQuery): Promise<Page<AuditEntry>> {
  let rows = deps.db.selectFrom('audit').selectAll();
  if (query.account !== undefined) {
    const { account } = query;
    rows = rows.where((where) => where.or([inAccount(account), isOfPlan(planInAccount(account))]));
  }
  if (query.region !== undefined) rows = rows.where(isOfPlan(sql<boolean>`plan.region = ${query.region}`));
  if (query.keyId !== undefined) rows = rows.where(isOfPlan(carriesKey(query.keyId)));
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

/** GET /api/audit/{id}. */
export async function readAuditEntry({ deps }: Context, id: string): Promise<AuditEntry> {
  const row = await deps.db.selectFrom('audit').selectAll().where(sql`id::text`, '=', id).executeTakeFirst();
  if (row === undefined) throw new AppError('not-found', `There is no audit row ${id}.`);
  return entryOf(row);
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
