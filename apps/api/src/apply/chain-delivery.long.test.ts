import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import { link, planChain } from '../testing/chains.ts';
import { deliveredAndUsed, executionRole, rolledBack, storedValue, succeeded } from '../testing/delivered.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { checkOf, control, runUntil, startRun } from '../testing/runs.ts';
import { accountNamed, scanBothAccounts } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let console: TestConsole;
let reader: string;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty' });
});
beforeEach(async () => {
  const { id } = await accountNamed(console, 'sandbox');
  await console.call(`/api/accounts/${id}/reset-sandbox`, { method: 'POST' });
  reader = await executionRole(console, 'AppExecution');
  await scanBothAccounts(console);
});
afterEach(() => console.setFaults([]));
afterAll(() => console.close());

const role1 = { create: { name: 'role1' } };
const inSecret = () => ({ store: 'secrets-manager' as const, name: 'uploader/chain', readers: [reader] });
const inParameter = () => ({ store: 'ssm' as const, name: '/uploader/chain', readers: [reader] });

test('A7 A8 A11 D-11: a parameter is made within the run; one role reads exactly it, and a task started with it assumes role2', () =>
  deliveredAndUsed(console, inParameter(), 'ssm:GetParameters'));

test.each([
  ['CreateSecret', 'secretsmanager', inSecret],
  ['PutParameter', 'ssm', inParameter],
] as const)(
  'B3 D-22: the answer of %s is lost: what was made is found by its name and tag, once, and undone',
  async (operation, service, delivery) => {
    const plan = await planChain(console, role1, [link('role2')], { delivery: delivery() });
    await console.setFaults([{ service, operation, when: 'after', dropAnswer: true, times: 1 }]);
    const run = await succeeded(console, plan);
    expect(run.journal.find(({ event, stepId }) => event === 'found' && stepId === 'store-1')?.message).toContain(
      'carries this plan’s tag',
    );
    expect(storedValue(console, delivery().name)).toContain('external_id = ');
    const back = await rolledBack(console, run);
    expect(back.journal.some(({ message }) => /name is free again|Deleted the parameter/.test(message))).toBe(true);
    // The name can be used at once.
    expect(checkOf(await planChain(console, role1, [link('role2')], { delivery: delivery() }), 'store-name').verdict).toBe('pass');
  },
);

test('D-51: a roll-back leaves a parameter into which somebody has put another value since; nobody could restore it', async () => {
  const run = await succeeded(console, await planChain(console, role1, [link('role2')], { delivery: inParameter() }));
  const theirs = { Name: inParameter().name, Value: 'what somebody else needs', Overwrite: true };
  await administratorOf(console).ssm.send(new PutParameterCommand(theirs));
  const back = await rolledBack(console, run);
  expect(back.journal.some(({ message }) => /Left as it is: somebody has put another value into the parameter/.test(message))).toBe(true);
  expect(storedValue(console, inParameter().name)).toBe('what somebody else needs');
});

test('B3: refused at the secret, the run waits: resumed it is whole, and a name that was taken meanwhile stops it', async () => {
  const plan = await planChain(console, role1, [link('role2')], { delivery: inSecret() });
  await console.setFaults([{ service: 'secretsmanager', operation: 'CreateSecret', code: 'AccessDeniedException', times: 1 }]);
  const stuck = await runUntil(console, (await startRun(console, plan)).id);
  expect(stuck).toMatchObject({ state: 'failed', actions: ['resume', 'roll-back'] });
  await control(console, stuck.id, 'resume');
  expect((await runUntil(console, stuck.id)).state).toBe('succeeded');
  const second = await planChain(console, { create: { name: 'other1' } }, [link('other2')], { delivery: inSecret() });
  expect(second.blockedBy).toEqual(['store-name']);
});
