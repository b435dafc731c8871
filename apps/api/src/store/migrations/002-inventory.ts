import { type Kysely, sql } from 'kysely';

/** Accounts, scans, and what they found. All of it goes with its account; proofs stay with the workload's id. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table account (
    id text primary key,
    name text not null unique,
    access jsonb not null,
    regions jsonb not null,
    endpoint_url text,
    kind text not null,
    aws_account_id text,
    partition text,
    identity_arn text,
    identity_at timestamptz,
    warning text,
    created_at timestamptz not null default now()
  )`.execute(db);

  await sql`create table scan (
    id text primary key,
    account_id text not null references account on delete cascade,
    state text not null,
    regions jsonb not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    started_by text not null,
    progress jsonb not null,
    coverage jsonb not null,
    error text,
    cancel_requested boolean not null default false,
    version integer not null default 1,
    workloads integer,
    with_keys integer
  )`.execute(db);
  await sql`create unique index scan_one_running on scan (account_id) where state = 'running'`.execute(db);
  await sql`create index scan_account on scan (account_id, started_at)`.execute(db);

  await sql`create table revision (
    account_id text not null references account on delete cascade,
    arn text not null,
    region text not null,
    family text not null,
    revision integer not null,
    status text not null,
    listed_by text not null,
    document jsonb,
    tags jsonb,
    findings jsonb,
    holds boolean not null default false,
    unread text,
    primary key (account_id, arn)
  )`.execute(db);
  await sql`create index revision_family on revision (account_id, region, family, revision)`.execute(db);
  await sql`create index revision_holds on revision (account_id, region) where holds`.execute(db);
  await sql`create index revision_open on revision (account_id, region, listed_by) where document is null`.execute(db);

  await sql`create table workload (
    id text primary key,
    account_id text not null references account on delete cascade,
    region text not null,
    kind text not null,
    name text not null,
    cluster text not null,
    state text not null,
    managed_elsewhere boolean not null,
    family text not null,
    key_ids text[] not null,
    residues integer not null,
    running_count integer not null,
    checked_at timestamptz not null,
    body jsonb not null,
    detail jsonb not null
  )`.execute(db);
  await sql`create index workload_account on workload (account_id, region)`.execute(db);

  await sql`create table finding (
    id text primary key,
    account_id text not null references account on delete cascade,
    region text not null,
    workload_id text,
    kind text not null,
    standing text not null,
    certainty text not null,
    key_id text,
    family text not null,
    revision integer not null,
    container text not null,
    variable text not null,
    found_at timestamptz not null,
    body jsonb not null
  )`.execute(db);
  await sql`create index finding_account on finding (account_id, region)`.execute(db);
  await sql`create index finding_workload on finding (workload_id)`.execute(db);
  await sql`create index finding_key on finding (key_id)`.execute(db);

  await sql`create table access_key (
    account_id text not null references account on delete cascade,
    key_id text not null,
    owner text not null,
    places integer not null,
    places_in_use integer not null,
    last_used_at timestamptz,
    checked_at timestamptz not null,
    body jsonb not null,
    primary key (account_id, key_id)
  )`.execute(db);

  await sql`create table role (
    account_id text not null references account on delete cascade,
    arn text not null,
    name text not null,
    trusts_ecs_tasks boolean not null,
    last_used_at timestamptz,
    checked_at timestamptz not null,
    body jsonb not null,
    primary key (account_id, arn)
  )`.execute(db);

  await sql`create table workload_proof (
    workload_id text not null,
    task_definition_arn text not null,
    role_arn text not null,
    verified_at timestamptz not null,
    primary key (workload_id, task_definition_arn)
  )`.execute(db);
}
