import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { StartError } from '../start-error.ts';
import type { Db } from './database.ts';
import { migrations } from './migrations/index.ts';

/** Oldest server that the migrations and queries are written for. */
const minimumVersion = 14;

/**
 * Brings the database to the newest schema; nothing happens when it is there already. Two processes at once are safe:
 * kysely's migrator takes a PostgreSQL advisory lock and runs all of it in one transaction.
 * @throws when the server is too old or a migration fails; the schema is then what it was before
 */
export async function migrate(db: Db): Promise<void> {
  await refuseOldServer(db);
  const { error, results } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find((result) => result.status === 'Error')?.migrationName;
  throw new Error(`The database could not be brought up to date${failed === undefined ? '' : ` (migration ${failed})`}.`, { cause: error });
}

async function refuseOldServer(db: Db): Promise<void> {
  const { rows } = await sql<{ version: string }>`select current_setting('server_version_num') as version`.execute(db);
  const major = Math.floor(Number(rows[0]?.version) / 10_000);
  if (major < minimumVersion)
    throw new StartError(`The database server is PostgreSQL ${major}; Rolewright needs ${minimumVersion} or newer.`);
}
