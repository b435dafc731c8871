import { type Kysely, sql } from 'kysely';

/** What STS answered when a chain's truth table was tried last; it goes with its plan. Neither credentials nor external ids are in it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table observed_truth (
    plan_id text primary key references plan on delete cascade,
    observed_at timestamptz not null,
    body jsonb not null
  )`.execute(db);
}
