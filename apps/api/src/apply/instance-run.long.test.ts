import { StopInstancesCommand } from '@aws-sdk/client-ec2';
import type { DeliveryAnswer } from '@rolewright/shared/export/delivery.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { dataId, externalIdOf, homeId, iamOf, link, planChain, roleArn, settled } from '../testing/chains.ts';
import { succeeded } from '../testing/delivered.ts';
import { observedCalls } from '../testing/groups.ts';
import { carriedOut, named, rolledBack } from '../testing/instance-runs.ts';
import { ec2Administrator, instanceNamed, launch, machineOf, planInstance, profileOn, untilInState } from '../testing/instances.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { checkOf, runUntil, startRun } from '../testing/runs.ts';
import { scanBothAccounts } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ lives: true });
  await scanBothAccounts(console);
});
afterAll(() => console.close());

test('D14 D-66: document 004’s builder gets its profile, goes on with its key, and is not called verified', async () => {
  const id = instanceNamed(console, 'builder');
  const plan = await planInstance(console, id, named('BuilderRole'));
  expect(checkOf(plan, 'running-programs')).toMatchObject({ verdict: 'unknown' });
  expect(plan.permissions.map(({ action }) => action)).toContain('s3:*');
  const run = await carriedOut(console, plan);
  expect(run.verification).toMatchObject({ state: 'unproven' });
  expect(run.verification.evidence.find(({ claim }) => claim.includes('user data'))).toMatchObject({ state: 'no' });
  await rolledBack(console, run);
  expect(await profileOn(console, id)).toEqual([]);
});

test('E15 D-65: a profile that is there is replaced by its association’s id, and put back', async () => {
  const id = instanceNamed(console, 'metrics-collector');
  const metrics = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'cloudwatch:PutMetricData', Resource: '*' }] };
  const before = machineOf(console, id);
  const plan = await planInstance(console, id, named('CollectorRole', { permissions: { document: metrics } }));
  expect(checkOf(plan, 'current-role-kept').verdict).toBe('pass');
  // Its program keeps the credentials of the old role until they end (D-43), so that nothing shows yet.
  const run = await runUntil(console, (await startRun(console, plan)).id, ({ steps }) => steps.at(-1)?.startedAt !== null);
  expect(await profileOn(console, id)).toContain('CollectorRole associated');
  await rolledBack(console, run);
  expect(machineOf(console, id)).toBe(before);
  expect(await profileOn(console, id)).toContain('metrics-collector associated');
});

test('E15 D-65: on a stopped instance the profile is taken off and attached; undone the same way', async () => {
  const id = await launch(console, 'metrics-collector', 'stopped-collector', { profile: 'metrics-collector' });
  await ec2Administrator(console).send(new StopInstancesCommand({ InstanceIds: [id] }));
  await untilInState(console, id, 'stopped');
  const plan = await planInstance(console, id, named('SecondRole'));
  expect(plan.steps.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['disassociate-instance-profile', 'associate-instance-profile']),
  );
  const second = await carriedOut(console, plan);
  expect(await profileOn(console, id)).toEqual(['SecondRole associated']);
  await rolledBack(console, second);
  expect(await profileOn(console, id)).toEqual(['metrics-collector associated']);
});

test('A1 D-65: the role of Systems Manager is extended, a bare one in its place is refused', async () => {
  const id = instanceNamed(console, 'sales-reports');
  const bare = await planInstance(console, id, named('ReportsRole'));
  expect(bare.blockedBy).toContain('agents-kept');
  const arn = 'arn:aws:iam::560921689673:role/ManagedInstanceRole';
  const plan = await planInstance(console, id, { role: { existing: arn }, profile: { existing: 'ManagedInstanceRole' } });
  expect(plan.blockedBy).toEqual([]);
  expect(plan.steps.map(({ kind }) => kind)).toEqual(['put-role-policy', 'verify-instance']);
  const before = iamOf(console);
  const run = await carriedOut(console, plan);
  expect(await profileOn(console, id)).toEqual(['ManagedInstanceRole associated']);
  await rolledBack(console, run);
  expect(iamOf(console)).toBe(before);
});

test('D13 D-67: key lines leave the user data of a stopped instance, the metadata options change, and a roll-back says what stays', async () => {
  const id = instanceNamed(console, 'archiver');
  const inputs = named('ArchiverRole', { userData: 'remove-keys', metadataOptions: { httpTokens: 'required', hopLimit: 1 } });
  const run = await carriedOut(console, await planInstance(console, id, inputs));
  const { userData, metadataOptions } = JSON.parse(machineOf(console, id));
  expect(Buffer.from(userData, 'base64').toString()).toBe('#!/bin/bash\njava -jar /opt/archiver.jar &\n');
  expect(metadataOptions.httpTokens).toBe('required');
  expect(run.verification.evidence.find(({ claim }) => claim.includes('user data'))).toMatchObject({ state: 'yes' });
  const back = await rolledBack(console, run);
  expect(back.steps.find(({ kind }) => kind === 'remove-user-data-keys')).toMatchObject({ state: 'skipped' });
  expect(JSON.parse(machineOf(console, id)).metadataOptions.httpTokens).toBe('optional');
});

const caller = roleArn(homeId, 'metrics-collector');

/** The AWS config file that the console hands over for the chain, in user data that writes it. */
async function userDataFor(externalId: string): Promise<string> {
  const sessionName = 'metrics-of-the-fleet';
  const links = [{ roleArn: roleArn(dataId, 'role2'), externalId: { value: externalId }, sessionName, durationSeconds: null }];
  const body = { region: 'us-east-1', caller: { kind: 'ec2-instance', accountId: homeId }, links, forms: ['aws-config'] };
  const { body: answer, text } = await console.call<DeliveryAnswer>('/api/export/delivery', { body });
  const [config] = answer.files ?? [];
  if (config === undefined) throw new Error(text);
  return `#!/bin/bash\nmkdir -p ~/.aws\ncat > ~/.aws/config <<'END'\n${config.content}END\n`;
}

test('A1 E4 E11 E15: a chain with an external id that was planned for an instance’s role is walked by its own program, and by none that sends another id', async () => {
  const session = { name: 'metrics-of-the-fleet', enforceName: true };
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'cloudwatch:PutMetricData', Resource: '*' }] };
  const plan = await planChain(console, { roleArn: caller }, [link('role2', { session, permissions: { document } })]);
  expect(plan.blockedBy, JSON.stringify(plan.checks.filter(({ verdict }) => verdict === 'fail'))).toEqual([]);
  await succeeded(console, plan);
  await settled(console);

  const externalId = externalIdOf(console, dataId, 'role2');
  await launch(console, 'metrics-collector', 'fleet-right', { userData: await userDataFor(externalId), profile: 'metrics-collector' });
  await launch(console, 'metrics-collector', 'fleet-wrong', {
    userData: await userDataFor(`${externalId}x`),
    profile: 'metrics-collector',
  });

  const assumed = `arn:aws:sts::${dataId}:assumed-role/role2/metrics-of-the-fleet`;
  await vi.waitFor(async () => {
    const right = await observedCalls(console, 'fleet-right');
    expect(right.filter(({ identity }) => identity === assumed).reduce((sum, { calls }) => sum + calls, 0)).toBeGreaterThan(2);
    expect((await observedCalls(console, 'fleet-wrong')).some(({ failed }) => failed > 0)).toBe(true);
  }, 60_000);
  expect((await observedCalls(console, 'fleet-right')).filter(({ failed }) => failed > 0)).toEqual([]);
  const wrong = await observedCalls(console, 'fleet-wrong');
  expect(wrong.filter(({ identity }) => identity === assumed)).toEqual([]);
  expect(wrong.map(({ lastError }) => lastError).join()).toContain('sts:AssumeRole: AccessDenied');
});
