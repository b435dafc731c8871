import { type Kysely, sql } from 'kysely';

/**
 * Functional probes, as operators define them for a workload. They outlive the workload's row, which scans write anew, and go with the account. No
 * credential is in them (shared/probes/credentials.ts), and no answer.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table probe (
    workload_id text not null,
    name text not null,
    account_id text not null references account on delete cascade,
    first jsonb not null,
    second jsonb,
    version integer not null,
    updated_at timestamptz not null,
    updated_by text not null,
    last_result jsonb,
    primary key (workload_id, name)
  )`.execute(db);
}
