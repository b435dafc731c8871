import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { autoScalingOf } from '../../state/autoscaling.ts';
import { manualClock } from '../../state/manual-clock.ts';
import { runEc2 } from '../ec2/tick.ts';
import { accountId, type Groups, openGroups, region, shown } from './test-groups.ts';
import { onVersionOne } from './test-refresh.ts';
import { runAutoScaling } from './tick.ts';

let sandbox: Groups;
beforeAll(async () => {
  sandbox = await openGroups();
});
afterAll(() => sandbox?.close());

const begin = (name: string, more: object = {}) => onVersionOne(sandbox, name, more);
const versions = async (name: string) => shown(await sandbox.group(name)).join(', ');
const inService = (group: AutoScalingGroup) => shown(group).filter((member) => member.startsWith('InService')).length;

test('D12 D-75 a refresh replaces one instance after the other and gives the group its desired configuration only at the end', async () => {
  const { start } = await begin('plain');
  const { InstanceRefreshId } = await start({ InstanceWarmup: 5 });
  expect(await sandbox.refresh('plain')).toMatchObject({ InstanceRefreshId, Status: 'Pending', PercentageComplete: 0 });
  await expect(start()).rejects.toMatchObject({ name: 'InstanceRefreshInProgressFault' });
  const seen = await sandbox.watch(36, async () => {
    const { group, refresh } = await sandbox.peek('plain');
    const { Status, PercentageComplete, InstancesToUpdate } = refresh;
    return `${Status} ${PercentageComplete} ${InstancesToUpdate} ${group.LaunchTemplate?.Version} ${inService(group)}`;
  });
  expect([...new Set(seen)].filter((line) => !line.startsWith('Pending'))).toEqual([
    'InProgress 0 2 1 1',
    'InProgress 0 2 1 2',
    'InProgress 50 1 1 1',
    'InProgress 50 1 1 2',
    'Successful 100 0 2 2',
  ]);
  expect(await versions('plain')).toBe('InService 2, InService 2');
  const done = await sandbox.refresh('plain');
  expect(done.EndTime).toBeInstanceOf(Date);
  expect(done.Preferences).toMatchObject({
    MinHealthyPercentage: 90,
    InstanceWarmup: 5,
    SkipMatching: false,
    ScaleInProtectedInstances: 'Wait',
  });
  const { Activities } = await sandbox.aws.describeScalingActivities({ AutoScalingGroupName: 'plain' });
  expect(Activities!.every(({ StatusCode }) => StatusCode === 'Successful')).toBe(true);
  expect(Activities!.filter(({ Cause }) => Cause?.includes('in response to an instance refresh'))).toHaveLength(4);
});

test('D12 D-75 with a maximum above 100 a replacement comes first, and never fewer than all are in service', async () => {
  const { start } = await begin('surge');
  await start({ MinHealthyPercentage: 100, MaxHealthyPercentage: 150, InstanceWarmup: 3 });
  const seen = await sandbox.watch(30, async () => inService((await sandbox.peek('surge')).group));
  expect(Math.min(...seen)).toBe(2);
  expect(Math.max(...seen)).toBe(3);
  expect(await sandbox.refresh('surge')).toMatchObject({ Status: 'Successful', PercentageComplete: 100 });
  expect(await versions('surge')).toBe('InService 2, InService 2');
});

test('D12 D-75 protected instances: Wait fails after an hour, Ignore leaves them, Refresh replaces them', async () => {
  for (const ScaleInProtectedInstances of ['Wait', 'Ignore', 'Refresh'] as const) {
    const name = `protected-${ScaleInProtectedInstances}`;
    const { start } = await begin(name);
    const InstanceIds = [(await sandbox.group(name)).Instances![0]!.InstanceId!];
    await sandbox.aws.setInstanceProtection({ AutoScalingGroupName: name, InstanceIds, ProtectedFromScaleIn: true });
    await start({ ScaleInProtectedInstances, InstanceWarmup: 0 });
    sandbox.clock.advance(120_000);
    const then = await sandbox.refresh(name);
    expect(then.Status).toBe(ScaleInProtectedInstances === 'Wait' ? 'InProgress' : 'Successful');
    expect(await versions(name)).toBe(ScaleInProtectedInstances === 'Refresh' ? 'InService 2, InService 2' : 'InService 1, InService 2');
    if (ScaleInProtectedInstances !== 'Wait') continue;
    expect(then.StatusReason).toMatch(/protected from scale in/);
    sandbox.clock.advance(3_600_000);
    expect(await sandbox.refresh(name)).toMatchObject({ Status: 'Failed', PercentageComplete: 50 });
  }
});

test('D12 D-75 skip matching leaves what is already so', async () => {
  const { start, LaunchTemplateId } = await begin('matching');
  const LaunchTemplate = { LaunchTemplateId, Version: '2' };
  await sandbox.aws.updateAutoScalingGroup({ AutoScalingGroupName: 'matching', LaunchTemplate, DesiredCapacity: 3 });
  sandbox.clock.advance(10_000);
  const kept = (await sandbox.group('matching')).Instances!.find((member) => member.LaunchTemplate?.Version === '2')!.InstanceId;
  await start({ SkipMatching: true, InstanceWarmup: 0 });
  sandbox.clock.advance(60_000);
  expect(await sandbox.refresh('matching')).toMatchObject({ Status: 'Successful' });
  const after = await sandbox.group('matching');
  expect(shown(after)).toEqual(['InService 2', 'InService 2', 'InService 2']);
  expect(after.Instances!.map(({ InstanceId }) => InstanceId)).toContain(kept);
  await start({ SkipMatching: true });
  sandbox.clock.advance(3_000);
  expect(await sandbox.refresh('matching')).toMatchObject({ Status: 'Successful', PercentageComplete: 100, InstancesToUpdate: 0 });
});

test('D10 D12 the policy of a mixed group goes on whole: only its version moves, in all of its instances', async () => {
  const LaunchTemplateId = await sandbox.template('mixed', {}, {});
  const Overrides = [{ InstanceType: 'm5.large' }, { InstanceType: 'm5a.large' }];
  const InstancesDistribution = { OnDemandPercentageAboveBaseCapacity: 50, OnDemandBaseCapacity: 0 };
  const policy = (Version: string) => ({
    LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateId, Version }, Overrides },
    InstancesDistribution,
  });
  const before = await sandbox.started({ AutoScalingGroupName: 'mixed', MixedInstancesPolicy: policy('1') });
  await sandbox.aws.startInstanceRefresh({
    AutoScalingGroupName: 'mixed',
    DesiredConfiguration: { MixedInstancesPolicy: policy('2') },
    Preferences: { AutoRollback: true, InstanceWarmup: 0 },
  });
  sandbox.clock.advance(60_000);
  expect((await sandbox.refresh('mixed')).Status).toBe('Successful');
  const { MixedInstancesPolicy: after, Instances } = await sandbox.group('mixed');
  expect(after?.LaunchTemplate?.Overrides).toEqual(before.MixedInstancesPolicy?.LaunchTemplate?.Overrides);
  expect(after?.InstancesDistribution).toEqual(before.MixedInstancesPolicy?.InstancesDistribution);
  expect(after?.LaunchTemplate?.LaunchTemplateSpecification?.Version).toBe('2');
  expect(Instances?.map(({ LaunchTemplate, InstanceType }) => `${LaunchTemplate?.Version} ${InstanceType}`)).toEqual([
    '2 m5.large',
    '2 m5.large',
  ]);
});

test('a configuration is not changed under a refresh that brings one, and what it bakes is not over', async () => {
  const { start, LaunchTemplateId } = await begin('baking');
  await start({ InstanceWarmup: 0, BakeTime: 300 });
  const LaunchTemplate = { LaunchTemplateId, Version: '1' };
  await expect(sandbox.aws.updateAutoScalingGroup({ AutoScalingGroupName: 'baking', LaunchTemplate })).rejects.toThrow(
    /An active instance refresh with a desired configuration exists/,
  );
  sandbox.clock.advance(60_000);
  expect(await sandbox.refresh('baking')).toMatchObject({ Status: 'Baking', PercentageComplete: 100 });
  expect((await sandbox.group('baking')).LaunchTemplate?.Version).toBe('1');
  sandbox.clock.advance(300_000);
  expect((await sandbox.refresh('baking')).Status).toBe('Successful');
  expect((await sandbox.group('baking')).LaunchTemplate?.Version).toBe('2');
});

test('a refresh stands still while a process that it needs is suspended, and goes on after it', async () => {
  const { start } = await begin('suspended');
  await sandbox.aws.suspendProcesses({ AutoScalingGroupName: 'suspended', ScalingProcesses: ['Terminate'] });
  await start({ InstanceWarmup: 0 });
  sandbox.clock.advance(60_000);
  expect(await sandbox.refresh('suspended')).toMatchObject({
    PercentageComplete: 0,
    StatusReason: 'Waiting for suspended processes: Terminate.',
  });
  expect(await versions('suspended')).toBe('InService 1, InService 1');
  await sandbox.aws.resumeProcesses({ AutoScalingGroupName: 'suspended' });
  sandbox.clock.advance(60_000);
  expect((await sandbox.refresh('suspended')).Status).toBe('Successful');
});

test('a restart in the middle of a refresh goes on from the state alone', async () => {
  const { start } = await begin('restarted');
  await start({ InstanceWarmup: 5 });
  sandbox.clock.advance(8_000);
  const clock = manualClock(sandbox.clock.now().toISOString());
  const world = { ...sandbox.world, clock, state: JSON.parse(JSON.stringify(sandbox.world.state)) };
  runEc2(world);
  runAutoScaling(world);
  clock.advance(60_000);
  const { group, refreshes } = autoScalingOf(world.state.accounts[accountId], region).groups.restarted!;
  expect(refreshes[0]).toMatchObject({ status: 'Successful', percentage: 100 });
  expect(group.LaunchTemplate?.Version).toBe('2');
});
