import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { openTestDatabase, type TestDatabase } from './testing/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase({ migrated: false });
});
afterAll(() => database.close());

test('two processes that migrate an empty database at once both succeed, and every migration has run once', async () => {
  const other = openDatabase(database.url);
  await Promise.all([migrate(database.db), migrate(other)]);
  await other.destroy();
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(database.db);
  expect(rows.map((row) => row.name)).toEqual(Object.keys(migrations));
});

test('migrations run in the order of their names', () => {
  expect(Object.keys(migrations)).toEqual(Object.keys(migrations).sort());
});

test('migrating again changes nothing', async () => {
  await expect(migrate(database.db)).resolves.toBeUndefined();
});

test.each([
  ['update', sql`update audit set action = 'nothing happened'`],
  ['delete', sql`delete from audit`],
  ['truncate', sql`truncate audit`],
])('the audit is append-only: %s is refused', async (_verb, statement) => {
  await database.db
    .insertInto('audit')
    .values({ actor: 'operator', action: 'run.start', target: 'run_1', account_id: null, summary: 'x', detail: '{}', request_id: null })
    .execute();
  await expect(statement.execute(database.db)).rejects.toThrow('append-only');
});

test('jsonb and times come back as values', async () => {
  await database.db
    .insertInto('setting')
    .values({ key: 'k', value: JSON.stringify([1, { a: 'b' }]) })
    .execute();
  const row = await database.db.selectFrom('setting').selectAll().executeTakeFirstOrThrow();
  expect(row).toEqual({ key: 'k', value: [1, { a: 'b' }] });
  const expires = new Date('2026-01-02T03:04:05.678Z');
  await database.db.insertInto('session').values({ id_hash: 'h', expires_at: expires }).execute();
  expect((await database.db.selectFrom('session').selectAll().executeTakeFirstOrThrow()).expires_at).toEqual(expires);
});
