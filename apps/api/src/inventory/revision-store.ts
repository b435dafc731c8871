import { revisionOf } from '@rolewright/shared/aws/task-definition.ts';
import type { RevisionFinding } from '@rolewright/shared/findings/detect.ts';
import { sql } from 'kysely';
import type { Db } from '../store/database.ts';
import type { RevisionTable } from '../store/tables/inventory.ts';

export type RevisionStatus = RevisionTable['status'];

/** Whose revisions, seen by which scan. */
export interface Shelf {
  accountId: string;
  region: string;
  scanId: string;
}

/** A revision as it was read: masked. */
export interface DescribedRevision {
  arn: string;
  status: RevisionStatus;
  document: Record<string, unknown>;
  tags: Record<string, string>;
  findings: RevisionFinding[];
}

/**
 * Notes that a list named these revisions. What is known of a revision stays for ever; only its status may be new (D-81). `unread` of an
 * earlier scan is forgotten, so that this one tries again.
 */
export async function noteListed(db: Db, shelf: Shelf, arns: readonly string[], status: RevisionStatus): Promise<void> {
  const rows = arns.flatMap((arn) => {
    const named = revisionOf(arn);
    return named === null ? [] : [{ arn, ...named }];
  });
  if (rows.length === 0) return;
  await sql`
    insert into revision (account_id, arn, region, family, revision, status, listed_by)
    select ${shelf.accountId}, arn, ${shelf.region}, family, revision, ${status}, ${shelf.scanId}
    from unnest(${rows.map((row) => row.arn)}::text[], ${rows.map((row) => row.family)}::text[], ${rows.map((row) => row.revision)}::int[])
      as listed (arn, family, revision)
    on conflict (account_id, arn) do update set
      status = excluded.status,
      unread = case when revision.listed_by = excluded.listed_by then revision.unread end,
      listed_by = excluded.listed_by
  `.execute(db);
}

/**
 * Notes that these are in use. A revision in use may stand in no list (AWS promises the listing of INACTIVE ones only while they are used), and
 * what no list names is forgotten at the end; what is known of it must not be.
 */
export async function noteInUse(db: Db, shelf: Shelf, arns: readonly string[]): Promise<void> {
  await sql`
    update revision set
      unread = case when listed_by = ${shelf.scanId} then unread end,
      listed_by = ${shelf.scanId}
    where account_id = ${shelf.accountId} and arn = any(${arns}::text[])
  `.execute(db);
}

/** Which of these were never described; the order stays. */
export async function undescribed(db: Db, shelf: Shelf, arns: readonly string[]): Promise<string[]> {
  const known = await db
    .selectFrom('revision')
    .select('arn')
    .where('account_id', '=', shelf.accountId)
    .where('arn', '=', sql<string>`any(${arns}::text[])`)
    .where('document', 'is not', null)
    .execute();
  const have = new Set(known.map((row) => row.arn));
  return arns.filter((arn) => !have.has(arn));
}

/** Saves what was read, many at once. */
export async function saveDescribed(db: Db, shelf: Shelf, revisions: readonly DescribedRevision[]): Promise<void> {
  if (revisions.length === 0) return;
  await db
    .insertInto('revision')
    .values(
      revisions.map((one) => ({
        account_id: shelf.accountId,
        arn: one.arn,
        region: shelf.region,
        family: revisionOf(one.arn)?.family ?? '',
        revision: revisionOf(one.arn)?.revision ?? 0,
        status: one.status,
        listed_by: shelf.scanId,
        document: JSON.stringify(one.document),
        tags: JSON.stringify(one.tags),
        findings: JSON.stringify(one.findings),
        holds: one.findings.length > 0,
        unread: null,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'arn']).doUpdateSet((set) => ({
        status: set.ref('excluded.status'),
        listed_by: set.ref('excluded.listed_by'),
        document: set.ref('excluded.document'),
        tags: set.ref('excluded.tags'),
        findings: set.ref('excluded.findings'),
        holds: set.ref('excluded.holds'),
        unread: null,
      })),
    )
    .execute();
}

/** Notes why a revision could not be read in this scan. */
export async function noteUnread(db: Db, shelf: Shelf, arn: string, reason: string): Promise<void> {
  await noteListedAs(db, shelf, arn);
  await db.updateTable('revision').set({ unread: reason }).where('account_id', '=', shelf.accountId).where('arn', '=', arn).execute();
}

/** A revision that is in use may stand in no list; it is noted without touching the status of one that does. */
async function noteListedAs(db: Db, shelf: Shelf, arn: string): Promise<void> {
  const named = revisionOf(arn);
  if (named === null) return;
  await db
    .insertInto('revision')
    .values({
      account_id: shelf.accountId,
      arn,
      region: shelf.region,
      ...named,
      status: 'ACTIVE',
      listed_by: shelf.scanId,
      holds: false,
      document: null,
      tags: null,
      findings: null,
      unread: null,
    })
    .onConflict((conflict) => conflict.columns(['account_id', 'arn']).doUpdateSet({ listed_by: shelf.scanId }))
    .execute();
}

/** The revision is gone: deleted between two calls. */
export async function forgetRevision(db: Db, shelf: Shelf, arn: string): Promise<void> {
  await db.deleteFrom('revision').where('account_id', '=', shelf.accountId).where('arn', '=', arn).execute();
}

/** What is known and what is still to read of a Region in this scan. */
export async function countRevisions(db: Db, shelf: Shelf): Promise<{ listed: number; described: number; unread: number }> {
  const row = await db
    .selectFrom('revision')
    .select([
      sql<string>`count(*)`.as('listed'),
      sql<string>`count(document)`.as('described'),
      sql<string>`count(*) filter (where document is null and unread is not null)`.as('unread'),
    ])
    .where('account_id', '=', shelf.accountId)
    .where('region', '=', shelf.region)
    .where('listed_by', '=', shelf.scanId)
    .executeTakeFirstOrThrow();
  return { listed: Number(row.listed), described: Number(row.described), unread: Number(row.unread) };
}

/** The newest ACTIVE revision of each family, where it is still to be described. */
export async function newestToDescribe(db: Db, shelf: Shelf): Promise<string[]> {
  const { rows } = await sql<{ arn: string }>`
    select arn from (
      select distinct on (family) arn, document is null and unread is null as open from revision
      where account_id = ${shelf.accountId} and region = ${shelf.region} and listed_by = ${shelf.scanId} and status = 'ACTIVE'
      order by family, revision desc
    ) as newest where open`.execute(db);
  return rows.map((row) => row.arn);
}

/** Some of the revisions that are still to be described, newest first. */
export async function someToDescribe(db: Db, shelf: Shelf, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('revision')
    .select('arn')
    .where('account_id', '=', shelf.accountId)
    .where('region', '=', shelf.region)
    .where('listed_by', '=', shelf.scanId)
    .where('document', 'is', null)
    .where('unread', 'is', null)
    .orderBy('revision', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => row.arn);
}
