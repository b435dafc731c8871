import { AppError } from '@rolewright/shared/error.ts';
import { type AccessKey, accessKey, type Role } from '@rolewright/shared/keys/access-key.ts';
import type { ListQuery, Page } from '@rolewright/shared/page.ts';
import { type RawBuilder, sql } from 'kysely';
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

const roleShape: ListShape = {
  name: 'roles',
  sorts: {
    name: { by: sql`name`, type: 'text' },
    lastUsedAt: { by: sql`coalesce(last_used_at, '-infinity'::timestamptz)`, type: 'timestamptz' },
  },
  defaultSort: 'name',
  defaultOrder: 'asc',
  id: sql<string>`account_id || arn`,
};

/**
 * GET /api/roles. `state=ecs-tasks`: only those that trust ECS tasks. A role has no Region and no key of its own: `region`, `keyId` and
 * `workloadId` find those that a workload there, with that key, or that workload runs on.
 */
export async function listRoles({ deps }: Context, query: ListQuery): Promise<Page<Role>> {
  let rows = deps.db.selectFrom('role').select('body');
  if (query.account !== undefined) rows = rows.where(inAccount(query.account));
  if (query.state !== undefined) {
    statesOf(query.state, ['ecs-tasks']);
    rows = rows.where('trusts_ecs_tasks', '=', true);
  }
  if (query.workloadId !== undefined)
    rows = rows.where(sql<boolean>`body -> 'workloads' @> ${JSON.stringify([{ id: query.workloadId }])}::jsonb`);
  if (query.region !== undefined) rows = rows.where(runBy(sql<boolean>`workload.region = ${query.region}`));
  if (query.keyId !== undefined) rows = rows.where(runBy(sql<boolean>`${query.keyId} = any(workload.key_ids)`));
  if (query.q !== undefined) rows = rows.where('arn', 'ilike', contains(query.q));
  return readPage(rows, roleShape, query, (row) => row.body);
}

const runBy = (which: RawBuilder<boolean>) =>
  sql<boolean>`exists (select from workload where workload.account_id = role.account_id and workload.body ->> 'taskRoleArn' = role.arn and ${which})`;

/** GET /api/roles/{arn}. A role that several of our accounts see is one role. */
export async function readRole({ deps }: Context, arn: string): Promise<Role> {
  const row = await deps.db.selectFrom('role').select('body').where('arn', '=', arn).orderBy('account_id').executeTakeFirst();
  if (row === undefined) throw new AppError('not-found', `No scan has found the role ${arn}.`);
  return row.body;
}
