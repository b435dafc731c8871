import { CreateClusterCommand, DescribeTasksCommand, RegisterTaskDefinitionCommand, RunTaskCommand } from '@aws-sdk/client-ecs';
import { CreateRoleCommand, DeleteRolePolicyCommand } from '@aws-sdk/client-iam';
import { runningProcesses } from '@rolewright/sandbox/runtime/running.ts';
import { parametersOf, secretsOf } from '@rolewright/sandbox/state/secrets.ts';
import type { Run } from '@rolewright/shared/apply/run.ts';
import type { ChainPlan } from '@rolewright/shared/plan/plan.ts';
import type { NewRoleChainPlan } from '@rolewright/shared/plan/role-chain.ts';
import { expect } from 'vitest';
import { administratorOf } from './administrator.ts';
import { assume, dataId, externalIdOf, homeId, iamOf, link, planChain, roleArn, settled, taskKeys } from './chains.ts';
import type { TestConsole } from './open-console.ts';
import { checkOf, control, runUntil, startRun } from './runs.ts';

/** An execution role of ECS tasks, which may do nothing yet; its ARN. */
export async function executionRole(console: TestConsole, RoleName: string): Promise<string> {
  const Statement = { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await administratorOf(console).iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  return roleArn(homeId, RoleName);
}

/** What AWS keeps under a name in the first account, in the clear; the tests' own look at the world. */
export function storedValue({ sandbox }: TestConsole, name: string): string | undefined {
  const account = sandbox.world.state.accounts[homeId];
  if (account === undefined) throw new Error('no account');
  return secretsOf(account, 'us-east-1')[name]?.value ?? parametersOf(account, 'us-east-1')[name]?.value;
}

/** Does what the plan hands over, as an operator would: registers it, starts a task; its variables once it runs, or why it stopped. */
export async function startHandedOver(
  console: TestConsole,
  { handOver }: ChainPlan,
  family: string,
): Promise<{ variables: Record<string, string> } | { stopped: string }> {
  const { ecs } = administratorOf(console);
  const { taskRoleArn, executionRoleArn, containerDefinitions } = (handOver?.taskDefinition ?? {}) as {
    taskRoleArn: string;
    executionRoleArn: string;
    containerDefinitions: object[];
  };
  const [container] = containerDefinitions;
  await ecs.send(new CreateClusterCommand({ clusterName: 'apps' }));
  const containers = [{ ...container, name: 'app', image: 'app:1', memory: 64 }];
  await ecs.send(new RegisterTaskDefinitionCommand({ family, taskRoleArn, executionRoleArn, containerDefinitions: containers }));
  const { tasks } = await ecs.send(new RunTaskCommand({ cluster: 'apps', taskDefinition: family }));
  const task = tasks?.[0]?.taskArn ?? '';
  for (const end = Date.now() + 30_000; Date.now() < end; ) {
    const process = runningProcesses(console.sandbox.world).processes.find(({ taskArn }) => taskArn === task);
    if (process) return { variables: process.environment };
    const [described] = (await ecs.send(new DescribeTasksCommand({ cluster: 'apps', tasks: [task] }))).tasks ?? [];
    if (described?.lastStatus === 'STOPPED') return { stopped: described.stoppedReason ?? '' };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the task neither runs nor stopped');
}

/** Carries a plan out and waits until IAM has spread it. */
export async function succeeded(console: TestConsole, plan: ChainPlan): Promise<Run> {
  const run = await runUntil(console, (await startRun(console, plan)).id);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  await settled(console);
  return run;
}

/** Rolls a run back. */
export async function rolledBack(console: TestConsole, { id }: Run): Promise<Run> {
  await control(console, id, 'roll-back');
  const back = await runUntil(console, id, (one) => one.state === 'rolled-back' || one.state === 'failed');
  expect(back.state, JSON.stringify(back.error)).toBe('rolled-back');
  return back;
}

type Delivery = NonNullable<NewRoleChainPlan['inputs']['delivery']>;

/** From plan over run and a task that really assumes role2 to roll-back; `action` is all that the reader AppExecution gets. */
export async function deliveredAndUsed(console: TestConsole, delivery: Delivery, action: string): Promise<void> {
  const before = iamOf(console);
  const plan = await planChain(console, role1, [link('role2')], { delivery });
  expect(plan.blockedBy).toEqual([]);
  expect(plan.steps.map(({ kind }) => kind)).toEqual([
    'create-role',
    'put-role-policy',
    'create-role',
    'put-role-policy',
    'store-config',
    'put-role-policy',
    'verify-chain',
  ]);
  expect(checkOf(plan, 'store-name').verdict).toBe('pass');
  const readers = checkOf(plan, 'secret-readers');
  expect(readers).toMatchObject({ verdict: 'unknown' });
  expect(readers.evidence.join()).toContain('user/sandbox-administrator can read it too');
  expect(readers.evidence.join()).not.toContain('AppExecution');
  const run = await succeeded(console, plan);
  const externalId = externalIdOf(console, dataId, 'role2');
  expect(storedValue(console, delivery.name)).toBe(configOf(externalId));
  expect(JSON.stringify([plan, run])).not.toContain(externalId);
  const { arn } = run.journal.find(({ event, stepId }) => event === 'done' && stepId === 'store-1')?.data ?? {};
  const policies = console.sandbox.world.state.accounts[homeId]?.iam.roles.AppExecution?.inline ?? {};
  expect(Object.values(policies).map((text) => JSON.parse(text))).toEqual([
    { Version: '2012-10-17', Statement: [{ Sid: 'ReadAwsConfig', Effect: 'Allow', Action: action, Resource: arn }] },
  ]);
  expect(run.verification.evidence.filter(({ claim }) => /uploader|AppExecution may/.test(claim)).map(({ state }) => state)).toEqual([
    'yes',
    'yes',
  ]);

  const started = await startHandedOver(console, plan, 'uploader');
  const config = 'variables' in started ? started.variables.AWS_CONFIG : started.stopped;
  expect(config).toBe(configOf(externalId));
  const ExternalId = /external_id = (.*)/.exec(config ?? '')?.[1];
  expect(
    await assume(console, taskKeys(console, roleArn(homeId, 'role1')), { RoleArn: role2Arn, ...(ExternalId ? { ExternalId } : {}) }),
  ).toMatchObject({
    arn: expect.stringContaining(':assumed-role/role2/'),
  });

  // Without the right that the plan gave, the same task does not start.
  const [policyName = ''] = Object.keys(policies);
  await administratorOf(console).iam.send(new DeleteRolePolicyCommand({ RoleName: 'AppExecution', PolicyName: policyName }));
  await settled(console);
  expect(await startHandedOver(console, plan, 'uploader')).toMatchObject({
    stopped: expect.stringContaining('unable to pull secrets or registry auth'),
  });
  await rolledBack(console, run);
  await settled(console);
  expect(storedValue(console, delivery.name)).toBeUndefined();
  expect(iamOf(console)).toBe(before);
}

const role1 = { create: { name: 'role1' } };
const role2Arn = roleArn(dataId, 'role2');

const configOf = (externalId: string): string => `[default]
region = us-east-1
role_arn = ${role2Arn}
external_id = ${externalId}
credential_source = EcsContainer
role_session_name = app-{task-id}
`;
