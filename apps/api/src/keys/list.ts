import { AppError } from '@rolewright/shared/error.ts';
import { type AccessKey, accessKey } from '@rolewright/shared/keys/access-key.ts';
import type { ListQuery, Page } from '@rolewright/shared/page.ts';
import { sql } from 'kysely';
import type { Context } from '../deps.ts';
import { inAccount, statesOf } from '../http/filters.ts';
import { contains, type ListShape, readPage } from '../http/page.ts';

const keyShape: ListShape = {
  name: 'keys',
  sorts: {
    placesInUse: { by: sql`(places_in_use * 100000 + least(places, 99999))`, type: 'integer' },
    places: { by: sql`places`, type: 'integer' },
    owner: { by: sql`owner`, type: 'text' },
    keyId: { by: sql`key_id`, type: 'text' },
    lastUsedAt: { by: sql`coalesce(last_used_at, '-infinity'::timestamptz)`, type: 'timestamptz' },
    checkedAt: { by: sql`checked_at`, type: 'timestamptz' },
  },
  defaultSort: 'placesInUse',
  defaultOrder: 'desc',
  id: sql<string>`account_id || key_id`,
};

/** GET /api/keys: those in use in most places first. `region`: found there; `state`: the key's status, separated by commas. */
export async function listKeys({ deps }: Context, query: ListQuery): Promise<Page<AccessKey>> {
  let rows = deps.db.selectFrom('access_key').select('body');
  if (query.account !== undefined) rows = rows.where(inAccount(query.account));
  if (query.keyId !== undefined) rows = rows.where('key_id', '=', query.keyId);
  if (query.workloadId !== undefined)
    rows = rows.where(sql<boolean>`body -> 'workloads' @> ${JSON.stringify([{ id: query.workloadId }])}::jsonb`);
  if (query.region !== undefined) {
    rows = rows.where(sql<boolean>`exists (select from finding where finding.account_id = access_key.account_id
      and finding.key_id = access_key.key_id and finding.region = ${query.region})`);
  }
  if (query.state !== undefined) {
    rows = rows.where(sql<boolean>`body ->> 'status' = any(${statesOf(query.state, accessKey.shape.status.options)})`);
  }
  if (query.q !== undefined) {
    const text = contains(query.q);
    rows = rows.where((where) => where.or([where('key_id', 'ilike', text), where('owner', 'ilike', text)]));
  }
  return readPage(rows, keyShape, query, (row) => row.body);
}

/** GET /api/keys/{keyId}. A key that is found in several accounts is given as the account that owns it sees it, if that is one of them. */
export async function readKey({ deps }: Context, keyId: string): Promise<AccessKey> {
  const row = await deps.db
    .selectFrom('access_key')
    .select('body')
    .where('key_id', '=', keyId)
    .orderBy(sql`(body ->> 'foreign')::boolean`)
    .orderBy('account_id')
    .executeTakeFirst();
  if (row === undefined) throw new AppError('not-found', 'No scan has found this access key.');
  return row.body;
}
