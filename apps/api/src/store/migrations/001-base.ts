import { type Kysely, sql } from 'kysely';

/** Settings, sign-in, the audit trail, and the answers kept for Idempotency-Key. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table setting (
    key text primary key,
    value jsonb not null
  )`.execute(db);

  await sql`create table session (
    id_hash text primary key,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null
  )`.execute(db);

  await sql`create table sign_in_code (
    code_hash text primary key,
    expires_at timestamptz not null,
    used_at timestamptz
  )`.execute(db);

  await sql`create table audit (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    actor text not null,
    action text not null,
    target text not null,
    account_id text,
    summary text not null default '',
    detail jsonb not null default '{}',
    request_id text
  )`.execute(db);
  await sql`create index audit_account on audit (account_id, id)`.execute(db);
  await sql`create function audit_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'the audit is append-only: % is refused', tg_op;
    end
  $$`.execute(db);
  await sql`create trigger audit_append_only before update or delete or truncate on audit
    for each statement execute function audit_is_append_only()`.execute(db);

  await sql`create table idempotency (
    key text not null,
    route text not null,
    actor text not null,
    request_hash text not null,
    status integer,
    body jsonb,
    created_at timestamptz not null default now(),
    primary key (key, route, actor)
  )`.execute(db);
}
