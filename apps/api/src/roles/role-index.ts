import { indexPrincipals, type RoleIndex } from '@rolewright/shared/roles/role-index.ts';
import { sql } from 'kysely';
import type { Deps } from '../deps.ts';
import type { Db } from '../store/database.ts';

/** The users and roles of all scanned accounts, ready to be asked, and when the oldest of them was read. */
export interface ScannedRoles {
  index: RoleIndex;
  checkedAt: string | null;
}

interface Kept {
  version: string;
  scanned: Promise<ScannedRoles>;
}

const kept = new WeakMap<Db, Kept>();

/**
 * What the last scans wrote, read and indexed once per state of the database: a scan replaces all rows of its account under a new date. So a
 * change of focus among thousands of roles asks the database for no policy.
 */
export async function scannedRoles({ db }: Pick<Deps, 'db'>): Promise<ScannedRoles> {
  const { rows } = await sql<{ account_id: string; at: Date; rows: string }>`
    select account_id, max(checked_at) as at, count(*) as rows from principal group by account_id order by account_id`.execute(db);
  const version = JSON.stringify(rows);
  const known = kept.get(db);
  if (known?.version === version) return known.scanned;
  const oldest = rows.map(({ at }) => at.toISOString()).sort()[0] ?? null;
  const scanned = readAll(db).then((index) => ({ index, checkedAt: oldest }));
  kept.set(db, { version, scanned });
  // A failure is not kept: the next one who asks tries again.
  scanned.catch(() => kept.delete(db));
  return scanned;
}

async function readAll(db: Db): Promise<RoleIndex> {
  const principals = await db.selectFrom('principal').select('body').orderBy('checked_at', 'desc').orderBy('arn').execute();
  const ids = await db.selectFrom('principal_id').select(['unique_id', 'arn']).execute();
  return indexPrincipals(
    principals.map(({ body }) => body),
    new Map(ids.map(({ unique_id, arn }) => [unique_id, arn])),
  );
}
