import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pair, variables } from '../estate/containers.ts';
import { policyText, trusting, useOfBucket } from '../estate/policies.ts';
import { runningProcesses } from './running.ts';
import { startTestSandbox, type TestSandbox } from './test-sandbox.ts';

const at = { accountId: '560921689673', region: 'us-east-1' } as const;
const bucket = 'limbo-brain-560921689673';
let sandbox: TestSandbox;
let keys: Record<string, string>;

beforeAll(async () => {
  sandbox = await startTestSandbox(0.02);
  const key = Object.values(sandbox.world.state.accounts[at.accountId]!.iam.accessKeys).find(({ userName }) => userName === 'limbo-bot')!;
  keys = pair({ accessKeyId: key.id, secretAccessKey: key.secretAccessKey });
});
afterAll(() => sandbox.close());

async function role(RoleName: string, service: string, permitted: boolean): Promise<string> {
  const input = { RoleName, AssumeRolePolicyDocument: policyText(trusting(service)) };
  await sandbox.invoke({ ...at, service: 'iam', operation: 'CreateRole', input });
  const policy = { RoleName, PolicyName: 'brain', PolicyDocument: policyText(useOfBucket(bucket)) };
  if (permitted) await sandbox.invoke({ ...at, service: 'iam', operation: 'PutRolePolicy', input: policy });
  return RoleName;
}

/** Runs a task with this environment and role, and in it the child program with what the task would have. */
async function inTask(family: string, environment: Record<string, string>, taskRoleArn?: string, whenRunning?: () => Promise<unknown>) {
  const container = { name: 'main', image: 'program:1', memory: 128, environment: variables(environment) };
  const definition = { family, containerDefinitions: [container], ...(taskRoleArn ? { taskRoleArn } : {}) };
  await sandbox.invoke({ ...at, service: 'ecs', operation: 'RegisterTaskDefinition', input: definition });
  await sandbox.invoke({ ...at, service: 'ecs', operation: 'RunTask', input: { cluster: 'limbo', taskDefinition: family } });
  const running = () => runningProcesses(sandbox.world).processes.find(({ workload }) => workload === family);
  while (!running()) await new Promise((resolve) => setTimeout(resolve, 20));
  await whenRunning?.();
  const { environment: explicit, credentialsPath } = running()!;
  const env = {
    ...explicit,
    AWS_REGION: at.region,
    AWS_EC2_METADATA_DISABLED: 'true',
    // No files of ours: a task has a home of its own.
    HOME: '/nonexistent',
    SANDBOX_URL: sandbox.url,
    BUCKET: bucket,
    ...(credentialsPath === null ? {} : { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${sandbox.url}${credentialsPath}` }),
  };
  const child = fileURLToPath(new URL('./default-chain.child.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [child], { env });
  return JSON.parse(stdout) as { identity: string; listing: number | string };
}

test('C14: case 1, static keys: acts as the user', async () => {
  const { identity, listing } = await inTask('case-1', keys);
  expect(identity).toBe('arn:aws:iam::560921689673:user/limbo-bot');
  expect(listing).toBe(0);
});

test('C14: case 2, stripped and no role: no credentials', async () => {
  expect((await inTask('case-2', {})).identity).toBe('CredentialsProviderError');
});

test('C14: case 3, a role that trusts only ec2: ECS starts no task; one that runs already loses its credentials', async () => {
  const name = await role('Case3', 'ec2.amazonaws.com', true);
  await expect(inTask('case-3', {}, name)).rejects.toThrow('ECS was unable to assume the role');
  const trust = (service: string) => {
    const input = { RoleName: name, PolicyDocument: policyText(trusting(service)) };
    return sandbox.invoke({ ...at, service: 'iam', operation: 'UpdateAssumeRolePolicy', input });
  };
  await trust('ecs-tasks.amazonaws.com');
  const { identity } = await inTask('case-3', {}, name, () => trust('ec2.amazonaws.com'));
  expect(identity).toBe('CredentialsProviderError');
});

test('C14: case 4, right trust and no policy: AccessDenied', async () => {
  const { identity, listing } = await inTask('case-4', {}, await role('Case4', 'ecs-tasks.amazonaws.com', false));
  expect(identity).toMatch(/assumed-role\/Case4\/[0-9a-f]{32}$/);
  expect(listing).toBe('AccessDenied');
});

test('C14: case 5, least privilege: works as the role', async () => {
  const { identity, listing } = await inTask('case-5', {}, await role('Case5', 'ecs-tasks.amazonaws.com', true));
  expect(identity).toMatch(/^arn:aws:sts::560921689673:assumed-role\/Case5\//);
  expect(listing).toBe(0);
});

test('C14, D-02: case 6, a role is set and the keys were left: still the user', async () => {
  const { identity } = await inTask('case-6', keys, await role('Case6', 'ecs-tasks.amazonaws.com', true));
  expect(identity).toBe('arn:aws:iam::560921689673:user/limbo-bot');
});
