import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { openCli, withCli } from './test-cli.ts';

// Each call starts a Python of its own, and a waiter sleeps 15 s between two looks.
vi.setConfig({ testTimeout: 120_000 });

let cli: Awaited<ReturnType<typeof openCli>>;
beforeAll(async () => {
  cli = await openCli('legacy');
});
afterAll(() => cli?.close());

withCli(
  'A8 A11 secretsmanager and ssm: a secret is stored, read by whom IAM or its own policy lets, across accounts too, and deleted',
  async () => {
    const name = 'build/agent/aws-config';
    const made = await cli.answerOf('secretsmanager', 'create-secret', '--name', name, '--secret-string', 'first');
    await cli.answerOf('secretsmanager', 'put-secret-value', '--secret-id', name, '--secret-string', 'second');
    expect(await cli.answerOf('secretsmanager', 'get-secret-value', '--secret-id', name)).toMatchObject({ SecretString: 'second' });
    const arn = String(made.ARN);
    const abroad = () => cli.aws(['secretsmanager', 'get-secret-value', '--secret-id', arn], 'sandbox-data');
    expect((await abroad()).error).toContain('AccessDenied');
    const Statement = { Effect: 'Allow', Principal: { AWS: '210987654321' }, Action: 'secretsmanager:GetSecretValue', Resource: '*' };
    const policy = JSON.stringify({ Version: '2012-10-17', Statement });
    await cli.answerOf('secretsmanager', 'put-resource-policy', '--secret-id', name, '--resource-policy', policy);
    expect((await cli.answerOf('secretsmanager', 'get-resource-policy', '--secret-id', name)).ResourcePolicy).toBe(policy);
    expect((await abroad()).out).toMatchObject({ SecretString: 'second' });
    await cli.answerOf('secretsmanager', 'delete-secret', '--secret-id', name, '--force-delete-without-recovery');
    expect((await cli.aws(['secretsmanager', 'describe-secret', '--secret-id', name])).error).toContain('ResourceNotFoundException');
    await cli.answerOf('ssm', 'put-parameter', '--name', `/${name}`, '--type', 'SecureString', '--value', 'config');
    expect(await cli.answerOf('ssm', 'get-parameter', '--name', `/${name}`, '--with-decryption')).toMatchObject({
      Parameter: { Value: 'config' },
    });
    expect((await cli.aws(['ssm', 'delete-parameter', '--name', `/${name}`])).code).toBe(0);
    expect((await cli.aws(['ssm', 'get-parameter', '--name', `/${name}`])).error).toContain('ParameterNotFound');
  },
);

withCli('it waits for a service, goes on where a page ended, and looks events up by an attribute', async () => {
  await cli.answerOf('ecs', 'update-service', '--cluster', 'media', '--service', 'gallery', '--force-new-deployment');
  expect((await cli.aws(['ecs', 'wait', 'services-stable', '--cluster', 'media', '--services', 'gallery'])).error).toBe('');
  const services = await cli.answerOf('ecs', 'describe-services', '--cluster', 'media', '--services', 'gallery');
  expect(services).toMatchObject({ services: [{ deployments: [{ status: 'PRIMARY', rolloutState: 'COMPLETED', runningCount: 1 }] }] });
  const first = await cli.answerOf('iam', 'list-users', '--max-items', '4', '--page-size', '3');
  const rest = await cli.answerOf('iam', 'list-users', '--page-size', '3', '--starting-token', String(first.NextToken));
  const names = [first, rest].flatMap(({ Users }) => (Users as { UserName: string }[]).map(({ UserName }) => UserName));
  expect(names).toEqual([...new Set(names)].sort());
  expect(names).toContain('limbo-bot');
  const attribute = 'AttributeKey=EventName,AttributeValue=UpdateService';
  const { Events } = await cli.answerOf('cloudtrail', 'lookup-events', '--lookup-attributes', attribute, '--max-items', '1');
  expect(Events).toMatchObject([{ EventName: 'UpdateService', Username: 'sandbox-administrator', ReadOnly: 'false' }]);
});

withCli('iam: account details, roles, their policies, and the errors by name', async () => {
  const details = await cli.answerOf('iam', 'get-account-authorization-details');
  expect((details.UserDetailList as { UserName: string }[]).map((user) => user.UserName)).toContain('payments-svc');
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  });
  const made = await cli.answerOf(
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
  expect((await cli.aws(['iam', 'create-role', '--role-name', 'FromCli', '--assume-role-policy-document', trust])).error).toContain(
    'EntityAlreadyExists',
  );
  await cli.answerOf('iam', 'delete-role', '--role-name', 'FromCli');
  expect((await cli.aws(['iam', 'get-role', '--role-name', 'FromCli'])).error).toContain('NoSuchEntity');
});

withCli('s3: copies up, lists, copies down, removes', async () => {
  const file = path.join(cli.dataDir, 'up.txt');
  writeFileSync(file, 'from the CLI\n');
  const at = 's3://limbo-brain-560921689673/cli/up.txt';
  expect((await cli.aws(['s3', 'cp', file, at])).error).toBe('');
  expect((await cli.aws(['s3', 'ls', 's3://limbo-brain-560921689673/cli/'])).code).toBe(0);
  expect(await cli.answerOf('s3api', 'list-objects-v2', '--bucket', 'limbo-brain-560921689673', '--prefix', 'cli/')).toMatchObject({
    Contents: [{ Key: 'cli/up.txt', Size: 13 }],
  });
  expect((await cli.aws(['s3', 'cp', at, `${file}.back`])).code).toBe(0);
  expect((await cli.aws(['s3', 'rm', at])).code).toBe(0);
});

withCli('cloudwatch, cloudtrail and the services that a scan reads answer', async () => {
  await cli.answerOf('cloudwatch', 'put-metric-data', '--namespace', 'cli', '--metric-name', 'm', '--value', '1');
  const { Events } = await cli.answerOf('cloudtrail', 'lookup-events', '--max-items', '5');
  expect((Events as object[]).length).toBeGreaterThan(0);
  await cli.answerOf('secretsmanager', 'list-secrets');
  await cli.answerOf('ssm', 'describe-parameters');
  await cli.answerOf('events', 'list-rules');
  expect(await cli.answerOf('cloudformation', 'describe-stacks')).toMatchObject({ Stacks: [{ StackName: 'payments-prod' }] });
});
