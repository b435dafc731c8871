import type { Account } from '@rolewright/shared/accounts/account.ts';
import type { Problem } from '@rolewright/shared/error.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty', works: false });
});
afterAll(() => console.close());

const register = (name: string, key: string) =>
  console.call<Account & Problem>('/api/accounts', {
    body: { name, access: { kind: 'ambient' }, regions: ['us-east-1'] },
    headers: { 'idempotency-key': key },
  });

test('the same key gets the same answer, letter by letter, and does nothing again', async () => {
  const first = await register('once', 'key-1');
  const again = await register('once', 'key-1');
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.text).toBe(first.text);
  expect([first.headers.get('idempotency-replayed'), again.headers.get('idempotency-replayed')]).toEqual([null, 'true']);
});

test('a refusal is kept too', async () => {
  const first = await register('once', 'key-2');
  expect(first.status).toBe(409);
  expect((await register('once', 'key-2')).text).toBe(first.text);
});

test('another body with the same key is refused', async () => {
  await register('twice', 'key-3');
  const other = await register('thrice', 'key-3');
  expect([other.status, other.body.code]).toEqual([409, 'conflict']);
});

test('of many at once one works and all get its answer', async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, () => register('crowd', 'key-4')));
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(answers[0]?.status).toBe(201);
});

test('a key belongs to its route', async () => {
  const { body } = await register('routed', 'key-5');
  const scan = await console.call(`/api/accounts/${body.id}/scans`, { method: 'POST', headers: { 'idempotency-key': 'key-5' } });
  expect(scan.status).toBe(202);
});

test.each(['a b', 'x'.repeat(201), 'ü'])('%s is no key', async (key) => {
  const answer = await register('never', key);
  expect([answer.status, answer.body.fields?.[0]?.field]).toEqual([400, 'Idempotency-Key']);
});

test('keys are forgotten after a day', async () => {
  await register('daily', 'key-6');
  await console.deps.db
    .updateTable('idempotency')
    .set({ created_at: new Date(Date.now() - 25 * 3_600_000) })
    .where('key', '=', 'key-6')
    .execute();
  expect((await register('daily', 'key-6')).body.detail).toMatch(/already/);
});
