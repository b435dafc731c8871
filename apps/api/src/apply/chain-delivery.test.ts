import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { askForChain, dataId, homeId, link, roleArn } from '../testing/chains.ts';
import { deliveredAndUsed, executionRole } from '../testing/delivered.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { scanBothAccounts } from '../testing/scans.ts';

// More in chain-delivery.long.test.ts.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let console: TestConsole;
let reader: string;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty' });
  reader = await executionRole(console, 'AppExecution');
  await scanBothAccounts(console);
});
afterAll(() => console.close());

const role1 = { create: { name: 'role1' } };
const role2Arn = roleArn(dataId, 'role2');
const inSecret = () => ({ store: 'secrets-manager' as const, name: 'uploader/chain', readers: [reader] });

test('A7 A8 A11 D-11: a secret is made within the run; one role reads exactly it, and a task started with it assumes role2', () =>
  deliveredAndUsed(console, inSecret(), 'secretsmanager:GetSecretValue'));

test.each<[string, object, string, RegExp]>([
  ['nobody to read it', { readers: [] }, 'readers', /must name a role/],
  ['a reader of another account', { readers: [role2Arn] }, 'readers.0', new RegExp(`a role of account ${homeId}`)],
  ['a name that looks like an ARN’s end', { name: 'app-abcdef' }, 'name', /six characters/],
  ['a user’s place of execution', { runsOn: 'environment' }, 'runsOn', /ecs-task or ec2-instance.*D-08/],
  ['a Region that the account does not have', { region: 'sa-east-1' }, 'region', /must be a Region of the account/],
  ['a workload that is not there', { workloadId: 'w-none' }, 'workloadId', /there is no workload w-none/],
])('bad input is answered by its field: %s', async (_what, change, field, message) => {
  const { status, body } = await askForChain(console, role1, [link('role2')], { delivery: { ...inSecret(), ...change } });
  expect(status).toBe(400);
  expect(body.fields).toEqual([{ field: `inputs.delivery.${field}`, message: expect.stringMatching(message) }]);
});
