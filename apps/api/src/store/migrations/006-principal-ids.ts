import { type Kysely, sql } from 'kysely';

/** Unique ids of users and roles with the ARN that a scan saw them under; they outlive what they name (D-47), and go with their account. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table principal_id (
    account_id text not null references account on delete cascade,
    unique_id text not null,
    arn text not null,
    primary key (account_id, unique_id)
  )`.execute(db);
  await sql`insert into principal_id (account_id, unique_id, arn)
    select distinct on (account_id, body ->> 'uniqueId') account_id, body ->> 'uniqueId', arn from principal`.execute(db);
}
