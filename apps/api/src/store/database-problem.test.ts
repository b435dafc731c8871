import { Secret } from '@rolewright/shared/secret.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openQueue } from '../jobs/queue.ts';
import { StartError } from '../start-error.ts';
import { openDatabase } from './database.ts';
import { inPlainWords } from './database-problem.ts';
import { migrate } from './migrate.ts';
import { openTestDatabase, type TestDatabase } from './testing/database.ts';

const weak = `weak_${process.pid}`;
let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase({ migrated: false });
  await sql.raw(`create role ${weak} login password 'hunter2'`).execute(database.db);
});
afterAll(async () => {
  await sql.raw(`drop role ${weak}`).execute(database.db);
  await database.close();
});

function urlWith(change: (url: URL) => void): Secret<string> {
  const url = new URL(database.url.reveal());
  change(url);
  return new Secret(url.href);
}

test.each([
  ['a wrong password', (url: URL) => Object.assign(url, { password: 'hunter2' }), 'does not take the user and password'],
  ['a database that is not there', (url: URL) => Object.assign(url, { pathname: '/none' }), 'does not exist on its server'],
  ['a port where nobody answers', (url: URL) => Object.assign(url, { port: '1' }), 'cannot be reached (ECONNREFUSED)'],
  ['TLS asked of a server without', (url: URL) => url.searchParams.set('sslmode', 'verify-full'), 'speaks no TLS'],
  [
    'a user who may not create tables',
    (url: URL) => Object.assign(url, { username: weak, password: 'hunter2' }),
    'may not create schemas and tables',
  ],
])('%s is a sentence for who set DATABASE_URL, without its password', async (_name, change, sentence) => {
  const url = urlWith(change);
  const db = openDatabase(url);
  const refusal = await inPlainWords(() => migrate(db)).catch((error: unknown) => error);
  await db.destroy();
  expect(refusal).toBeInstanceOf(StartError);
  expect((refusal as Error).message).toContain(sentence);
  expect((refusal as Error).message).not.toContain('hunter2');
});

test('the queue, too, says that it may not make its tables', async () => {
  const url = urlWith((url) => Object.assign(url, { username: weak, password: 'hunter2' }));
  await expect(inPlainWords(() => openQueue({ url }))).rejects.toThrow('may not create schemas and tables');
});

test('anything else stays what it is', async () => {
  const fault = new Error('a mistake of ours');
  await expect(inPlainWords(() => Promise.reject(fault))).rejects.toBe(fault);
});
