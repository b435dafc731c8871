import type { Secret } from '@rolewright/shared/secret.ts';
import pg from 'pg';

/** One claimed job, as the queue's table knows it. */
export interface ClaimedJob {
  id: string;
  name: string;
  retryCount: number;
}

/**
 * Says which jobs at work have a living worker. Each job holds a PostgreSQL session lock on one connection of its process: when the
 * process dies the server drops the connection and with it the lock, at once and without any clock, and another process may take over.
 */
export interface JobClaims {
  /**
   * Takes the job's lock; null when another process holds it, or when the job was given to another worker before the lock was taken.
   * The signal aborts when the lock is lost while the job is at work.
   */
  hold(job: ClaimedJob): Promise<AbortSignal | null>;
  release(job: ClaimedJob): Promise<void>;
  /** Jobs of these queues that count as at work although no process holds their lock. */
  orphans(queues: string[]): Promise<ClaimedJob[]>;
  close(): Promise<void>;
}

/** First half of the lock's key; the second is a hash of the job's id. Any number that nothing else in this database uses. */
const lockSpace = 0x726f6c65;
/** Between taking a job and taking its lock lie a few milliseconds, in which it is nobody's orphan. */
const graceSeconds = 2;

const orphansSql = `
  select id, name, retry_count as "retryCount" from pgboss.job
  where state = 'active' and name = any($1) and started_on < now() - interval '${graceSeconds} seconds'
    and not exists (
      select from pg_locks
      where locktype = 'advisory' and granted and objsubid = 2
        and database = (select oid from pg_database where datname = current_database())
        and classid = ${lockSpace}::oid and objid = (hashtext(job.id::text)::bigint & 4294967295)::oid
    )`;

/** Opens the claims of this process. The server must keep sessions apart: a pooler in transaction mode does not. */
export function openJobClaims(url: Secret<string>): JobClaims {
  const held = new Map<string, AbortController>();
  let connection: Promise<pg.Client> | undefined;

  function lost(): void {
    connection = undefined;
    for (const controller of held.values()) controller.abort(new Error('the connection that holds the job was lost'));
    held.clear();
  }
  async function connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: url.reveal(),
      application_name: 'rolewright-claims',
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      // A worker's machine that vanishes without a word is noticed by the server within half a minute.
      options: '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3',
    });
    client.on('error', lost);
    client.on('end', lost);
    await client.connect();
    return client;
  }
  function session(): Promise<pg.Client> {
    connection ??= connect().catch((error: unknown) => {
      connection = undefined;
      throw error;
    });
    return connection;
  }

  return {
    async hold(job) {
      const client = await session();
      const locked = await client.query(`select pg_try_advisory_lock(${lockSpace}, hashtext($1)) as held`, [job.id]);
      if (locked.rows[0]?.held !== true) return null;
      const controller = new AbortController();
      held.set(job.id, controller);
      const { rowCount } = await client.query(`select from pgboss.job where id = $1 and state = 'active' and retry_count = $2`, [
        job.id,
        job.retryCount,
      ]);
      if (rowCount === 1) return controller.signal;
      await this.release(job);
      return null;
    },
    async release(job) {
      if (!held.delete(job.id)) return;
      const client = await session();
      await client.query(`select pg_advisory_unlock(${lockSpace}, hashtext($1))`, [job.id]);
    },
    async orphans(queues) {
      const client = await session();
      const { rows } = await client.query<ClaimedJob>(orphansSql, [queues]);
      return rows;
    },
    async close() {
      const client = await connection?.catch(() => undefined);
      held.clear();
      await client?.end();
    },
  };
}
