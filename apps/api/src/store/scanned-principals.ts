import { AppError } from '@rolewright/shared/error.ts';
import type { KnownPrincipal } from '@rolewright/shared/iam/known-principal.ts';
import { indexPrincipals, type RoleIndex } from '@rolewright/shared/roles/role-index.ts';
import { sql } from 'kysely';
import type { Db } from './database.ts';
import { roleOfRow } from './role-of-row.ts';

/** Users and roles of all scanned accounts, ready to be asked, and of which accounts they are. */
export interface ScannedPrincipals {
  /** An AWS account that several of ours see counts once, as it was read last. */
  principals: readonly KnownPrincipal[];
  index: RoleIndex;
  /** By AWS account, when the oldest of its rows was read. */
  accounts: { awsAccountId: string; checkedAt: string }[];
  /** When the oldest of all was read; null: nothing was scanned. */
  checkedAt: string | null;
  /** Those that could not be read again after a run changed them, by ARN: what stands here is from before it. */
  older: ReadonlyMap<string, { checkedAt: string; why: string }>;
}

interface Kept {
  version: string;
  scanned: Promise<ScannedPrincipals>;
}

const kept = new WeakMap<Db, Kept>();

/**
 * All that is known of users and roles, read and indexed once per state of the database: a scan replaces the rows of its account under a new
 * date, and a run those that it changed. So a change of focus among thousands of roles asks the database for no policy.
 */
export async function scannedPrincipals(db: Db): Promise<ScannedPrincipals> {
  const { rows } = await sql`
    select account_id, count(*), max(checked_at) as at, max(tried_at) as tried,
      (select max(checked_at) from workload where kind in ('instance', 'auto-scaling-group')) as instances
    from principal group by account_id order by account_id`.execute(db);
  const version = JSON.stringify(rows);
  const known = kept.get(db);
  if (known?.version === version) return known.scanned;
  const scanned = readAll(db);
  kept.set(db, { version, scanned });
  // A failure is not kept: the next one who asks tries again.
  scanned.catch(() => kept.delete(db));
  return scanned;
}

async function readAll(db: Db): Promise<ScannedPrincipals> {
  const rows = await db
    .selectFrom('principal')
    .distinctOn('arn')
    .select(['arn', 'body', 'checked_at', 'unread'])
    .orderBy('arn')
    .orderBy('checked_at', 'desc')
    .execute();
  const checked = new Map<string, Date>();
  for (const { body, checked_at } of rows) {
    const before = checked.get(body.awsAccountId);
    if (before === undefined || before > checked_at) checked.set(body.awsAccountId, checked_at);
  }
  const accounts = [...checked].map(([awsAccountId, at]) => ({ awsAccountId, checkedAt: at.toISOString() }));
  const ids = await db.selectFrom('principal_id').select(['unique_id', 'arn']).execute();
  const index = indexPrincipals(
    rows.map(({ body }) => body),
    new Map(ids.map(({ unique_id, arn }) => [unique_id, arn])),
    await onInstances(db),
  );
  return {
    principals: [...index.principals.values()],
    index,
    accounts,
    checkedAt: accounts.map(({ checkedAt }) => checkedAt).sort()[0] ?? null,
    older: new Map(
      rows.flatMap(({ arn, checked_at, unread }) => (unread === null ? [] : [[arn, { checkedAt: checked_at.toISOString(), why: unread }]])),
    ),
  };
}

/** Workloads of EC2 by the role of their instances (A2). */
async function onInstances(db: Db): Promise<Map<string, { id: string; name: string }[]>> {
  const rows = await db
    .selectFrom('workload')
    .select(['id', 'name', sql<string>`${roleOfRow}`.as('roleArn')])
    .where('kind', 'in', ['instance', 'auto-scaling-group'])
    .where(sql<boolean>`${roleOfRow} is not null`)
    .orderBy('name')
    .execute();
  return Map.groupBy(rows, ({ roleArn }) => roleArn);
}

/** One of them by its ARN. Throws `not-found`; `kind` says what it must be. */
export function principalOf({ index }: ScannedPrincipals, arn: string, kind?: KnownPrincipal['kind']): KnownPrincipal {
  const found = index.principals.get(arn);
  if (found === undefined || (kind !== undefined && found.kind !== kind)) {
    throw new AppError('not-found', `No scan has found the ${kind ?? 'user or role'} ${arn}.`);
  }
  return found;
}
