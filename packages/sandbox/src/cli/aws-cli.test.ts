import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type RunningSandbox, startSandbox } from '../sandbox.ts';

// The AWS CLI is the independent judge of the wire: another SDK, in another language. Where it is not installed these tests are skipped by name.
const isInstalled = spawnSync('aws', ['--version']).status === 0;
const where = isInstalled ? test : test.skip;
// Each call starts a Python of its own, and a waiter sleeps 15 s between two looks.
vi.setConfig({ testTimeout: 120_000 });

let sandbox: RunningSandbox;
const dataDir = mkdtempSync(path.join(tmpdir(), 'rolewright-cli-'));
beforeAll(async () => {
  const settings = { timeScale: 0.05, rates: 'off', estate: 'legacy', trueDelays: false } as const;
  sandbox = await startSandbox({ dataDir, port: 0, version: 'test', settings, log: () => undefined });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(dataDir, { recursive: true });
});

interface Answer {
  code: number;
  out: Record<string, unknown>;
  error: string;
}

/** Runs `aws … --output json` against the sandbox with one of its profiles. */
const aws = (args: string[], profile = 'sandbox'): Promise<Answer> =>
  bare(['--profile', profile, ...args], { AWS_SHARED_CREDENTIALS_FILE: path.join(dataDir, 'sandbox/aws-credentials') });

/** The same with what `credentials` puts into the environment. */
function bare(args: string[], credentials: Record<string, string>): Promise<Answer> {
  const settings = { PATH: process.env.PATH, HOME: dataDir, AWS_DEFAULT_REGION: 'us-east-1', AWS_PAGER: '' };
  return new Promise((resolve) => {
    execFile(
      'aws',
      ['--endpoint-url', sandbox.url, '--output', 'json', ...args],
      { env: { ...settings, ...credentials } },
      (error, stdout, stderr) =>
        resolve({ code: error ? 1 : 0, out: stdout.trim().startsWith('{') ? JSON.parse(stdout) : {}, error: stderr }),
    );
  });
}

async function answerOf(...args: string[]): Promise<Record<string, unknown>> {
  const { code, out, error } = await aws(args);
  expect(code, error).toBe(0);
  return out;
}

where('sts: both profiles are who the README says', async () => {
  expect(await answerOf('sts', 'get-caller-identity')).toMatchObject({ Account: '560921689673' });
  expect((await aws(['sts', 'get-caller-identity'], 'sandbox-data')).out).toMatchObject({ Account: '210987654321' });
});

where('ecs: lists page by page, describes, registers, deregisters', async () => {
  const { clusterArns } = await answerOf('ecs', 'list-clusters');
  expect(clusterArns).toContain('arn:aws:ecs:us-east-1:560921689673:cluster/limbo');
  const services = await answerOf('ecs', 'describe-services', '--cluster', 'limbo', '--services', 'limbo');
  expect(services).toMatchObject({
    services: [{ serviceName: 'limbo', status: 'ACTIVE', taskDefinition: expect.stringMatching(/limbo:3$/) }],
  });
  const paged = await answerOf('ecs', 'list-task-definitions', '--page-size', '50');
  const whole = await answerOf('ecs', 'list-task-definitions');
  expect(paged.taskDefinitionArns).toEqual(whole.taskDefinitionArns);
  expect((whole.taskDefinitionArns as string[]).length).toBeGreaterThan(100);
  const containers = JSON.stringify([{ name: 'app', image: 'app:1', memory: 64, environment: [{ name: 'A', value: 'ü "quoted"' }] }]);
  const made = await answerOf('ecs', 'register-task-definition', '--family', 'cli', '--container-definitions', containers);
  expect(made).toMatchObject({
    taskDefinition: { revision: 1, containerDefinitions: [{ environment: [{ name: 'A', value: 'ü "quoted"' }] }] },
  });
  expect(await answerOf('ecs', 'deregister-task-definition', '--task-definition', 'cli:1')).toMatchObject({
    taskDefinition: { status: 'INACTIVE' },
  });
});

where('iam: account details, roles, their policies, and the errors by name', async () => {
  const details = await answerOf('iam', 'get-account-authorization-details');
  expect((details.UserDetailList as { UserName: string }[]).map((user) => user.UserName)).toContain('payments-svc');
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  });
  const made = await answerOf(
    'iam',
    'create-role',
    '--role-name',
    'FromCli',
    '--assume-role-policy-document',
    trust,
    '--tags',
    'Key=a,Value=b',
  );
  expect(made).toMatchObject({
    Role: { RoleName: 'FromCli', AssumeRolePolicyDocument: JSON.parse(trust), Tags: [{ Key: 'a', Value: 'b' }] },
  });
  expect((await aws(['iam', 'create-role', '--role-name', 'FromCli', '--assume-role-policy-document', trust])).error).toContain(
    'EntityAlreadyExists',
  );
  await answerOf('iam', 'delete-role', '--role-name', 'FromCli');
  expect((await aws(['iam', 'get-role', '--role-name', 'FromCli'])).error).toContain('NoSuchEntity');
});

where('s3: copies up, lists, copies down, removes', async () => {
  const file = path.join(dataDir, 'up.txt');
  writeFileSync(file, 'from the CLI\n');
  const at = 's3://limbo-brain-560921689673/cli/up.txt';
  expect((await aws(['s3', 'cp', file, at])).error).toBe('');
  expect((await aws(['s3', 'ls', 's3://limbo-brain-560921689673/cli/'])).code).toBe(0);
  expect(await answerOf('s3api', 'list-objects-v2', '--bucket', 'limbo-brain-560921689673', '--prefix', 'cli/')).toMatchObject({
    Contents: [{ Key: 'cli/up.txt', Size: 13 }],
  });
  expect((await aws(['s3', 'cp', at, `${file}.back`])).code).toBe(0);
  expect((await aws(['s3', 'rm', at])).code).toBe(0);
});

where('cloudwatch, cloudtrail and the services that a scan reads answer', async () => {
  await answerOf('cloudwatch', 'put-metric-data', '--namespace', 'cli', '--metric-name', 'm', '--value', '1');
  const { Events } = await answerOf('cloudtrail', 'lookup-events', '--max-items', '5');
  expect((Events as object[]).length).toBeGreaterThan(0);
  await answerOf('secretsmanager', 'list-secrets');
  await answerOf('ssm', 'describe-parameters');
  await answerOf('events', 'list-rules');
  expect(await answerOf('cloudformation', 'describe-stacks')).toMatchObject({ Stacks: [{ StackName: 'payments-prod' }] });
});

where(
  'A8 A11 secretsmanager and ssm: a secret is stored, read by whom IAM or its own policy lets, across accounts too, and deleted',
  async () => {
    const name = 'build/agent/aws-config';
    const made = await answerOf('secretsmanager', 'create-secret', '--name', name, '--secret-string', 'first');
    await answerOf('secretsmanager', 'put-secret-value', '--secret-id', name, '--secret-string', 'second');
    expect(await answerOf('secretsmanager', 'get-secret-value', '--secret-id', name)).toMatchObject({ SecretString: 'second' });
    const arn = String(made.ARN);
    const abroad = () => aws(['secretsmanager', 'get-secret-value', '--secret-id', arn], 'sandbox-data');
    expect((await abroad()).error).toContain('AccessDenied');
    const Statement = { Effect: 'Allow', Principal: { AWS: '210987654321' }, Action: 'secretsmanager:GetSecretValue', Resource: '*' };
    const policy = JSON.stringify({ Version: '2012-10-17', Statement });
    await answerOf('secretsmanager', 'put-resource-policy', '--secret-id', name, '--resource-policy', policy);
    expect((await answerOf('secretsmanager', 'get-resource-policy', '--secret-id', name)).ResourcePolicy).toBe(policy);
    expect((await abroad()).out).toMatchObject({ SecretString: 'second' });
    await answerOf('secretsmanager', 'delete-secret', '--secret-id', name, '--force-delete-without-recovery');
    expect((await aws(['secretsmanager', 'describe-secret', '--secret-id', name])).error).toContain('ResourceNotFoundException');
    await answerOf('ssm', 'put-parameter', '--name', `/${name}`, '--type', 'SecureString', '--value', 'config');
    expect(await answerOf('ssm', 'get-parameter', '--name', `/${name}`, '--with-decryption')).toMatchObject({
      Parameter: { Value: 'config' },
    });
    expect((await aws(['ssm', 'delete-parameter', '--name', `/${name}`])).code).toBe(0);
    expect((await aws(['ssm', 'get-parameter', '--name', `/${name}`])).error).toContain('ParameterNotFound');
  },
);

where('it waits for a service, goes on where a page ended, and looks events up by an attribute', async () => {
  await answerOf('ecs', 'update-service', '--cluster', 'media', '--service', 'gallery', '--force-new-deployment');
  expect((await aws(['ecs', 'wait', 'services-stable', '--cluster', 'media', '--services', 'gallery'])).error).toBe('');
  const services = await answerOf('ecs', 'describe-services', '--cluster', 'media', '--services', 'gallery');
  expect(services).toMatchObject({ services: [{ deployments: [{ status: 'PRIMARY', rolloutState: 'COMPLETED', runningCount: 1 }] }] });
  const first = await answerOf('iam', 'list-users', '--max-items', '4', '--page-size', '3');
  const rest = await answerOf('iam', 'list-users', '--page-size', '3', '--starting-token', String(first.NextToken));
  const names = [first, rest].flatMap(({ Users }) => (Users as { UserName: string }[]).map(({ UserName }) => UserName));
  expect(names).toEqual([...new Set(names)].sort());
  expect(names).toContain('limbo-bot');
  const attribute = 'AttributeKey=EventName,AttributeValue=UpdateService';
  const { Events } = await answerOf('cloudtrail', 'lookup-events', '--lookup-attributes', attribute, '--max-items', '1');
  expect(Events).toMatchObject([{ EventName: 'UpdateService', Username: 'sandbox-administrator', ReadOnly: 'false' }]);
});

where("a role is assumed from the other account, and what it may not do is said in AWS's words", async () => {
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::210987654321:root' }, Action: 'sts:AssumeRole' }],
  });
  await answerOf('iam', 'create-role', '--role-name', 'Visited', '--assume-role-policy-document', trust);
  const RoleArn = 'arn:aws:iam::560921689673:role/Visited';
  const assume = () => aws(['sts', 'assume-role', '--role-arn', RoleArn, '--role-session-name', 'visit'], 'sandbox-data');
  await expect.poll(async () => (await assume()).code, { timeout: 20_000 }).toBe(0);
  const { Credentials } = (await assume()).out as { Credentials: Record<string, string> };
  const session = {
    AWS_ACCESS_KEY_ID: Credentials.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: Credentials.SecretAccessKey ?? '',
    AWS_SESSION_TOKEN: Credentials.SessionToken ?? '',
  };
  const { error } = await bare(['iam', 'list-users'], session);
  expect(error).toContain(
    'User: arn:aws:sts::560921689673:assumed-role/Visited/visit is not authorized to perform: iam:ListUsers on resource: ' +
      'arn:aws:iam::560921689673:user/ because no identity-based policy allows the iam:ListUsers action',
  );
  expect((await bare(['sts', 'get-caller-identity'], { ...session, AWS_SESSION_TOKEN: 'none' })).error).toContain('InvalidClientTokenId');
});

where('a wrong secret, an unknown key and an operation that is not there fail as AWS would, or by name', async () => {
  const key = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'wrong' };
  expect((await bare(['sts', 'get-caller-identity'], key)).error).toContain('InvalidClientTokenId');
  expect((await bare(['ecs', 'list-clusters'], key)).error).toContain('UnrecognizedClientException');
  expect((await aws(['ecs', 'list-attributes', '--target-type', 'container-instance'])).error).toMatch(/501|ListAttributes/);
});
