import { expect, test } from 'vitest';
import { sandboxContext } from '../../auth/sandbox-context.ts';
import { createInvoke } from '../../http/invoke.ts';
import { mount } from '../../http/mount.ts';
import { testWorld } from '../../state/test-world.ts';
import type { World } from '../../state/world.ts';
import { iamService } from '../iam/service.ts';
import { service } from './index.ts';
import { runEcs } from './tick.ts';

const accountId = '560921689673';
const region = 'us-east-1';

const ecsOn = async (world: World) => createInvoke(world, [mount('ecs', await import('@aws-sdk/client-ecs'), service)]);

async function limbo(world: World, extra: Record<string, unknown> = {}) {
  const invoke = await ecsOn(world);
  const ecs = { accountId, region, service: 'ecs' as const };
  await invoke({ ...ecs, operation: 'CreateCluster', input: { clusterName: 'limbo' } });
  const register = async (image: string) => {
    const input = { family: 'limbo', containerDefinitions: [{ name: 'bot', image, memory: 128 }] };
    return (await invoke({ ...ecs, operation: 'RegisterTaskDefinition', input })).taskDefinition!;
  };
  await register('limbo:1.2.0');
  const create = { cluster: 'limbo', serviceName: 'limbo', taskDefinition: 'limbo:1', desiredCount: 2, ...extra };
  await invoke({ ...ecs, operation: 'CreateService', input: create });
  const describe = async () =>
    (await invoke({ ...ecs, operation: 'DescribeServices', input: { cluster: 'limbo', services: ['limbo'] } })).services![0]!;
  const update = (input: Record<string, unknown>) =>
    invoke({ ...ecs, operation: 'UpdateService', input: { cluster: 'limbo', service: 'limbo', ...input } });
  return { invoke, ecs, register, describe, update };
}

test('C9: a rolling deployment takes about 12 s and never runs fewer tasks than the minimum', async () => {
  const { world, clock } = testWorld();
  const { register, describe, update } = await limbo(world);
  clock.advance(10_000);
  const before = await describe();
  expect(before.runningCount).toBe(2);
  expect(before.events?.[0]?.message).toBe('(service limbo) has reached a steady state.');

  await register('limbo:1.2.1');
  const answer = await update({ taskDefinition: 'limbo:2' });
  expect(answer.service?.deployments?.map(({ status, rolloutState }) => [status, rolloutState])).toEqual([
    ['PRIMARY', 'IN_PROGRESS'],
    ['ACTIVE', 'COMPLETED'],
  ]);
  const seen: number[] = [];
  let completedAfter = 0;
  for (let second = 0.5; second <= 20 && completedAfter === 0; second += 0.5) {
    clock.advance(500);
    const now = await describe();
    seen.push(now.runningCount ?? 0);
    if (now.deployments?.length === 1 && now.deployments[0]?.rolloutState === 'COMPLETED') completedAfter = second;
  }
  expect(Math.min(...seen)).toBe(2);
  expect(completedAfter).toBeGreaterThan(10);
  expect(completedAfter).toBeLessThan(14);
  expect((await describe()).events?.slice(0, 2).map(({ message }) => message)).toEqual([
    '(service limbo) has reached a steady state.',
    expect.stringMatching(/^\(service limbo\) \(deployment ecs-svc\/\d{19}\) deployment completed\.$/),
  ]);
});

test('C9: minimumHealthyPercent 50 with maximumPercent 100 makes room by one task at a time', async () => {
  const { world, clock } = testWorld();
  const { register, describe, update } = await limbo(world, {
    deploymentConfiguration: { minimumHealthyPercent: 50, maximumPercent: 100 },
  });
  clock.advance(15_000);
  await register('limbo:1.2.1');
  await update({ taskDefinition: 'limbo:2' });
  const seen: number[] = [];
  for (let second = 0; second < 40; second++) {
    clock.advance(1_000);
    seen.push((await describe()).runningCount ?? 0);
  }
  expect(Math.min(...seen)).toBe(1);
  expect(Math.max(...seen)).toBe(2);
  const after = await describe();
  expect(after.deployments).toHaveLength(1);
  expect(after.deployments?.[0]).toMatchObject({ rolloutState: 'COMPLETED', runningCount: 2 });
});

test('C9: the circuit breaker gives up after three failed starts and rolls back without touching the old tasks', async () => {
  const { world, clock } = testWorld();
  const deploymentConfiguration = { deploymentCircuitBreaker: { enable: true, rollback: true } };
  const { invoke, ecs, register, describe, update } = await limbo(world, { deploymentConfiguration });
  clock.advance(15_000);
  const list = async () => (await invoke({ ...ecs, operation: 'ListTasks', input: { cluster: 'limbo' } })).taskArns;
  const tasks = await list();
  await register('limbo:does-not-exist');
  await update({ taskDefinition: 'limbo:2' });
  clock.advance(60_000);
  const after = await describe();
  expect(await list()).toEqual(tasks);
  expect(after.taskDefinition).toMatch(/limbo:1$/);
  expect(after.deployments).toHaveLength(1);
  expect(after.deployments?.[0]).toMatchObject({ status: 'PRIMARY', rolloutState: 'COMPLETED', runningCount: 2 });
  const messages = after.events?.map(({ message }) => message).join('\n');
  expect(messages).toContain('deployment failed: tasks failed to start.');
  expect(messages).toContain('rolling back to (deployment');
  const stopped = await invoke({ ...ecs, operation: 'ListTasks', input: { cluster: 'limbo', desiredStatus: 'STOPPED' } });
  const described = await invoke({ ...ecs, operation: 'DescribeTasks', input: { cluster: 'limbo', tasks: stopped.taskArns } });
  expect(described.tasks?.[0]).toMatchObject({
    stopCode: 'TaskFailedToStart',
    stoppedReason: expect.stringContaining('CannotPullContainerError'),
  });
});

test('C9: without a circuit breaker a failing deployment stays IN_PROGRESS and the old tasks stay', async () => {
  const { world, clock } = testWorld();
  const { register, describe, update } = await limbo(world);
  clock.advance(15_000);
  await register('limbo:does-not-exist');
  await update({ taskDefinition: 'limbo:2' });
  clock.advance(120_000);
  const after = await describe();
  expect(after.deployments?.map(({ status, rolloutState, runningCount }) => [status, rolloutState, runningCount])).toEqual([
    ['PRIMARY', 'IN_PROGRESS', 0],
    ['ACTIVE', 'COMPLETED', 2],
  ]);
  expect(after.deployments?.[0]?.failedTasks).toBeGreaterThan(5);
});

test('C9: a deployment goes on from plain JSON after a restart', async () => {
  const { world, clock } = testWorld();
  const { register, update } = await limbo(world);
  clock.advance(15_000);
  await register('limbo:1.2.1');
  await update({ taskDefinition: 'limbo:2' });
  clock.advance(7_000);

  const second = testWorld();
  second.world.state = JSON.parse(JSON.stringify(world.state));
  second.clock.advance(22_000);
  runEcs(second.world);
  second.clock.advance(15_000);
  const invoke = await ecsOn(second.world);
  const input = { cluster: 'limbo', services: ['limbo'] };
  const after = (await invoke({ accountId, region, service: 'ecs', operation: 'DescribeServices', input })).services![0]!;
  expect(after.deployments).toHaveLength(1);
  expect(after.deployments?.[0]).toMatchObject({ rolloutState: 'COMPLETED', runningCount: 2 });
  expect(after.taskDefinition).toMatch(/limbo:2$/);
});

test('D-26 a deleted revision stays DELETE_IN_PROGRESS until nothing uses it, and its number never returns', async () => {
  const { world, clock } = testWorld();
  const { invoke, ecs, register, update } = await limbo(world);
  clock.advance(15_000);
  const names = { taskDefinitions: ['limbo:1'] };
  expect((await invoke({ ...ecs, operation: 'DeleteTaskDefinitions', input: names })).failures).toHaveLength(1);
  await invoke({ ...ecs, operation: 'DeregisterTaskDefinition', input: { taskDefinition: 'limbo:1' } });
  const deleted = await invoke({ ...ecs, operation: 'DeleteTaskDefinitions', input: names });
  expect(deleted.taskDefinitions?.[0]?.status).toBe('DELETE_IN_PROGRESS');
  const describe = () => invoke({ ...ecs, operation: 'DescribeTaskDefinition', input: { taskDefinition: 'limbo:1' } });
  expect((await describe()).taskDefinition?.status).toBe('DELETE_IN_PROGRESS');
  await register('limbo:1.2.1');
  await update({ taskDefinition: 'limbo:2' });
  clock.advance(20_000);
  await expect(describe()).rejects.toThrow('Unable to describe task definition.');
  await update({ desiredCount: 0 });
  clock.advance(20_000);
  expect((await register('limbo:1.2.2')).revision).toBe(3);
});

test('D-30 a CODE_DEPLOY service refuses another task definition and shows its task set', async () => {
  const { world, clock } = testWorld();
  const { register, describe, update } = await limbo(world, { deploymentController: { type: 'CODE_DEPLOY' } });
  clock.advance(15_000);
  await register('limbo:1.2.1');
  await expect(update({ taskDefinition: 'limbo:2' })).rejects.toMatchObject({ code: 'InvalidParameterException' });
  const shown = await describe();
  expect(shown.taskSets?.[0]).toMatchObject({ status: 'PRIMARY', runningCount: 2, stabilityStatus: 'STEADY_STATE' });
});

test('D-32 a stopped task stays visible for an hour', async () => {
  const { world, clock } = testWorld();
  const { invoke, ecs } = await limbo(world);
  const run = await invoke({ ...ecs, operation: 'RunTask', input: { cluster: 'limbo', taskDefinition: 'limbo:1', startedBy: 'me' } });
  const taskArn = run.tasks![0]!.taskArn!;
  const describe = async () => invoke({ ...ecs, operation: 'DescribeTasks', input: { cluster: 'limbo', tasks: [taskArn] } });
  clock.advance(10_000);
  expect((await describe()).tasks?.[0]?.lastStatus).toBe('RUNNING');
  await invoke({ ...ecs, operation: 'StopTask', input: { cluster: 'limbo', task: taskArn } });
  clock.advance(4_000);
  expect((await describe()).tasks?.[0]?.lastStatus).toBe('STOPPED');
  clock.advance(3_590_000);
  expect((await describe()).tasks).toHaveLength(1);
  clock.advance(20_000);
  expect((await describe()).failures?.[0]?.reason).toBe('MISSING');
});

test("C9: a task role that ECS cannot assume fails the launch in AWS's words, again and again, until it can", async () => {
  const { world, clock } = testWorld();
  const { invoke, ecs, describe, update } = await limbo(world, {
    deploymentConfiguration: { minimumHealthyPercent: 50, maximumPercent: 200 },
  });
  clock.advance(15_000);
  const context = sandboxContext(world, world.state.accounts[accountId]!);
  const trust = (Service: string) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }] });
  const RoleName = 'LimboTaskRole';
  await iamService.handlers.CreateRole?.({ RoleName, AssumeRolePolicyDocument: trust('ec2.amazonaws.com') }, context);
  const containerDefinitions = [{ name: 'bot', image: 'limbo:1.3.0', memory: 128 }];
  await invoke({ ...ecs, operation: 'RegisterTaskDefinition', input: { family: 'limbo', taskRoleArn: RoleName, containerDefinitions } });
  await update({ taskDefinition: 'limbo:2' });
  clock.advance(30_000);
  const stuck = await describe();
  expect(stuck.runningCount).toBe(2);
  expect(stuck.deployments?.[0]).toMatchObject({ rolloutState: 'IN_PROGRESS', runningCount: 0 });
  expect(stuck.events?.map(({ message }) => message)).toContain(
    "(service limbo) failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::560921689673:role/LimboTaskRole' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.).",
  );
  const run = invoke({ ...ecs, operation: 'RunTask', input: { cluster: 'limbo', taskDefinition: 'limbo:2' } });
  await expect(run).rejects.toThrow('ECS was unable to assume the role');
  await iamService.handlers.UpdateAssumeRolePolicy?.({ RoleName, PolicyDocument: trust('ecs-tasks.amazonaws.com') }, context);
  clock.advance(40_000);
  const after = await describe();
  expect(after.deployments).toHaveLength(1);
  expect(after.deployments?.[0]).toMatchObject({ rolloutState: 'COMPLETED', runningCount: 2 });
});

test('RunTask refuses overrides of more than 8,192 characters, and words that ECS does not know', async () => {
  const { invoke, ecs } = await limbo(testWorld().world);
  const run = (input: object) => invoke({ ...ecs, operation: 'RunTask', input: { cluster: 'limbo', taskDefinition: 'limbo:1', ...input } });
  const overrides = { containerOverrides: [{ name: 'bot', environment: [{ name: 'TEXT', value: 'x'.repeat(8_200) }] }] };
  await expect(run({ overrides })).rejects.toThrow('Container Overrides length must be at most 8192');
  await expect(run({ launchType: 'LAMBDA' })).rejects.toThrow('launchType should be one of [');
  await expect(invoke({ ...ecs, operation: 'ListTasks', input: { cluster: 'limbo', desiredStatus: 'DONE' as 'STOPPED' } })).rejects.toThrow(
    'desiredStatus should be one of [',
  );
});
