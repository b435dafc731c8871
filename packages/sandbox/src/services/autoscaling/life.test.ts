import { afterAll, beforeAll, expect, test } from 'vitest';
import { reportInstanceHealth } from './report-health.ts';
import { type Groups, openGroups } from './test-groups.ts';

let sandbox: Groups;
beforeAll(async () => {
  sandbox = await openGroups();
});
afterAll(() => sandbox?.close());

async function open(name: string, more: object = {}) {
  const LaunchTemplateId = await sandbox.template(name, {});
  const made = await sandbox.started({ AutoScalingGroupName: name, LaunchTemplate: { LaunchTemplateId, Version: '1' }, ...more });
  return made.Instances!.map(({ InstanceId }) => InstanceId!);
}

const states = async (name: string) => (await sandbox.group(name)).Instances!.map(({ LifecycleState }) => LifecycleState);
const ids = async (name: string) => (await sandbox.group(name)).Instances!.map(({ InstanceId }) => InstanceId!);
const causes = async (name: string) =>
  (await sandbox.aws.describeScalingActivities({ AutoScalingGroupName: name })).Activities!.map(({ Cause }) => Cause ?? '');

test('an instance that somebody terminates or that is set unhealthy is replaced, and the activities say why', async () => {
  const [first, second] = await open('heal');
  sandbox.terminate(first!);
  sandbox.clock.advance(20_000);
  expect(await states('heal')).toEqual(['InService', 'InService']);
  expect(await ids('heal')).not.toContain(first);
  expect((await causes('heal')).join('\n')).toContain('an EC2 health check indicating it has been terminated or stopped.');
  await sandbox.aws.setInstanceHealth({ InstanceId: second!, HealthStatus: 'Unhealthy' });
  sandbox.clock.advance(20_000);
  expect(await ids('heal')).not.toContain(second);
  expect((await causes('heal')).join('\n')).toContain('a user health-check.');
  await sandbox.aws.suspendProcesses({ AutoScalingGroupName: 'heal', ScalingProcesses: ['ReplaceUnhealthy'] });
  const [third] = await ids('heal');
  await sandbox.aws.setInstanceHealth({ InstanceId: third!, HealthStatus: 'Unhealthy' });
  sandbox.clock.advance(20_000);
  const held = await sandbox.group('heal');
  expect(held.Instances!.find(({ InstanceId }) => InstanceId === third)).toMatchObject({ HealthStatus: 'Unhealthy' });
  expect(held.SuspendedProcesses?.map(({ ProcessName }) => ProcessName)).toEqual(['ReplaceUnhealthy']);
  await sandbox.aws.resumeProcesses({ AutoScalingGroupName: 'heal' });
  sandbox.clock.advance(20_000);
  expect(await ids('heal')).not.toContain(third);
});

test('an unhealthy workload behind a health check is replaced, but not before its grace period is over', async () => {
  const [first, second] = await open('graced', { HealthCheckType: 'ELB', HealthCheckGracePeriod: 60 });
  for (const id of [first!, second!]) reportInstanceHealth(sandbox.world, id, true);
  reportInstanceHealth(sandbox.world, first!, false);
  sandbox.clock.advance(40_000);
  expect(await ids('graced')).toEqual([first, second]);
  sandbox.clock.advance(40_000);
  expect(await ids('graced')).not.toContain(first);
  expect((await causes('graced')).join('\n')).toContain('an ELB system health check failure.');
  const [plain] = await open('ungoverned');
  reportInstanceHealth(sandbox.world, plain!, false);
  sandbox.clock.advance(40_000);
  expect(await ids('ungoverned')).toContain(plain);
});

test('terminated by hand an instance comes back unless the capacity goes down with it, and that not below the minimum', async () => {
  const [first, second] = await open('by-hand', { MinSize: 1, DesiredCapacity: 2 });
  const terminate = (InstanceId: string, ShouldDecrementDesiredCapacity: boolean) =>
    sandbox.aws.terminateInstanceInAutoScalingGroup({ InstanceId, ShouldDecrementDesiredCapacity });
  const { Activity } = await terminate(first!, true);
  expect(Activity).toMatchObject({ Description: `Terminating EC2 instance: ${first}`, StatusCode: 'InProgress' });
  sandbox.clock.advance(20_000);
  expect(await ids('by-hand')).toEqual([second]);
  await expect(terminate(second!, true)).rejects.toThrow(/Currently, desiredSize equals minSize \(1\)/);
  await terminate(second!, false);
  sandbox.clock.advance(20_000);
  expect(await states('by-hand')).toEqual(['InService']);
  await expect(terminate('i-00000000000000000', false)).rejects.toThrow(/No managed instance found/);
});

test('standby: it runs on, does not count, and is not replaced', async () => {
  const [first] = await open('standby', { MinSize: 1, DesiredCapacity: 2 });
  const input = { AutoScalingGroupName: 'standby', InstanceIds: [first!] };
  await sandbox.aws.enterStandby({ ...input, ShouldDecrementDesiredCapacity: true });
  sandbox.clock.advance(20_000);
  expect(await states('standby')).toEqual(['Standby', 'InService']);
  expect((await sandbox.group('standby')).DesiredCapacity).toBe(1);
  expect(sandbox.ec2.instances[first!]?.state).toBe('running');
  const { Activities } = await sandbox.aws.exitStandby(input);
  expect(Activities?.[0]?.Description).toBe(`Moving EC2 instance out of Standby: ${first}`);
  expect((await sandbox.group('standby')).DesiredCapacity).toBe(2);
  await expect(sandbox.aws.exitStandby(input)).rejects.toThrow(/is not in Standby/);
});

test('a lifecycle hook holds a new instance until it is told to go on', async () => {
  const LifecycleHookSpecificationList = [
    {
      LifecycleHookName: 'boot',
      LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
      HeartbeatTimeout: 60,
      DefaultResult: 'CONTINUE',
    },
  ];
  const [first, second] = await open('hooked', { LifecycleHookSpecificationList });
  expect(await states('hooked')).toEqual(['Pending:Wait', 'Pending:Wait']);
  const complete = { AutoScalingGroupName: 'hooked', LifecycleHookName: 'boot', LifecycleActionResult: 'CONTINUE' };
  await sandbox.aws.completeLifecycleAction({ ...complete, InstanceId: first! });
  expect(await states('hooked')).toEqual(['InService', 'Pending:Wait']);
  sandbox.clock.advance(60_000);
  expect(await states('hooked')).toEqual(['InService', 'InService']);
  await sandbox.aws.putLifecycleHook({
    AutoScalingGroupName: 'hooked',
    LifecycleHookName: 'drain',
    LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
  });
  const { LifecycleHooks } = await sandbox.aws.describeLifecycleHooks({ AutoScalingGroupName: 'hooked' });
  expect(LifecycleHooks?.[1]).toMatchObject({ HeartbeatTimeout: 3600, DefaultResult: 'ABANDON', GlobalTimeout: 172_800 });
  await sandbox.aws.terminateInstanceInAutoScalingGroup({ InstanceId: second!, ShouldDecrementDesiredCapacity: false });
  sandbox.clock.advance(20_000);
  expect(sandbox.ec2.instances[second!]?.state).toBe('running');
  expect(await states('hooked')).toEqual(['InService', 'Terminating:Wait', 'Pending:Wait']);
  await sandbox.aws.deleteLifecycleHook({ AutoScalingGroupName: 'hooked', LifecycleHookName: 'drain' });
  sandbox.clock.advance(80_000);
  expect(sandbox.ec2.instances[second!]?.state).toBe('terminated');
  expect(await states('hooked')).toEqual(['InService', 'InService']);
});

test('a launch that EC2 refuses is a failed activity, tried again until it can be done', async () => {
  const LaunchTemplateId = await sandbox.template('refused', {});
  const LaunchTemplate = { LaunchTemplateId, Version: '$Latest' };
  const made = await sandbox.started({ AutoScalingGroupName: 'refused', LaunchTemplate });
  await sandbox.version(LaunchTemplateId, { IamInstanceProfile: { Name: 'gone' } });
  sandbox.terminate(made.Instances![0]!.InstanceId!);
  sandbox.clock.advance(20_000);
  const { Activities } = await sandbox.aws.describeScalingActivities({ AutoScalingGroupName: 'refused' });
  const failed = Activities!.filter(({ StatusCode }) => StatusCode === 'Failed');
  expect(failed.length).toBeGreaterThan(1);
  expect(failed[0]?.StatusMessage).toContain('Invalid IAM Instance Profile name');
  await sandbox.version(LaunchTemplateId);
  sandbox.clock.advance(20_000);
  expect(await states('refused')).toEqual(['InService', 'InService']);
});

test('tags go to the instances that are launched from then on, and groups are found by them', async () => {
  const Tags = [{ Key: 'app', Value: 'shop', ResourceId: 'tagged', ResourceType: 'auto-scaling-group', PropagateAtLaunch: true }];
  await open('tagged');
  await sandbox.aws.createOrUpdateTags({ Tags });
  await sandbox.aws.setDesiredCapacity({ AutoScalingGroupName: 'tagged', DesiredCapacity: 3 });
  const newest = (await ids('tagged')).at(-1)!;
  expect(sandbox.ec2.instances[newest]?.tags).toMatchObject({ app: 'shop', 'aws:autoscaling:groupName': 'tagged' });
  const found = await sandbox.aws.describeAutoScalingGroups({ Filters: [{ Name: 'tag:app', Values: ['shop'] }] });
  expect(found.AutoScalingGroups!.map(({ AutoScalingGroupName }) => AutoScalingGroupName)).toEqual(['tagged']);
  const { Tags: listed } = await sandbox.aws.describeTags({ Filters: [{ Name: 'key', Values: ['app'] }] });
  expect(listed).toEqual(Tags);
  await sandbox.aws.deleteTags({ Tags });
  expect((await sandbox.group('tagged')).Tags).toEqual([]);
});

test('listings come page by page, by a token that inserts do not disturb', async () => {
  const names: string[] = [];
  for (let NextToken: string | undefined, more = true; more; ) {
    const page = await sandbox.aws.describeAutoScalingGroups({ MaxRecords: 2, NextToken });
    names.push(...page.AutoScalingGroups!.map(({ AutoScalingGroupName }) => AutoScalingGroupName!));
    NextToken = page.NextToken;
    more = NextToken !== undefined;
  }
  const all = await sandbox.aws.describeAutoScalingGroups({});
  expect(names).toEqual(all.AutoScalingGroups!.map(({ AutoScalingGroupName }) => AutoScalingGroupName));
  await expect(sandbox.aws.describeAutoScalingGroups({ NextToken: 'other' })).rejects.toMatchObject({ name: 'InvalidNextToken' });
});

test('a group with instances is only deleted by force, and they go with it', async () => {
  const [first] = await open('doomed');
  const remove = (ForceDelete: boolean) => sandbox.aws.deleteAutoScalingGroup({ AutoScalingGroupName: 'doomed', ForceDelete });
  await expect(remove(false)).rejects.toMatchObject({ name: 'ResourceInUseFault' });
  await remove(true);
  expect((await sandbox.group('doomed')).Status).toBe('Delete in progress');
  sandbox.clock.advance(20_000);
  const { AutoScalingGroups } = await sandbox.aws.describeAutoScalingGroups({ AutoScalingGroupNames: ['doomed'] });
  expect(AutoScalingGroups).toEqual([]);
  expect(sandbox.ec2.instances[first!]?.state).toBe('terminated');
});
