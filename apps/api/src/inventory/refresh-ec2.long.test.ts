import { AutoScalingClient, DescribeAutoScalingGroupsCommand, UpdateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import {
  CreateLaunchTemplateCommand,
  DescribeInstancesCommand,
  ModifyInstanceAttributeCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { carriedOut, named, rolledBack } from '../testing/instance-runs.ts';
import { ec2Administrator, instanceNamed, launch, planInstance, untilInState } from '../testing/instances.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed, everyItem, scanAccount, scanBothAccounts } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let console: TestConsole;
let accountId: string;
let keyless: string;
beforeAll(async () => {
  console = await openTestConsole({ lives: true });
  keyless = await launch(console, 'builder', 'keyless', { userData: '#!/bin/bash\n/opt/agent/run.sh &\n' });
  accountId = (await accountNamed(console, 'sandbox')).id;
  await scanBothAccounts(console);
});
afterAll(() => console.close());

const kinds = 'auto-scaling-group,instance,launch-template,launch-configuration';
const rows = () => everyItem<Workload>(console, `/api/workloads?kind=${kinds}`);
const row = async (name: string) => {
  const found = (await rows()).find((one) => one.name === name);
  if (found === undefined) throw new Error(`no workload ${name}`);
  return found;
};
const profiles = async () => (await everyItem<{ name: string }>(console, '/api/instance-profiles')).map(({ name }) => name);

/** Everything that screens show of EC2, without the times of reading. */
async function shown(): Promise<unknown> {
  const timeless = (text: string) =>
    JSON.parse(text, (key, value) => (['checkedAt', 'foundAt', 'lastUse', 'lastUsedAt'].includes(key) ? null : value));
  const of = async (path: string) =>
    (await everyItem<object>(console, path)).map((one) => JSON.stringify(one).replaceAll(/; used in [^"]*/g, ''));
  const details = await Promise.all((await rows()).map(async ({ id }) => (await console.call(`/api/workloads/${id}`)).text));
  const all = [details, await of('/api/findings'), await of('/api/keys'), await of('/api/instance-profiles')];
  return all.map((some) => timeless(`[${some.toSorted().join(',')}]`));
}

const administrator = () =>
  new AutoScalingClient({ region: 'us-east-1', endpoint: console.sandbox.url, credentials: ec2Administrator(console).config.credentials });

test('D13 E2 E15: after a run its instance shows profile, role and proof at once, and after the roll-back neither', async () => {
  expect(await row('keyless')).toMatchObject({ state: 'no-credentials', ec2: { roleArn: null } });
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:PutObject', 'ecs:ListClusters'], Resource: '*' }] };
  const plan = await planInstance(console, keyless, named('ShownRole', { permissions: { document } }));
  const run = await carriedOut(console, plan);
  expect(run.verification?.state).toBe('verified');
  const after = await row('keyless');
  expect(after).toMatchObject({ state: 'verified', ec2: { roleArn: expect.stringMatching(/\/ShownRole$/) } });
  expect(after.why).toContain('was seen in use on what runs now');
  expect(await profiles()).toContain('ShownRole');
  const [role] = await everyItem<{ name: string; workloads: { name: string }[] }>(console, '/api/roles?q=ShownRole');
  expect(role?.workloads.map(({ name }) => name)).toEqual(['keyless']);
  // A scan knows of the proof too.
  await scanAccount(console, accountId);
  expect((await row('keyless')).state).toBe('verified');
  await rolledBack(console, run);
  expect(await row('keyless')).toMatchObject({ state: 'no-credentials', ec2: { roleArn: null, instanceProfileArn: null } });
  expect(await profiles()).not.toContain('ShownRole');
});

test('D11 D14 D-70: a group that was moved shows its template; the launch configuration that it left keeps its key in sight', async () => {
  const aws = administrator();
  const { AutoScalingGroups: [group] = [] } = await aws.send(
    new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: ['image-upload-web'] }),
  );
  const left = group?.LaunchConfigurationName ?? '';
  const { Reservations: [member] = [] } = await ec2Administrator(console).send(
    new DescribeInstancesCommand({ InstanceIds: [instanceNamed(console, 'image-upload-web')] }),
  );
  const ImageId = member?.Instances?.[0]?.ImageId;
  const LaunchTemplateData = { ImageId, InstanceType: 't3.micro' as const, UserData: Buffer.from('#!/bin/sh\n').toString('base64') };
  await ec2Administrator(console).send(new CreateLaunchTemplateCommand({ LaunchTemplateName: 'image-upload', LaunchTemplateData }));
  await aws.send(
    new UpdateAutoScalingGroupCommand({
      AutoScalingGroupName: 'image-upload-web',
      LaunchTemplate: { LaunchTemplateName: 'image-upload', Version: '1' },
    }),
  );
  await console.deps.refreshWorkload((await row('image-upload-web')).id);
  const moved = await row('image-upload-web');
  expect(moved.ec2).toMatchObject({ launchTemplate: { name: 'image-upload', resolved: 1 }, launchConfigurationName: null });
  const refreshed = await shown();
  await scanAccount(console, accountId);
  expect(refreshed).toEqual(await shown());
  expect(JSON.stringify(refreshed)).toContain(left);
});

test('D8 D-67: user data that was changed while an instance stands still is read again; its findings and its key go', async () => {
  const id = instanceNamed(console, 'builder');
  const before = await row('builder');
  expect(before.keys.length).toBeGreaterThan(0);
  const ec2 = ec2Administrator(console);
  await ec2.send(new StopInstancesCommand({ InstanceIds: [id] }));
  await untilInState(console, id, 'stopped');
  await ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: id, UserData: { Value: Buffer.from('#!/bin/sh\nexec /opt/build\n') } }));
  await console.deps.refreshWorkload(before.id);
  const after = await row('builder');
  expect(after).toMatchObject({ state: 'no-credentials', keys: [] });
  const found = await everyItem<{ workloadId: string }>(console, '/api/findings');
  expect(found.filter((one) => one.workloadId === before.id)).toEqual([]);
});
