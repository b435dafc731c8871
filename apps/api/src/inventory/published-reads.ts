import type { RevisionFinding } from '@rolewright/shared/findings/detect.ts';
import type { RevisionFacts } from '@rolewright/shared/inventory/derive.ts';
import type { FamilyFacts } from '@rolewright/shared/inventory/sources.ts';
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
