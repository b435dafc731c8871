import type { RevisionFinding } from '@rolewright/shared/findings/detect.ts';
import type { RevisionFacts } from '@rolewright/shared/inventory/derive.ts';
import type { FamilyFacts, RuleFacts } from '@rolewright/shared/inventory/sources.ts';
import { sql } from 'kysely';
import type { Db } from '../store/database.ts';
import type { RevisionStatus, Shelf } from './revision-store.ts';

/** A revision that shows at least one finding; its document is not needed. */
export interface HoldingRevision {
  arn: string;
  family: string;
  revision: number;
  status: RevisionStatus;
  findings: RevisionFinding[];
}

/** Every family of a Region with its newest revisions. */
export async function familiesOf(db: Db, shelf: Shelf): Promise<FamilyFacts[]> {
  const { rows } = await sql<{ family: string; newest: number; newest_active_arn: string | null }>`
    select family, max(revision) as newest,
      (array_agg(arn order by revision desc) filter (where status = 'ACTIVE'))[1] as newest_active_arn
    from revision where account_id = ${shelf.accountId} and region = ${shelf.region}
    group by family order by family`.execute(db);
  return rows.map((row) => ({ family: row.family, newestRevision: row.newest, newestActiveArn: row.newest_active_arn }));
}

export async function revisionsThatHold(db: Db, shelf: Shelf): Promise<HoldingRevision[]> {
  const rows = await db
    .selectFrom('revision')
    .select(['arn', 'family', 'revision', 'status', 'findings'])
    .where('account_id', '=', shelf.accountId)
    .where('region', '=', shelf.region)
    .where('holds', '=', true)
    .execute();
  return rows.map((row) => ({ ...row, findings: row.findings ?? [] }));
}

/** Masked documents by ARN; one that could not be read says why. */
export async function revisionsByArn(db: Db, shelf: Shelf, arns: string[]): Promise<Map<string, RevisionFacts>> {
  const rows = await db
    .selectFrom('revision')
    .select(['arn', 'status', 'document', 'findings'])
    .where('account_id', '=', shelf.accountId)
    .where('arn', '=', sql<string>`any(${arns}::text[])`)
    .where('document', 'is not', null)
    .execute();
  return new Map(
    rows.map((row) => [row.arn, { arn: row.arn, status: row.status, document: row.document ?? {}, findings: row.findings ?? [] }]),
  );
}

/** Why revisions of this scan could not be read, by family. */
export async function unreadFamilies(db: Db, shelf: Shelf): Promise<{ family: string; reason: string; count: number }[]> {
  const { rows } = await sql<{ family: string; reason: string; count: string }>`
    select family, unread as reason, count(*) as count from revision
    where account_id = ${shelf.accountId} and region = ${shelf.region} and listed_by = ${shelf.scanId} and document is null and unread is not null
    group by family, unread order by family`.execute(db);
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}

/** Removes revisions that no list of this scan named: AWS deleted them. */
export async function forgetUnlisted(db: Db, shelf: Shelf): Promise<void> {
  await db
    .deleteFrom('revision')
    .where('account_id', '=', shelf.accountId)
    .where('region', '=', shelf.region)
    .where('listed_by', '<>', shelf.scanId)
    .execute();
}

/** Every key that the account's findings name. */
export async function knownKeyIds(db: Db, accountId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('finding')
    .select('key_id')
    .distinct()
    .where('account_id', '=', accountId)
    .where('key_id', 'is not', null)
    .execute();
  return rows.flatMap((row) => row.key_id ?? []);
}

/** Rules that the last scan saw in a Region: what is known of them where this one may not read them. */
export async function knownRules(db: Db, accountId: string, region: string): Promise<RuleFacts[]> {
  const rows = await db.selectFrom('workload').select('body').where('account_id', '=', accountId).where('region', '=', region).execute();
  const rules = rows.flatMap(({ body }) => body.rules.map(({ pinned, ...rule }) => rule));
  return [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
}

/** Who owned these workloads as far as the last scan knew. */
export async function knownOwners(db: Db, accountId: string, region: string): Promise<Map<string, string>> {
  const rows = await db.selectFrom('workload').select('body').where('account_id', '=', accountId).where('region', '=', region).execute();
  return new Map(
    rows.flatMap(({ body }) =>
      body.managedBy === null || body.taskDefinitionArn === null ? [] : [[body.taskDefinitionArn, body.managedBy]],
    ),
  );
}

/** What runs have proved of these workloads. */
export async function proofsOf(
  db: Db,
  workloadIds: string[],
): Promise<{ workloadId: string; taskDefinitionArn: string; roleArn: string }[]> {
  const rows = await db
    .selectFrom('workload_proof')
    .selectAll()
    .where('workload_id', '=', sql<string>`any(${workloadIds}::text[])`)
    .execute();
  return rows.map((row) => ({ workloadId: row.workload_id, taskDefinitionArn: row.task_definition_arn, roleArn: row.role_arn }));
}
