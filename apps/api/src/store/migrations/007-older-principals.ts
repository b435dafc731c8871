import { type Kysely, sql } from 'kysely';

/** A user or role that could not be read again after a run changed it: its row stays and says that it is older, and why. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table principal add column unread text, add column tried_at timestamptz`.execute(db);
}
