import { type DocumentFacts, type DocumentKey, documentKeyOf, type LaunchFacts } from '@rolewright/shared/inventory/ec2/facts.ts';
import type { InspectedUserData } from '@rolewright/shared/inventory/ec2/user-data.ts';
import { sql } from 'kysely';
import type { Db } from '../store/database.ts';
import { cut } from './cut.ts';
import type { Shelf } from './revision-store.ts';

/** User data that was read, or could not be. */
export interface ReadDocument extends DocumentKey {
  name: string;
  stamp: string;
  launch: LaunchFacts | null;
  /** null: there is no user data. */
  fingerprint: string | null;
  inspected: InspectedUserData | null;
  unread: string | null;
}

/** What is known of a document before it is read again. */
export interface KnownDocument {
  stamp: string;
  fingerprint: string | null;
  readAt: Date;
}

/** Documents of a Region that were read before, by their key (`documentKeyOf`). */
export async function knownDocuments(db: Db, { accountId, region }: Shelf): Promise<Map<string, KnownDocument>> {
  const rows = await db
    .selectFrom('user_data')
    .select(['source', 'id', 'version', 'stamp', 'fingerprint', 'read_at'])
    .where('account_id', '=', accountId)
    .where('region', '=', region)
    .where('unread', 'is', null)
    .execute();
  return new Map(
    rows.flatMap(({ read_at: readAt, stamp, fingerprint, ...key }) =>
      readAt === null ? [] : [[documentKeyOf(key), { stamp, fingerprint, readAt }]],
    ),
  );
}

/** Saves what was read; what is masked is all that there is to save. */
export async function saveDocuments(
  db: Db,
  { accountId, region, scanId }: Shelf,
  documents: readonly ReadDocument[],
  readAt: Date,
): Promise<void> {
  const rows = documents.map(({ source, id, version, name, stamp, launch, fingerprint, inspected, unread }) => ({
    account_id: accountId,
    region,
    source,
    id,
    version,
    name,
    stamp,
    seen_by: scanId,
    read_at: unread === null ? readAt : null,
    fingerprint,
    kind: inspected?.kind ?? null,
    verdict: inspected?.verdict ?? null,
    findings: JSON.stringify(inspected?.findings ?? []),
    lines: JSON.stringify(inspected?.lines ?? []),
    launch: launch === null ? null : JSON.stringify(launch),
    unread,
  }));
  for (const batch of cut(rows)) {
    await db
      .insertInto('user_data')
      .values(batch)
      .onConflict((conflict) =>
        conflict.columns(['account_id', 'region', 'source', 'id', 'version']).doUpdateSet((set) => ({
          name: set.ref('excluded.name'),
          stamp: set.ref('excluded.stamp'),
          seen_by: set.ref('excluded.seen_by'),
          read_at: set.ref('excluded.read_at'),
          fingerprint: set.ref('excluded.fingerprint'),
          kind: set.ref('excluded.kind'),
          verdict: set.ref('excluded.verdict'),
          findings: set.ref('excluded.findings'),
          lines: set.ref('excluded.lines'),
          launch: set.ref('excluded.launch'),
          unread: set.ref('excluded.unread'),
        })),
      )
      .execute();
  }
}

/** Notes that these are still there, as they were read before. */
export async function noteSeenDocuments(db: Db, { accountId, region, scanId }: Shelf, keys: readonly DocumentKey[]): Promise<void> {
  await sql`
    update user_data set seen_by = ${scanId}
    from unnest(${keys.map((one) => one.source)}::text[], ${keys.map((one) => one.id)}::text[], ${keys.map((one) => one.version)}::int[])
      as seen (source, id, version)
    where account_id = ${accountId} and region = ${region} and user_data.source = seen.source and user_data.id = seen.id
      and user_data.version = seen.version`.execute(db);
}

/** Every document of a Region that this scan saw; of those that it did not get to see, what earlier ones did. */
export async function documentsOf(db: Db, { accountId, region }: Pick<Shelf, 'accountId' | 'region'>): Promise<DocumentFacts[]> {
  return await db
    .selectFrom('user_data')
    .select(['source', 'id', 'version', 'name', 'launch', 'fingerprint', 'kind', 'findings', 'unread'])
    .where('account_id', '=', accountId)
    .where('region', '=', region)
    .orderBy('version', 'desc')
    .execute();
}

/** Removes documents that this scan did not see although it saw all there are: AWS deleted where they lay. */
export async function forgetUnseenDocuments(db: Db, { accountId, region, scanId }: Shelf): Promise<void> {
  await db
    .deleteFrom('user_data')
    .where('account_id', '=', accountId)
    .where('region', '=', region)
    .where('seen_by', '<>', scanId)
    .execute();
}

/** What this scan saw of a Region's documents, and how many of them it read or knew. */
export async function countDocuments(db: Db, { accountId, region, scanId }: Shelf): Promise<{ seen: number; toSee: number }> {
  const row = await db
    .selectFrom('user_data')
    .select([sql<string>`count(*)`.as('all'), sql<string>`count(*) filter (where unread is null)`.as('read')])
    .where('account_id', '=', accountId)
    .where('region', '=', region)
    .where('seen_by', '=', scanId)
    .executeTakeFirstOrThrow();
  return { seen: Number(row.read), toSee: Number(row.all) };
}
