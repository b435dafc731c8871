import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { expectUndone, sentTwice } from '../testing/chain-trials.ts';
import { dataId, homeId } from '../testing/chains.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { expectChanged, freshForChange, playChange, policyCalls } from '../testing/policy-change-trials.ts';
import { control, runUntil } from '../testing/runs.ts';
import { scanBothAccounts } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

/** A fault that no call of the run meets. */
const undisturbed = { operation: 'DeleteRole', accountId: homeId };

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty' });
  await scanBothAccounts(console);
});
afterAll(() => console.close());

test('the matrix holds every changing call of the run', async () => {
  await freshForChange(console);
  const run = await playChange(console, undisturbed, { latencyMs: 1 });
  expect(run.journal.filter((line) => line.event === 'done' && line.call !== null).map((line) => line.call)).toEqual(
    policyCalls.map(({ operation }) => `iam:${operation}`),
  );
});

/** The calls of a roll-back, last change first. */
const undoing = [
  ['AttachUserPolicy', homeId],
  ['PutRolePolicy', homeId],
  ['UpdateAssumeRolePolicy', dataId],
  ['DetachUserPolicy', homeId],
  ['DetachRolePolicy', homeId],
  ['DeleteUserPolicy', homeId],
  ['DeleteRolePolicy', homeId],
  ['DeletePolicy', homeId],
] as const;
for (const [operation, accountId] of undoing) {
  for (const when of ['before', 'after'] as const) {
    test(`D-22: the answer to ${operation} is lost ${when} it is carried out in a roll-back: both accounts are as they were`, async () => {
      const before = await freshForChange(console);
      const run = await playChange(console, undisturbed, { latencyMs: 1 });
      const principal = `${accountId}:assumed-role/RolewrightOperator`;
      await console.setFaults([{ service: 'iam', operation, when, dropAnswer: true, times: 1, principal }]);
      await expectUndone(console, run.id, before);
    });
  }
}

for (const call of policyCalls) {
  for (const when of ['before', 'after'] as const) {
    test(`D-22: the answer to ${call.operation} is lost ${when} it is carried out: all is as planned, nothing is sent twice`, async () => {
      await freshForChange(console);
      const run = await playChange(console, call, { when, dropAnswer: true });
      expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
      expect(sentTwice(run)).toEqual([]);
      expectChanged(console);
    });
  }
  test(`${call.operation} is refused: undone, both accounts are as they were`, async () => {
    const before = await freshForChange(console);
    const stuck = await playChange(console, call, { when: 'before', code: 'AccessDenied' });
    expect(stuck).toMatchObject({ state: 'failed', actions: ['resume', 'roll-back'] });
    await expectUndone(console, stuck.id, before);
  });
  test(`${call.operation} is refused: resumed, all is as planned, and can still be undone`, async () => {
    const before = await freshForChange(console);
    const stuck = await playChange(console, call, { when: 'before', code: 'AccessDenied' });
    await control(console, stuck.id, 'resume');
    expect((await runUntil(console, stuck.id)).state).toBe('succeeded');
    expectChanged(console);
    await expectUndone(console, stuck.id, before);
  });
}
