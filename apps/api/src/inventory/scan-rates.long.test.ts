import type { Scan } from '@rolewright/shared/inventory/scan.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed, scanEnded } from '../testing/scans.ts';

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ rates: 'published', share: 1 });
});
afterAll(() => console.close());

test('D-80: two scans of one AWS account at the same time draw from one limiter, and AWS refuses nothing for its rate', async () => {
  const { id, regions } = await accountNamed(console, 'sandbox');
  // Registered twice, as two teams may do it.
  const access = { kind: 'sandbox', awsAccountId: '560921689673' };
  const twin = await console.call<{ id: string }>('/api/accounts', { body: { name: 'twin', access, regions } });
  expect(twin.status, twin.text).toBe(201);
  const started = await Promise.all([id, twin.body.id].map((one) => console.call<Scan>(`/api/accounts/${one}/scans`, { method: 'POST' })));
  const scans = await Promise.all(started.map((one) => scanEnded(console, one.body.id)));
  expect(scans.map((scan) => scan.state)).toEqual(['complete', 'complete']);
  expect(scans.map((scan) => scan.progress.throttles)).toEqual([0, 0]);
  expect(scans.every((scan) => scan.progress.seen === scan.progress.toSee && scan.progress.seen > 150)).toBe(true);
}, 120_000);
