import { type Kysely, sql } from 'kysely';

/** Users and roles with their policies, as a scan read them; they go with their account. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table principal (
    account_id text not null references account on delete cascade,
    arn text not null,
    kind text not null,
    name text not null,
    checked_at timestamptz not null,
    body jsonb not null,
    primary key (account_id, arn)
  )`.execute(db);
}
