import { type Kysely, sql } from 'kysely';

/**
 * Plans and runs of recipes that are not about a workload. `subject` is what a plan is about, whatever its recipe: of two drafts for one
 * subject the newer counts, and one run of it may be open.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table plan add column recipe text not null default 'ecs-task-role'`.execute(db);
  await sql`alter table plan alter column recipe drop default`.execute(db);
  for (const table of ['plan', 'run'].map((name) => sql.table(name))) {
    await sql`alter table ${table} alter column workload_id drop not null`.execute(db);
    await sql`alter table ${table} add column subject text`.execute(db);
    await sql`update ${table} set subject = workload_id`.execute(db);
    await sql`alter table ${table} alter column subject set not null`.execute(db);
  }
  await sql`create index plan_subject on plan (subject, created_at)`.execute(db);
  await sql`drop index run_one_open`.execute(db);
  await sql`create unique index run_one_open on run (subject) where state not in ('succeeded', 'rolled-back')`.execute(db);
}
