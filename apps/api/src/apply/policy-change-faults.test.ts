import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { expectUndone, sentTwice } from '../testing/chain-trials.ts';
import { dataId, homeId } from '../testing/chains.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { expectChanged, freshForChange, playChange } from '../testing/policy-change-trials.ts';
import { control, runUntil } from '../testing/runs.ts';
import { accountNamed, scanAccount } from '../testing/scans.ts';

// A sample of policy-change-faults.long.test.ts.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty' });
  for (const name of ['sandbox', 'sandbox-data']) await scanAccount(console, (await accountNamed(console, name)).id);
});
afterAll(() => console.close());

test('D-22: the answer to the trust policy’s call is lost; it is found by reading, and nothing is sent twice', async () => {
  await freshForChange(console);
  const lost = { operation: 'UpdateAssumeRolePolicy', accountId: dataId };
  const run = await playChange(console, lost, { when: 'after', dropAnswer: true });
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  expect(run.journal.some((line) => line.event === 'found')).toBe(true);
  expect(sentTwice(run)).toEqual([]);
  expectChanged(console);
});

test('D-51: a refusal at the last call, then roll back: both accounts are as they were, byte by byte', async () => {
  const before = await freshForChange(console);
  const refused = { operation: 'DetachUserPolicy', accountId: homeId };
  const stuck = await playChange(console, refused, { when: 'before', code: 'AccessDenied' });
  expect(stuck).toMatchObject({ state: 'failed', actions: ['resume', 'roll-back'] });
  await expectUndone(console, stuck.id, before);
});

test('a refusal in the middle, then resume: all is as planned, and can still be undone', async () => {
  const before = await freshForChange(console);
  const refused = { operation: 'AttachUserPolicy', accountId: homeId };
  const stuck = await playChange(console, refused, { when: 'before', code: 'AccessDenied' });
  expect(stuck.error?.meaning).toMatch(/4 of 9 steps/);
  await control(console, stuck.id, 'resume');
  expect((await runUntil(console, stuck.id)).state).toBe('succeeded');
  expectChanged(console);
  await expectUndone(console, stuck.id, before);
});
