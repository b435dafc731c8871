import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import { PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { autoScalingOf } from '../../state/autoscaling.ts';
import { manualClock } from '../../state/manual-clock.ts';
import { runEc2 } from '../ec2/tick.ts';
import { reportInstanceHealth } from './report-health.ts';
import { accountId, type Groups, openGroups, region, shown } from './test-groups.ts';
import { runAutoScaling } from './tick.ts';

let sandbox: Groups;
beforeAll(async () => {
  sandbox = await openGroups();
});
afterAll(() => sandbox?.close());

/** A group of two on version 1 of a template that has two, and what a refresh to version 2 asks for. */
async function onVersionOne(name: string, more: object = {}) {
  const LaunchTemplateId = await sandbox.template(name, {}, {});
  await sandbox.started({ AutoScalingGroupName: name, LaunchTemplate: { LaunchTemplateId, Version: '1' }, ...more });
  const start = (Preferences: object = {}, DesiredConfiguration: object = { LaunchTemplate: { LaunchTemplateId, Version: '2' } }) =>
    sandbox.aws.startInstanceRefresh({ AutoScalingGroupName: name, DesiredConfiguration, Preferences });
  return { LaunchTemplateId, start };
}

const versions = async (name: string) => shown(await sandbox.group(name)).join(', ');
const inService = (group: AutoScalingGroup) => shown(group).filter((member) => member.startsWith('InService')).length;

test('D-75 a refresh replaces one instance after the other and gives the group its desired configuration only at the end', async () => {
  const { start } = await onVersionOne('plain');
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

test('D-75 with a maximum above 100 a replacement comes first, and never fewer than all are in service', async () => {
  const { start } = await onVersionOne('surge');
  await start({ MinHealthyPercentage: 100, MaxHealthyPercentage: 150, InstanceWarmup: 3 });
  const seen = await sandbox.watch(30, async () => inService((await sandbox.peek('surge')).group));
  expect(Math.min(...seen)).toBe(2);
  expect(Math.max(...seen)).toBe(3);
  expect(await sandbox.refresh('surge')).toMatchObject({ Status: 'Successful', PercentageComplete: 100 });
  expect(await versions('surge')).toBe('InService 2, InService 2');
});

test('D-75 it waits at a checkpoint, and rolled back from there the group is as it was', async () => {
  const { start, LaunchTemplateId } = await onVersionOne('canary');
  await start({ CheckpointPercentages: [50, 100], CheckpointDelay: 600, InstanceWarmup: 0 });
  sandbox.clock.advance(60_000);
  const waiting = await sandbox.refresh('canary');
  expect(waiting).toMatchObject({ Status: 'InProgress', PercentageComplete: 50, InstancesToUpdate: 1 });
  expect(waiting.StatusReason).toMatch(/^Checkpoint of 50 percent reached/);
  expect(await versions('canary')).toBe('InService 1, InService 2');
  await sandbox.aws.rollbackInstanceRefresh({ AutoScalingGroupName: 'canary' });
  expect(await sandbox.refresh('canary')).toMatchObject({
    Status: 'RollbackInProgress',
    RollbackDetails: { PercentageCompleteOnRollback: 50, InstancesToUpdateOnRollback: 1 },
  });
  await expect(sandbox.aws.rollbackInstanceRefresh({ AutoScalingGroupName: 'canary' })).rejects.toMatchObject({
    name: 'ActiveInstanceRefreshNotFoundFault',
  });
  sandbox.clock.advance(60_000);
  expect(await sandbox.refresh('canary')).toMatchObject({ Status: 'RollbackSuccessful' });
  expect(await versions('canary')).toBe('InService 1, InService 1');
  expect((await sandbox.group('canary')).LaunchTemplate).toMatchObject({ LaunchTemplateId, Version: '1' });

  await start({ CheckpointPercentages: [50, 100], CheckpointDelay: 30, InstanceWarmup: 0 });
  sandbox.clock.advance(120_000);
  expect(await sandbox.refresh('canary')).toMatchObject({ Status: 'Successful', PercentageComplete: 100 });
});

test('D-75 cancelled, it leaves the group between the two, with the configuration that it had', async () => {
  const { start } = await onVersionOne('cancelled');
  await start({ InstanceWarmup: 20 });
  sandbox.clock.advance(4_000);
  await sandbox.aws.cancelInstanceRefresh({ AutoScalingGroupName: 'cancelled' });
  expect((await sandbox.refresh('cancelled')).Status).toBe('Cancelling');
  sandbox.clock.advance(60_000);
  expect((await sandbox.refresh('cancelled')).Status).toBe('Cancelled');
  expect(await versions('cancelled')).toBe('InService 1, InService 2');
  expect((await sandbox.group('cancelled')).LaunchTemplate?.Version).toBe('1');
  await expect(sandbox.aws.cancelInstanceRefresh({ AutoScalingGroupName: 'cancelled' })).rejects.toMatchObject({
    name: 'ActiveInstanceRefreshNotFoundFault',
  });
});

test('D-75 the preconditions of a rollback are AWS’s', async () => {
  const { start, LaunchTemplateId } = await onVersionOne('conditions');
  const refresh = (Preferences: object, DesiredConfiguration?: object) =>
    sandbox.aws.startInstanceRefresh({ AutoScalingGroupName: 'conditions', Preferences, DesiredConfiguration });
  await expect(refresh({ AutoRollback: true })).rejects.toMatchObject({
    name: 'ValidationError',
    message:
      "The request isn't valid. The AutoRollback parameter cannot be set to true when the DesiredConfiguration parameter is empty. Set AutoRollback to false or specify a desired configuration and try again.",
  });
  await refresh({});
  await expect(sandbox.aws.rollbackInstanceRefresh({ AutoScalingGroupName: 'conditions' })).rejects.toMatchObject({
    name: 'IrreversibleInstanceRefreshFault',
  });
  sandbox.clock.advance(120_000);
  for (const Version of ['$Latest', '$Default']) {
    await sandbox.aws.updateAutoScalingGroup({ AutoScalingGroupName: 'conditions', LaunchTemplate: { LaunchTemplateId, Version } });
    await expect(start({ AutoRollback: true })).rejects.toThrow(/\$Latest or \$Default/);
  }
  const parameter = await sandbox.template('parameter', {
    ImageId: 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64',
  });
  const LaunchTemplate = { LaunchTemplateId: parameter, Version: '1' };
  await sandbox.aws.updateAutoScalingGroup({ AutoScalingGroupName: 'conditions', LaunchTemplate });
  await expect(start({ AutoRollback: true })).rejects.toThrow(/Systems Manager parameter/);
  for (const [wrong, message] of [
    [{ MaxHealthyPercentage: 150 }, /You must specify MinHealthyPercentage/],
    [{ MinHealthyPercentage: 50, MaxHealthyPercentage: 200 }, /cannot be greater than 100/],
    [{ CheckpointPercentages: [50, 20] }, /ascending order/],
    [{ CheckpointDelay: 5 }, /only be specified with CheckpointPercentages/],
    [{ MinHealthyPercentage: 101 }, /less than or equal to 100/],
    [{ AlarmSpecification: { Alarms: ['nowhere'] } }, /nowhere does not exist/],
  ] as const) {
    await expect(start(wrong)).rejects.toThrow(message);
  }
});

test('D-75 an alarm at 50 percent rolls it back by itself; without AutoRollback it fails and stays between', async () => {
  const alarm = (StateValue: 'ALARM' | 'OK') =>
    sandbox.cloudwatch.send(new SetAlarmStateCommand({ AlarmName: 'uploads', StateValue, StateReason: 'test' }));
  const metric = { Namespace: 'web', MetricName: 'failed', Threshold: 0, EvaluationPeriods: 1 };
  await sandbox.cloudwatch.send(new PutMetricAlarmCommand({ AlarmName: 'uploads', ComparisonOperator: 'GreaterThanThreshold', ...metric }));
  for (const AutoRollback of [true, false]) {
    const name = AutoRollback ? 'alarmed' : 'failed';
    const { start } = await onVersionOne(name);
    await alarm('OK');
    await start({ AutoRollback, AlarmSpecification: { Alarms: ['uploads'] }, CheckpointPercentages: [50, 100], InstanceWarmup: 0 });
    sandbox.clock.advance(60_000);
    expect((await sandbox.refresh(name)).PercentageComplete).toBe(50);
    await alarm('ALARM');
    sandbox.clock.advance(60_000);
    const ended = await sandbox.refresh(name);
    expect(ended.Status).toBe(AutoRollback ? 'RollbackSuccessful' : 'Failed');
    expect(ended.StatusReason).toContain('The CloudWatch alarm uploads is in the ALARM state.');
    expect(await versions(name)).toBe(AutoRollback ? 'InService 1, InService 1' : 'InService 1, InService 2');
    expect((await sandbox.group(name)).LaunchTemplate?.Version).toBe('1');
  }
});

test('D-75 protected instances: Wait fails after an hour, Ignore leaves them, Refresh replaces them', async () => {
  for (const ScaleInProtectedInstances of ['Wait', 'Ignore', 'Refresh'] as const) {
    const name = `protected-${ScaleInProtectedInstances}`;
    const { start } = await onVersionOne(name);
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

test('D-75 skip matching leaves what is already so', async () => {
  const { start, LaunchTemplateId } = await onVersionOne('matching');
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

test('the health that workloads report: a refresh waits for it, and one that stays unhealthy ends it', async () => {
  const { start } = await onVersionOne('watched', { HealthCheckType: 'ELB', HealthCheckGracePeriod: 10 });
  const report = (healthy: boolean, version: string) => async () => {
    for (const { InstanceId, LaunchTemplate } of (await sandbox.peek('watched')).group.Instances ?? []) {
      reportInstanceHealth(sandbox.world, InstanceId!, LaunchTemplate?.Version === version ? healthy : true);
    }
  };
  await report(true, '1')();
  await start({ InstanceWarmup: 0, AutoRollback: true });
  sandbox.clock.advance(60_000);
  expect(await sandbox.refresh('watched')).toMatchObject({ Status: 'InProgress', PercentageComplete: 0 });
  await sandbox.watch(150, report(false, '2'), 6);
  const ended = await sandbox.refresh('watched');
  expect(ended.Status).toBe('RollbackSuccessful');
  expect(ended.RollbackDetails?.RollbackReason).toMatch(/failed their health checks/);
  expect(await versions('watched')).toBe('InService 1, InService 1');

  await start({ InstanceWarmup: 0 });
  await sandbox.watch(60, report(true, '2'), 6);
  expect(await sandbox.refresh('watched')).toMatchObject({ Status: 'Successful' });
});

test('a configuration is not changed under a refresh that brings one, and what it bakes is not over', async () => {
  const { start, LaunchTemplateId } = await onVersionOne('baking');
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
  const { start } = await onVersionOne('suspended');
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
  const { start } = await onVersionOne('restarted');
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
