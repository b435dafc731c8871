import { type Kysely, sql } from 'kysely';

/** Plans, runs and their journal. Nothing here is deleted with an account: it is the record of what was changed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table plan (
    id text primary key,
    account_id text not null,
    region text not null,
    workload_id text not null,
    workload_name text not null,
    state text not null,
    inputs jsonb not null,
    snapshot jsonb not null,
    basis jsonb not null,
    steps jsonb not null,
    checks jsonb not null,
    permissions jsonb not null,
    incomplete jsonb not null,
    created_at timestamptz not null,
    created_by text not null
  )`.execute(db);
  await sql`create index plan_workload on plan (workload_id, created_at)`.execute(db);

  await sql`create table run (
    id text primary key,
    plan_id text not null references plan,
    account_id text not null,
    region text not null,
    workload_id text not null,
    workload_name text not null,
    state text not null,
    verification jsonb,
    started_by text not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    version integer not null default 1
  )`.execute(db);
  // One open run a workload: the second start finds this row, not a race.
  await sql`create unique index run_one_open on run (workload_id)
    where state not in ('succeeded', 'rolled-back')`.execute(db);

  await sql`create table journal (
    run_id text not null references run,
    seq integer not null,
    at timestamptz not null,
    step_id text,
    direction text not null,
    event text not null,
    call text,
    message text not null,
    data jsonb not null,
    aws_request_id text,
    primary key (run_id, seq)
  )`.execute(db);
}
