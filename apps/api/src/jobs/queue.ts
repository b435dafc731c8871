import { randomUUID } from 'node:crypto';
import type { Secret } from '@rolewright/shared/secret.ts';
import type { Transaction } from 'kysely';
import { fromKysely, type Job, PgBoss } from 'pg-boss';
import type { Database } from '../store/schema.ts';
import { type JobClaims, openJobClaims } from './claims.ts';

/**
 * Does one job. It must bear being called again with the same data (the process may have died in the middle, D-22). When `signal` aborts
 * it stops at the next safe point; the job is then taken up again, by this or another process.
 */
export type JobHandler<Data extends object> = (data: Data, signal: AbortSignal) => Promise<void>;

export interface SendOptions {
  /** At most one job of this key waits and at most one is at work; a further one is dropped, because the waiting one sees the same state. */
  singletonKey?: string;
  /** The job exists if and only if this transaction commits. */
  transaction?: Transaction<Database>;
}

/** Background work in PostgreSQL, delivered at least once. */
export interface Queue {
  /** Starts to take jobs of this name, `concurrency` at a time in this process (default 2). Several processes share the work. */
  work<Data extends object>(name: string, handler: JobHandler<Data>, options?: { concurrency?: number }): Promise<void>;
  /** Puts a job into the queue; resolves to its id, or to null when one of the same `singletonKey` waits already. */
  send(name: string, data: object, options?: SendOptions): Promise<string | null>;
  /** Aborts the handlers at work, waits for them (10 s at most) and closes. What is unfinished is taken up by the next process. */
  stop(): Promise<void>;
}

/** A handler that fails is called again a second later, this often; then the job is kept as failed for a week. */
const retry = { retryLimit: 100, retryDelay: 1 };
const sweepEveryMs = 1000;
const stopWithinMs = 10_000;

/**
 * Opens the queue in the database at `url`, creating its tables (schema `pgboss`) where missing.
 * @param onError told of failures in the background: the database unreachable, a handler that threw
 */
export async function openQueue({ url, onError = () => {} }: { url: Secret<string>; onError?: (error: unknown) => void }): Promise<Queue> {
  const boss = new PgBoss({
    connectionString: url.reveal(),
    application_name: 'rolewright-queue',
    max: 4,
    schedule: false,
    // Lost workers are found by `claims`; the monitor is for jobs beyond their longest time.
    monitorIntervalSeconds: 10,
    superviseIntervalSeconds: 10,
    registerInstance: false,
  });
  boss.on('error', onError);
  await boss.start();
  const claims = openJobClaims(url);
  const stopping = new AbortController();
  const queues = new Map<string, Promise<void>>();
  const worked = new Set<string>();

  function ensureQueue(name: string): Promise<void> {
    // `stately`: per key one job waiting and one at work. Longest time at work: 24 hours, pg-boss's own limit.
    const made = queues.get(name) ?? boss.createQueue(name, { policy: 'stately', expireInSeconds: 24 * 60 * 60, ...retry });
    queues.set(name, made);
    made.catch(() => queues.delete(name));
    return made;
  }
  async function sweep(): Promise<void> {
    for (const job of await claims.orphans([...worked])) await boss.fail(job.name, job, { message: 'the worker is gone' });
  }
  const sweeper = setInterval(() => sweep().catch(onError), sweepEveryMs);

  return {
    async work(name, handler, { concurrency = 2 } = {}) {
      await ensureQueue(name);
      worked.add(name);
      await sweep();
      await boss.work(name, { localConcurrency: concurrency, pollingIntervalSeconds: 0.5 }, async ([job]: Job[]) => {
        if (job === undefined) return;
        try {
          await whileHeld(claims, job, (lost) => handler(job.data as never, AbortSignal.any([job.signal, lost, stopping.signal])));
        } catch (error) {
          if (!stopping.signal.aborted) onError(error);
          throw error;
        }
        // A handler may well return when told to stop; whether it was done is not known, so the job stays.
        stopping.signal.throwIfAborted();
      });
    },
    async send(name, data, { singletonKey = randomUUID(), transaction } = {}) {
      await ensureQueue(name);
      return await boss.send(name, data, { singletonKey, ...(transaction === undefined ? {} : { db: fromKysely(transaction) }) });
    },
    async stop() {
      clearInterval(sweeper);
      stopping.abort(new Error('the console is stopping'));
      await boss.stop({ graceful: true, timeout: stopWithinMs });
      await claims.close();
    },
  };
}

/** Runs `handler` while this process holds the job; throws when it is another's. */
async function whileHeld(claims: JobClaims, job: Job, handler: (lost: AbortSignal) => Promise<void>): Promise<void> {
  const lost = await claims.hold(job);
  if (lost === null) throw new Error(`job ${job.id} is at work elsewhere`);
  try {
    await handler(lost);
    lost.throwIfAborted();
  } finally {
    await claims.release(job);
  }
}
