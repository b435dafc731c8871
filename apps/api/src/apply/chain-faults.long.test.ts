import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { changes, expectUndone, expectWhole, fresh, play, sentTwice, type Trial } from '../testing/chain-trials.ts';
import { link, planChain } from '../testing/chains.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { control, runUntil, startRun } from '../testing/runs.ts';
import { scanBothAccounts } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

/** A fault that no call of the run meets. */
const undisturbed: Trial = { operation: 'DeleteRole', accountId: '', when: 'before', nth: 1 };

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty' });
  await scanBothAccounts(console);
});
afterAll(() => console.close());

test('the matrix holds every changing call of the run', async () => {
  await fresh(console);
  const run = await play(console, undisturbed, { latencyMs: 1 });
  expect(run.journal.filter((line) => line.event === 'done' && line.call !== null).map((line) => line.call)).toEqual(
    changes.map((change) => `iam:${change.operation}`),
  );
});

test('B3: a chain that cannot be read back for a while is not said to be as planned before it is read', async () => {
  await fresh(console);
  // Nothing but the reading back asks for a role that the run itself made.
  const plan = await planChain(console, { create: { name: 'role1' } }, [link('role2')]);
  const { id } = await startRun(console, plan);
  await console.setFaults([{ service: 'iam', operation: 'GetRole', code: 'AccessDenied', principal: 'RolewrightReader', times: 2 }]);
  const run = await runUntil(console, id);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  const waited = run.journal.filter(({ event, stepId }) => event === 'waiting' && stepId === plan.steps.at(-1)?.id);
  expect(waited.map(({ message }) => message).join()).toContain('iam:GetRole was denied');
});

for (const operation of ['UpdateAssumeRolePolicy', 'DeleteRolePolicy', 'DeleteRole']) {
  for (const when of ['before', 'after'] as const) {
    test(`B3 D-22: the answer to ${operation} is lost ${when} it is carried out in a roll-back: both accounts are as they were`, async () => {
      const before = await fresh(console);
      const run = await play(console, undisturbed, { latencyMs: 1 });
      await console.setFaults([{ service: 'iam', operation, when, dropAnswer: true, times: 1, principal: 'RolewrightOperator' }]);
      await expectUndone(console, run.id, before);
    });
  }
}

for (const change of changes) {
  const name = `${change.operation} ${change.nth} in ${change.accountId}`;
  for (const when of ['before', 'after'] as const) {
    test(`B3 D-22: the answer to ${name} is lost ${when} it is carried out: the chain is whole, nothing is sent twice`, async () => {
      await fresh(console);
      const run = await play(console, { ...change, when }, { dropAnswer: true });
      expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
      expect(sentTwice(run)).toEqual([]);
      await expectWhole(console);
    });
  }
  test(`B3: ${name} is refused: undone, both accounts are as they were`, async () => {
    const before = await fresh(console);
    const stuck = await play(console, { ...change, when: 'before' }, { code: 'AccessDenied' });
    expect(stuck).toMatchObject({ state: 'failed', actions: ['resume', 'roll-back'] });
    await expectUndone(console, stuck.id, before);
  });
  test(`B3: ${name} is refused: resumed, the chain is whole, and can still be undone`, async () => {
    const before = await fresh(console);
    const stuck = await play(console, { ...change, when: 'before' }, { code: 'AccessDenied' });
    await control(console, stuck.id, 'resume');
    expect((await runUntil(console, stuck.id)).state).toBe('succeeded');
    await expectWhole(console);
    await expectUndone(console, stuck.id, before);
  });
}
