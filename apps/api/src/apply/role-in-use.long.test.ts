import { RunInstancesCommand } from '@aws-sdk/client-ec2';
import { AddRoleToInstanceProfileCommand, CreateInstanceProfileCommand } from '@aws-sdk/client-iam';
import { publicImageId } from '@rolewright/sandbox/services/ec2/images.ts';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import { homeId, iamOf, link, planChain, settled } from '../testing/chains.ts';
import { eventually } from '../testing/eventually.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { control, runUntil, startRun } from '../testing/runs.ts';
import { accountNamed, scanBothAccounts } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const [implicit, expansive] = ['builder-implicit', 'builder-expansive'];

let console: TestConsole;
/** The run that made both roles. */
let runId: string;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty' });
  await scanBothAccounts(console);
});
beforeEach(async () => {
  await console.setFaults([]);
  await console.call(`/api/accounts/${(await accountNamed(console, 'sandbox')).id}/reset-sandbox`, { method: 'POST' });
  const plan = await planChain(console, { create: { name: implicit, service: 'ec2' } }, [link(expansive, { accountId: 'sandbox' })]);
  const run = await runUntil(console, (await startRun(console, plan)).id);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  await settled(console);
  runId = run.id;
});
afterAll(() => console.close());

/** Somebody else puts the role into a profile; no scan knows of it. */
async function putIntoProfile(): Promise<void> {
  const { iam } = administratorOf(console);
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'agents' }));
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'agents', RoleName: implicit }));
}

const launch = (): Promise<string> =>
  eventually(async () => {
    const { ec2 } = administratorOf(console);
    const command = new RunInstancesCommand({
      ...{ ImageId: publicImageId('us-east-1', 'al2023'), InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 },
      IamInstanceProfile: { Name: 'agents' },
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'agent' }] }],
    });
    return (await ec2.send(command)).Instances?.[0]?.InstanceId ?? '';
  });

/** Rolls the run back; what was left as it is, and why. */
async function rolledBack(): Promise<string[]> {
  await control(console, runId, 'roll-back');
  const back = await runUntil(
    console,
    runId,
    ({ state, actions }) => state === 'rolled-back' || (state === 'failed' && actions.length === 1),
  );
  expect(back.state, JSON.stringify(back.error)).toBe('rolled-back');
  return back.journal.map(({ message }) => message).filter((message) => message.startsWith('Left as it is:'));
}
const roles = (): string[] => Object.keys(console.sandbox.world.state.accounts[homeId]?.iam.roles ?? {});

test('E16: a role that a profile holds by now is not deleted, though no scan knows the instance that has it; both are named', async () => {
  await putIntoProfile();
  const instanceId = await launch();
  await settled(console);
  const before = iamOf(console);
  const kept = await rolledBack();
  expect(kept.length).toBeGreaterThan(0);
  const why = `Left as it is: the instance profile agents holds ${implicit}, and agent (${instanceId}) in us-east-1 has it.`;
  expect([...new Set(kept)]).toEqual([why]);
  expect(iamOf(console)).toBe(before);
});

test('E16: a profile that no instance has keeps the role too', async () => {
  await putIntoProfile();
  await settled(console);
  expect([...new Set(await rolledBack())]).toEqual([`Left as it is: the instance profile agents holds ${implicit}.`]);
  expect(roles()).toEqual(expect.arrayContaining([implicit, expansive]));
});

test('E16: a role that nobody took up is deleted with the roll-back', async () => {
  expect(await rolledBack()).toEqual([]);
  expect(roles()).not.toContain(implicit);
  expect(roles()).not.toContain(expansive);
});

test('E16: whether a profile holds the role cannot be read: nothing is deleted, and the run says so', async () => {
  await putIntoProfile();
  await settled(console);
  await console.setFaults([{ service: 'iam', operation: 'ListInstanceProfilesForRole', code: 'AccessDenied' }]);
  await control(console, runId, 'roll-back');
  const stuck = await runUntil(console, runId, ({ state, actions }) => state === 'failed' && actions.length === 1);
  expect(stuck.error?.what).toMatch(/Whether builder-\w+ is in use could not be read/);
  expect(roles()).toEqual(expect.arrayContaining([implicit, expansive]));
});
