import type { Secret } from '@rolewright/shared/secret.ts';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from './schema.ts';

export type { Database } from './schema.ts';

export type Db = Kysely<Database>;

/**
 * Opens a pool of connections to a PostgreSQL server, version 14 or newer. Connects at the first query.
 * @param onError told when an idle connection breaks (the server stopped); the pool itself recovers
 */
export function openDatabase(url: Secret<string>, onError: (error: Error) => void = () => {}): Db {
  const pool = new pg.Pool({
    connectionString: url.reveal(),
    // The embedded server allows 40 in all; the queue takes its own, and a second console may attach.
    max: 10,
    connectionTimeoutMillis: 10_000,
    application_name: 'rolewright',
  });
  pool.on('error', onError);
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}
