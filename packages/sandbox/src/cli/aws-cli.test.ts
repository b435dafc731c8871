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
