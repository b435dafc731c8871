import type { RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectedInstances } from '../estate/ec2/expected.ts';
import { allow, policyText, trusting } from '../estate/policies.ts';
import { observations } from './observations.ts';
import { startRunner } from './runner.ts';
import { startTestSandbox, type TestSandbox } from './test-sandbox.ts';

/** Workloads of the estate that make calls. */
const inTasks = 20;
const onInstances = expectedInstances.filter(({ state, runs }) => state === 'running' && runs).length;

const at = { accountId: '560921689673', region: 'us-east-1' } as const;
let sandbox: TestSandbox;
let runner: { stop(): Promise<void> };

beforeAll(async () => {
  sandbox = await startTestSandbox(0.1);
  runner = startRunner({ url: sandbox.url, token: sandbox.token });
  await settled(() => seen('limbo').calls > 5);
});
afterAll(async () => {
  await runner.stop();
  await sandbox.close();
});

/** Waits until a condition holds; fails after ten seconds. */
async function settled(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let wait = 0; wait < 200; wait++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('nothing happened for ten seconds');
}

/** What was seen of a workload, optionally as one identity only. */
function seen(workload: string, identity = '') {
  const rows = observations(sandbox.world, { workload }).filter((row) => row.identity.includes(identity));
  const sum = (of: 'calls' | 'failed') => rows.reduce((total, row) => total + row[of], 0);
  return { calls: sum('calls'), failed: sum('failed'), errors: [...new Set(rows.flatMap(({ lastError }) => lastError ?? []))] };
}

/** Registers limbo's newest revision again without the two variables and with the role, and moves the service to it. */
async function moveLimbo(role: string | null): Promise<void> {
  const described = await sandbox.invoke({
    ...at,
    service: 'ecs',
    operation: 'DescribeTaskDefinition',
    input: { taskDefinition: 'limbo' },
  });
  const { family, executionRoleArn, containerDefinitions } = described.taskDefinition!;
  const input = {
    family,
    executionRoleArn,
    ...(role === null ? {} : { taskRoleArn: role }),
    containerDefinitions: containerDefinitions?.map((container) => ({
      ...container,
      environment: container.environment?.filter(({ name }) => !/^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY)$/.test(name ?? '')),
    })),
  } as RegisterTaskDefinitionRequest;
  const { taskDefinition } = await sandbox.invoke({ ...at, service: 'ecs', operation: 'RegisterTaskDefinition', input });
  const update = { cluster: 'limbo', service: 'limbo', taskDefinition: taskDefinition?.taskDefinitionArn };
  await sandbox.invoke({ ...at, service: 'ecs', operation: 'UpdateService', input: update });
  await settled(async () => {
    const input = { cluster: 'limbo', services: ['limbo'] };
    const { services } = await sandbox.invoke({ ...at, service: 'ecs', operation: 'DescribeServices', input });
    return services?.[0]?.deployments?.length === 1 && services[0].deployments[0]?.rolloutState === 'COMPLETED';
  });
}

async function newRole(RoleName: string, permitted: boolean): Promise<void> {
  const input = { RoleName, AssumeRolePolicyDocument: policyText(trusting('ecs-tasks.amazonaws.com')) };
  await sandbox.invoke({ ...at, service: 'iam', operation: 'CreateRole', input });
  const document = allow(
    [['cloudwatch:PutMetricData'], '*'],
    [['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::limbo-brain-560921689673/*'],
  );
  const policy = { RoleName, PolicyName: 'limbo', PolicyDocument: policyText(document) };
  if (permitted) await sandbox.invoke({ ...at, service: 'iam', operation: 'PutRolePolicy', input: policy });
}

test('D18: every program of the estate works, but for the one whose credentials are dead', async () => {
  await settled(() => observations(sandbox.world).some(({ workload }) => workload === 'warehouse-loader') && seen('limbo').calls > 20);
  const failing = new Set(observations(sandbox.world).flatMap(({ failed, workload }) => (failed > 0 ? [workload] : [])));
  expect([...failing]).toEqual(['batch-import']);
  expect(seen('batch-import').errors.join()).toContain('ExpiredToken: The provided token has expired.');
  expect(new Set(observations(sandbox.world).map(({ workload }) => workload)).size).toBe(inTasks + onInstances);
  expect(seen('ledger', 'user/ledger-svc').calls).toBe(seen('ledger').calls);
  expect(seen('catalog', 'assumed-role/CatalogTaskRole').calls).toBeGreaterThan(0);
});

test('D18: a right change is seen as no failed call at all, through the whole hand-over', async () => {
  await newRole('LimboTaskRole', true);
  await moveLimbo('LimboTaskRole');
  await settled(() => seen('limbo', 'assumed-role/LimboTaskRole').calls > 10);
  expect(seen('limbo')).toMatchObject({ failed: 0, errors: [] });
});

test('D18: a role without permissions is seen as failed calls', async () => {
  await newRole('EmptyTaskRole', false);
  await moveLimbo('EmptyTaskRole');
  await settled(() => seen('limbo', 'assumed-role/EmptyTaskRole').failed > 3);
  const { calls, failed, errors } = seen('limbo', 'assumed-role/EmptyTaskRole');
  expect(failed).toBe(calls);
  expect(errors.join()).toContain('AccessDenied');
});

test('D18: keys stripped and no role is seen as failed calls of nobody', async () => {
  await moveLimbo(null);
  await settled(() => seen('limbo', 'none').failed > 3);
  expect(seen('limbo', 'none').errors).toEqual(['CredentialsError: Unable to locate credentials']);
});

test('D18: while the sandbox is away nothing counts as failed', async () => {
  const before = seen('reports');
  const { url, world, close } = sandbox;
  await close();
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(url).toMatch(/^http/);
  expect(observations(world, { workload: 'reports' }).reduce((total, row) => total + row.failed, 0)).toBe(before.failed);
});
