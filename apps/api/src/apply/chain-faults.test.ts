import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { changes, expectUndone, expectWhole, fresh, play, sentTwice } from '../testing/chain-trials.ts';
import { dataId } from '../testing/chains.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { control, runUntil } from '../testing/runs.ts';
import { scanBothAccounts } from '../testing/scans.ts';

// A sample of chain-faults.long.test.ts.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty' });
  await scanBothAccounts(console);
});
afterAll(() => console.close());

test('B3 D-22: the answer to the first half’s last call is lost; it is found by reading, and the chain is whole', async () => {
  await fresh(console);
  const run = await play(console, { operation: 'CreateRole', accountId: dataId, when: 'after', nth: 1 }, { dropAnswer: true });
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  expect(run.journal.some((line) => line.event === 'found')).toBe(true);
  expect(sentTwice(run)).toEqual([]);
  await expectWhole(console);
});

test('B3: a refusal after the first half leaves a run that says so and waits: resumed, the chain is whole', async () => {
  await fresh(console);
  const stuck = await play(console, { operation: 'CreateRole', accountId: dataId, when: 'before', nth: 1 }, { code: 'AccessDenied' });
  expect(stuck).toMatchObject({ state: 'failed', actions: ['resume', 'roll-back'] });
  expect(stuck.error?.meaning).toContain('It is not whole');
  await control(console, stuck.id, 'resume');
  expect((await runUntil(console, stuck.id)).state).toBe('succeeded');
  await expectWhole(console);
});

test('B3 D-51: a refusal at the last door, then roll back: both accounts are as they were, byte by byte', async () => {
  const before = await fresh(console);
  const refused = { operation: 'UpdateAssumeRolePolicy', accountId: dataId, when: 'before', nth: 1 } as const;
  const stuck = await play(console, refused, { code: 'AccessDenied' });
  expect(stuck.state).toBe('failed');
  expect(stuck.steps.filter((step) => step.state === 'done').length).toBe(changes.length - 1);
  await expectUndone(console, stuck.id, before);
});
