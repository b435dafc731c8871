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

withCli('sts: both profiles are who the README says', async () => {
  expect(await cli.answerOf('sts', 'get-caller-identity')).toMatchObject({ Account: '560921689673' });
  expect((await cli.aws(['sts', 'get-caller-identity'], 'sandbox-data')).out).toMatchObject({ Account: '210987654321' });
});

withCli('ecs: lists page by page, describes, registers, deregisters', async () => {
  const { clusterArns } = await cli.answerOf('ecs', 'list-clusters');
  expect(clusterArns).toContain('arn:aws:ecs:us-east-1:560921689673:cluster/limbo');
  const services = await cli.answerOf('ecs', 'describe-services', '--cluster', 'limbo', '--services', 'limbo');
  expect(services).toMatchObject({
    services: [{ serviceName: 'limbo', status: 'ACTIVE', taskDefinition: expect.stringMatching(/limbo:3$/) }],
  });
  const paged = await cli.answerOf('ecs', 'list-task-definitions', '--page-size', '50');
  const whole = await cli.answerOf('ecs', 'list-task-definitions');
  expect(paged.taskDefinitionArns).toEqual(whole.taskDefinitionArns);
  expect((whole.taskDefinitionArns as string[]).length).toBeGreaterThan(100);
  const containers = JSON.stringify([{ name: 'app', image: 'app:1', memory: 64, environment: [{ name: 'A', value: 'ü "quoted"' }] }]);
  const made = await cli.answerOf('ecs', 'register-task-definition', '--family', 'cli', '--container-definitions', containers);
  expect(made).toMatchObject({
    taskDefinition: { revision: 1, containerDefinitions: [{ environment: [{ name: 'A', value: 'ü "quoted"' }] }] },
  });
  expect(await cli.answerOf('ecs', 'deregister-task-definition', '--task-definition', 'cli:1')).toMatchObject({
    taskDefinition: { status: 'INACTIVE' },
  });
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

withCli("a role is assumed from the other account, and what it may not do is said in AWS's words", async () => {
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::210987654321:root' }, Action: 'sts:AssumeRole' }],
  });
  await cli.answerOf('iam', 'create-role', '--role-name', 'Visited', '--assume-role-policy-document', trust);
  const RoleArn = 'arn:aws:iam::560921689673:role/Visited';
  const assume = () => cli.aws(['sts', 'assume-role', '--role-arn', RoleArn, '--role-session-name', 'visit'], 'sandbox-data');
  await expect.poll(async () => (await assume()).code, { timeout: 20_000 }).toBe(0);
  const { Credentials } = (await assume()).out as { Credentials: Record<string, string> };
  const session = {
    AWS_ACCESS_KEY_ID: Credentials.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: Credentials.SecretAccessKey ?? '',
    AWS_SESSION_TOKEN: Credentials.SessionToken ?? '',
  };
  const { error } = await cli.bare(['iam', 'list-users'], session);
  expect(error).toContain(
    'User: arn:aws:sts::560921689673:assumed-role/Visited/visit is not authorized to perform: iam:ListUsers on resource: ' +
      'arn:aws:iam::560921689673:user/ because no identity-based policy allows the iam:ListUsers action',
  );
  expect((await cli.bare(['sts', 'get-caller-identity'], { ...session, AWS_SESSION_TOKEN: 'none' })).error).toContain(
    'InvalidClientTokenId',
  );
});

withCli('a wrong secret, an unknown key and an operation that is not there fail as AWS would, or by name', async () => {
  const key = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'wrong' };
  expect((await cli.bare(['sts', 'get-caller-identity'], key)).error).toContain('InvalidClientTokenId');
  expect((await cli.bare(['ecs', 'list-clusters'], key)).error).toContain('UnrecognizedClientException');
  expect((await cli.aws(['ecs', 'list-attributes', '--target-type', 'container-instance'])).error).toMatch(/501|ListAttributes/);
});
