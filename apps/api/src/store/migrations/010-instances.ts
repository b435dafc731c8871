import { type Kysely, sql } from 'kysely';

/** User data of instances, launch templates and launch configurations, masked; instance profiles; and what rows of before have of neither. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table user_data (
    account_id text not null references account on delete cascade,
    region text not null,
    source text not null,
    id text not null,
    version integer not null,
    name text not null,
    stamp text not null,
    seen_by text not null,
    read_at timestamptz,
    fingerprint text,
    kind text,
    verdict text,
    findings jsonb not null,
    lines jsonb not null,
    launch jsonb,
    unread text,
    primary key (account_id, region, source, id, version)
  )`.execute(db);
  await sql`create table instance_profile (
    account_id text not null references account on delete cascade,
    arn text not null,
    name text not null,
    role_arn text,
    checked_at timestamptz not null,
    primary key (account_id, arn)
  )`.execute(db);
  await sql`update workload set body = body || '{"ec2": null}', detail = detail || '{"ec2Detail": null}'`.execute(db);
}
