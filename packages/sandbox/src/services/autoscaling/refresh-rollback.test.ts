import { PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reportInstanceHealth } from './report-health.ts';
import { accountId, type Groups, openGroups, region, shown } from './test-groups.ts';
import { onVersionOne } from './test-refresh.ts';

let sandbox: Groups;
beforeAll(async () => {
  sandbox = await openGroups();
});
afterAll(() => sandbox?.close());

const begin = (name: string, more: object = {}) => onVersionOne(sandbox, name, more);
const versions = async (name: string) => shown(await sandbox.group(name)).join(', ');

test('D12 D-75 of four it stops at one, at a checkpoint of 25 percent, and rolled back from there the group is as it was', async () => {
  const { start, LaunchTemplateId } = await begin('canary', { MinSize: 4 });
  await start({ CheckpointPercentages: [25, 100], CheckpointDelay: 600, InstanceWarmup: 0 });
  sandbox.clock.advance(60_000);
  const waiting = await sandbox.refresh('canary');
  expect(waiting).toMatchObject({ Status: 'InProgress', PercentageComplete: 25, InstancesToUpdate: 3 });
  expect(waiting.StatusReason).toMatch(/^Checkpoint of 25 percent reached/);
  expect(await versions('canary')).toBe('InService 1, InService 1, InService 1, InService 2');
  await sandbox.aws.rollbackInstanceRefresh({ AutoScalingGroupName: 'canary' });
  expect(await sandbox.refresh('canary')).toMatchObject({
    Status: 'RollbackInProgress',
    RollbackDetails: { PercentageCompleteOnRollback: 25, InstancesToUpdateOnRollback: 3 },
  });
  await expect(sandbox.aws.rollbackInstanceRefresh({ AutoScalingGroupName: 'canary' })).rejects.toMatchObject({
    name: 'ActiveInstanceRefreshNotFoundFault',
  });
  sandbox.clock.advance(60_000);
  expect(await sandbox.refresh('canary')).toMatchObject({ Status: 'RollbackSuccessful' });
  expect(await versions('canary')).toBe('InService 1, InService 1, InService 1, InService 1');
  expect((await sandbox.group('canary')).LaunchTemplate).toMatchObject({ LaunchTemplateId, Version: '1' });

  await start({ CheckpointPercentages: [50, 100], CheckpointDelay: 30, InstanceWarmup: 0 });
  sandbox.clock.advance(120_000);
  expect(await sandbox.refresh('canary')).toMatchObject({ Status: 'Successful', PercentageComplete: 100 });
});

test('D12 D-75 cancelled, it leaves the group between the two, with the configuration that it had', async () => {
  const { start } = await begin('cancelled');
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

test('D12 D-75 the preconditions of a rollback are AWS’s', async () => {
  const { start, LaunchTemplateId } = await begin('conditions');
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

test('D12 D-75 an alarm at 50 percent rolls it back by itself; without AutoRollback it fails and stays between', async () => {
  const alarm = (StateValue: 'ALARM' | 'OK') =>
    sandbox.cloudwatch.send(new SetAlarmStateCommand({ AlarmName: 'uploads', StateValue, StateReason: 'test' }));
  const metric = { Namespace: 'web', MetricName: 'failed', Threshold: 0, EvaluationPeriods: 1 };
  await sandbox.cloudwatch.send(new PutMetricAlarmCommand({ AlarmName: 'uploads', ComparisonOperator: 'GreaterThanThreshold', ...metric }));
  for (const AutoRollback of [true, false]) {
    const name = AutoRollback ? 'alarmed' : 'failed';
    const { start } = await begin(name);
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

test('the health that workloads report: a refresh waits for it, and one that stays unhealthy ends it', async () => {
  const { start } = await begin('watched', { HealthCheckType: 'ELB', HealthCheckGracePeriod: 10 });
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

test('D12 a refresh whose launches come to nothing fails, and the group fills up with what it had; a rollback can fail too', async () => {
  const ec2 = { accountId, region, service: 'ec2' as const };
  const remove = (LaunchTemplateId: string, Versions: string[]) =>
    sandbox.invoke({ ...ec2, operation: 'DeleteLaunchTemplateVersions', input: { LaunchTemplateId, Versions } });
  const failing = await begin('failing');
  await failing.start({ InstanceWarmup: 0 });
  await remove(failing.LaunchTemplateId, ['2']);
  sandbox.clock.advance(120_000);
  expect(await sandbox.refresh('failing')).toMatchObject({ Status: 'Failed', PercentageComplete: 0 });
  expect(await versions('failing')).toBe('InService 1, InService 1');

  const stuck = await begin('stuck', { MinSize: 4 });
  const { LaunchTemplateId } = stuck;
  await stuck.start({ InstanceWarmup: 0, CheckpointPercentages: [50, 100] });
  sandbox.clock.advance(60_000);
  await sandbox.invoke({ ...ec2, operation: 'ModifyLaunchTemplate', input: { LaunchTemplateId, DefaultVersion: '2' } });
  await sandbox.aws.rollbackInstanceRefresh({ AutoScalingGroupName: 'stuck' });
  await remove(LaunchTemplateId, ['1']);
  sandbox.clock.advance(120_000);
  expect((await sandbox.refresh('stuck')).Status).toBe('RollbackFailed');
});
