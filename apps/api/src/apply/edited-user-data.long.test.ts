import { CreateAutoScalingGroupCommand, CreateLaunchConfigurationCommand } from '@aws-sdk/client-auto-scaling';
import { ModifyInstanceAttributeCommand, StopInstancesCommand } from '@aws-sdk/client-ec2';
import type { Run } from '@rolewright/shared/apply/run.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { settled } from '../testing/chains.ts';
import { edit, editedOf } from '../testing/edits.ts';
import { groupMove, launchedFrom, launchStateOf, planGroup, scalingAdministrator, templateNamed } from '../testing/groups.ts';
import { named, rolledBack } from '../testing/instance-runs.ts';
import { ec2Administrator, instanceNamed, planInstance, untilInState, userDataOf } from '../testing/instances.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { askToStart, control, runUntil, startRun } from '../testing/runs.ts';
import { scanBothAccounts } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 300_000 });

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ lives: true });
  await scanBothAccounts(console);
  await settled(console);
});
afterAll(() => console.close());

const allButProof = ({ steps, error }: Run): boolean => error !== null || steps.slice(0, -1).every(({ state }) => state === 'done');

test('D8 D-67: user data that a person edited in the plan is on the instance at the run’s end, and a roll-back says that it stays', async () => {
  const instanceId = instanceNamed(console, 'docker-host');
  const docker = 'docker run -d --restart=always --name renderer -e AWS_REGION=us-east-1 renderer:4.1';
  const { fingerprint } = await editedOf(console, { instanceId });
  const userData = { edited: [{ fingerprint, edits: [edit(3, 5, docker)] }] };
  const inputs = named('RendererRole', { userData, metadataOptions: { httpTokens: 'required', hopLimit: 2 } });
  const plan = await planInstance(console, instanceId, inputs);
  // What ran at the first boot goes on with the key (D-67), so that the proof of use is not waited for.
  const run = await runUntil(console, (await startRun(console, plan)).id, allButProof, 120_000);
  expect(userDataOf(console, instanceId)).toBe(`#!/bin/bash\nsystemctl enable --now docker\n${docker}\n`);
  const back = await rolledBack(console, run);
  expect(back.steps.find(({ kind }) => kind === 'remove-user-data-keys')).toMatchObject({ state: 'skipped' });
  expect(userDataOf(console, instanceId)).toBe(`#!/bin/bash\nsystemctl enable --now docker\n${docker}\n`);
});

test('D8: a document that changed between plan and start is not written over', async () => {
  const instanceId = instanceNamed(console, 'archiver');
  const { fingerprint } = await editedOf(console, { instanceId });
  const userData = { edited: [{ fingerprint, edits: [edit(2, 3, 'export AWS_PROFILE=archive')] }] };
  const plan = await planInstance(console, instanceId, named('ArchiverRole', { userData }));
  expect(plan.blockedBy).toEqual([]);
  const other = `${userDataOf(console, instanceId)}# another line\n`;
  const ec2 = ec2Administrator(console);
  await ec2.send(new StopInstancesCommand({ InstanceIds: [instanceId] }));
  await untilInState(console, instanceId, 'stopped');
  await ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: instanceId, UserData: { Value: Buffer.from(other) } }));
  const answer = await askToStart(console, plan);
  expect(answer).toMatchObject({ status: 409, body: { code: 'stale' } });
  expect(answer.body.moved?.join(' ')).toContain('user data');
  expect(userDataOf(console, instanceId)).toBe(other);
});

test('D8 D-71: a group whose launch configuration needs a person ends on a template version with the edited text, and goes back', async () => {
  const { UserData = '', ImageId, InstanceType } = templateNamed(console, /^shop-web$/).versions[2]?.data ?? {};
  const text = Buffer.from(UserData, 'base64').toString();
  const lines = text.split('\n');
  // The key lines of shop-web, in a branch: no more to be taken out without a person.
  const manual = [...lines.slice(0, 2), 'if [ -d /opt ]; then', lines[2], lines[3], 'fi', ...lines.slice(4)].join('\n');
  const scaling = scalingAdministrator(console);
  const launchConfigurationName = 'shop-labels-v1';
  await scaling.send(
    new CreateLaunchConfigurationCommand({
      LaunchConfigurationName: launchConfigurationName,
      ...{ ImageId, InstanceType, UserData: Buffer.from(manual).toString('base64') },
    }),
  );
  const name = 'shop-labels';
  await scaling.send(
    new CreateAutoScalingGroupCommand({
      ...{ AutoScalingGroupName: name, LaunchConfigurationName: launchConfigurationName, MinSize: 1, MaxSize: 2 },
      AvailabilityZones: ['us-east-1a'],
      DefaultInstanceWarmup: 0,
    }),
  );
  await vi.waitUntil(() => launchedFrom(console, name).join() === `InService ${launchConfigurationName}`, { timeout: 60_000 });
  await settled(console);
  const before = launchStateOf(console, name);
  const refused = await planGroup(console, name, groupMove('LabelsRole'));
  expect(refused.blockedBy).toContain('user-data');
  const { fingerprint } = await editedOf(console, { launchConfigurationName });
  const userData = { edited: [{ fingerprint, edits: [edit(3, 6, 'mkdir -p /var/lib/labels')] }] };
  const plan = await planGroup(console, name, groupMove('LabelsRole', { userData }));
  expect(plan.blockedBy, JSON.stringify(plan.checks.filter(({ verdict }) => verdict === 'fail'))).toEqual([]);
  const version = plan.steps.find(({ kind }) => kind === 'create-launch-template-version');
  expect(version?.diff?.lines.map((line) => line.text)).toContain('mkdir -p /var/lib/labels');
  const { id } = await startRun(console, plan);
  const run = await runUntil(console, id, allButProof, 120_000);
  expect(run.error).toBeNull();
  const made = templateNamed(console, /^shop-labels/).versions;
  const written = Buffer.from(made[2]?.data.UserData ?? '', 'base64').toString();
  expect(written).toBe([...lines.slice(0, 2), 'mkdir -p /var/lib/labels', ...lines.slice(4)].join('\n'));
  expect({ ...made[2]?.data, UserData: null, IamInstanceProfile: null }).toEqual({
    ...made[1]?.data,
    ...{ UserData: null, IamInstanceProfile: null },
  });
  await control(console, id, 'roll-back');
  const back = await runUntil(
    console,
    id,
    ({ state, actions }) => state === 'rolled-back' || (state === 'failed' && actions.length === 1),
    120_000,
  );
  expect(back.state, JSON.stringify(back.error)).toBe('rolled-back');
  expect(launchStateOf(console, name)).toBe(before);
});
