import { randomBytes } from 'node:crypto';
import { Secret } from '@rolewright/shared/secret.ts';
import pg from 'pg';
import { type Db, openDatabase } from '../database.ts';
import { startEmbeddedPostgres } from '../embedded-postgres.ts';
import { migrate } from '../migrate.ts';

export interface TestDatabase {
  db: Db;
  /** For a queue, or another process, on the same database. */
  url: Secret<string>;
  /** Closes the pool and drops the database, whoever is still connected. */
  close(): Promise<void>;
}

/**
 * Gives a test file a database of its own, migrated (or empty), on the one real server that all files of a run share.
 * Usage: `const { db, close } = await openTestDatabase(); afterAll(close);`
 */
export async function openTestDatabase({ migrated = true }: { migrated?: boolean } = {}): Promise<TestDatabase> {
  const dataDir = process.env.ROLEWRIGHT_TEST_DATA_DIR;
  if (dataDir === undefined)
    throw new Error('Run tests through vitest with the configuration of the repository: it names the shared server.');
  const server = await startEmbeddedPostgres({ dataDir, maxConnections: 300 });
  const name = `test_${randomBytes(8).toString('hex')}`;
  await onServer(server.url, `create database ${name}`);
  const url = new Secret(server.url.reveal().replace(/\/postgres$/, `/${name}`));
  const db = openDatabase(url);
  if (migrated) await migrate(db);
  return {
    db,
    url,
    async close() {
      await db.destroy();
      await onServer(server.url, `drop database ${name} with (force)`);
    },
  };
}

async function onServer(url: Secret<string>, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url.reveal() });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
