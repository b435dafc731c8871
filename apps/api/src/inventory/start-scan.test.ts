import type { Problem } from '@rolewright/shared/error.ts';
import type { Scan } from '@rolewright/shared/inventory/scan.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed } from '../testing/scans.ts';

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty', works: false });
});
afterAll(() => console.close());

test('of many starts at once one scan comes of it; the others are refused with its id, without waiting for each other', async () => {
  const { id } = await accountNamed(console, 'sandbox');
  const answers = await Promise.all(
    Array.from({ length: 60 }, () => console.call<Scan & Problem>(`/api/accounts/${id}/scans`, { method: 'POST' })),
  );
  const started = answers.filter(({ status }) => status === 202);
  expect(started).toHaveLength(1);
  const refused = answers.filter(({ status }) => status === 409);
  expect(refused).toHaveLength(59);
  expect(new Set(refused.map(({ body }) => body.openId))).toEqual(new Set([started[0]?.body.id]));
});
