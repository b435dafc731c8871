import { randomUUID } from 'node:crypto';
import type { Secret } from '@rolewright/shared/secret.ts';
import type { Transaction } from 'kysely';
import { fromKysely, type JobWithMetadata, PgBoss } from 'pg-boss';
import type { Database } from '../store/schema.ts';
import { type JobClaims, openJobClaims } from './claims.ts';

/** Does one job. Must bear being called again with the same data; when `signal` aborts it stops at the next safe point and throws or returns. */
export type JobHandler<Data extends object> = (data: Data, signal: AbortSignal) => Promise<void>;

export interface SendOptions {
  /** At most one job with this key waits and at most one is at work; a second one waiting is dropped, because the first will see the same state. */
  singletonKey?: string;
  /** The job exists if and only if this transaction commits. */
  transaction?: Transaction<Database>;
}

export interface Queue {
  /** Starts to take jobs of this name, `concurrency` at a time in this process (default 2). Several processes share the work. */
  work<Data extends object>(name: string, handler: JobHandler<Data>, options?: { concurrency?: number }): Promise<void>;
  /** Puts a job into the queue; resolves to its id, or to null when one with the same `singletonKey` waits already. */
  send(name: string, data: object, options?: SendOptions): Promise<string | null>;
  /** Aborts the handlers at work, waits for them (10 s at most) and closes; what is unfinished is taken up by the next process. */
  stop(): Promise<void>;
}
