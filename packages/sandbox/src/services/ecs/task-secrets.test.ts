import { expect, test } from 'vitest';
import { sandboxContext } from '../../auth/sandbox-context.ts';
import { createInvoke } from '../../http/invoke.ts';
import { mount } from '../../http/mount.ts';
import { snapshotOf } from '../../http/snapshot.ts';
import { runningProcesses } from '../../runtime/running.ts';
import { cloudTrailOf } from '../../state/cloudtrail.ts';
import { testWorld } from '../../state/test-world.ts';
import { iamService } from '../iam/service.ts';
import { service as secretsmanager } from '../secretsmanager/index.ts';
import { service as ssm } from '../ssm/index.ts';
import { service as ecs } from './index.ts';

const accountId = '560921689673';
const at = { accountId, region: 'us-east-1' } as const;
const executionRoleArn = `arn:aws:iam::${accountId}:role/Execution`;
const allow = (Action: string, Resource: string) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });

/** A cluster, an execution role with these policies, and what starts a task with these `secrets` and tells how it went. */
async function place(...policies: object[]) {
  const { world, clock } = testWorld();
  const invoke = createInvoke(world, [
    mount('ecs', await import('@aws-sdk/client-ecs'), ecs),
    mount('secretsmanager', await import('@aws-sdk/client-secrets-manager'), secretsmanager),
    mount('ssm', await import('@aws-sdk/client-ssm'), ssm),
  ]);
  const account = world.state.accounts[accountId];
  if (account === undefined) throw new Error('no account');
  const iam = sandboxContext(world, account);
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  await iamService.handlers.CreateRole?.({ RoleName: 'Execution', AssumeRolePolicyDocument: JSON.stringify(trust) }, iam);
  for (const [index, document] of policies.entries()) {
    await iamService.handlers.PutRolePolicy?.(
      { RoleName: 'Execution', PolicyName: `p${index}`, PolicyDocument: JSON.stringify(document) },
      iam,
    );
  }
  await invoke({ ...at, service: 'ecs', operation: 'CreateCluster', input: { clusterName: 'apps' } });
  const start = async (secrets: { name: string; valueFrom: string }[], environment: { name: string; value: string }[] = []) => {
    const containerDefinitions = [{ name: 'app', image: 'app:1', memory: 128, environment, secrets }];
    const family = 'app';
    await invoke({ ...at, service: 'ecs', operation: 'RegisterTaskDefinition', input: { family, executionRoleArn, containerDefinitions } });
    const { tasks } = await invoke({ ...at, service: 'ecs', operation: 'RunTask', input: { cluster: 'apps', taskDefinition: family } });
    const task = tasks?.[0]?.taskArn ?? '';
    clock.advance(10_000);
    const described = await invoke({ ...at, service: 'ecs', operation: 'DescribeTasks', input: { cluster: 'apps', tasks: [task] } });
    const variables = runningProcesses(world).processes.find(({ taskArn }) => taskArn === task)?.environment ?? null;
    return { ...described.tasks?.[0], text: JSON.stringify(described), variables };
  };
  const secret = async (Name: string, SecretString: string) =>
    (await invoke({ ...at, service: 'secretsmanager', operation: 'CreateSecret', input: { Name, SecretString } })).ARN ?? '';
  const parameter = (Name: string, Value: string) =>
    invoke({ ...at, service: 'ssm', operation: 'PutParameter', input: { Name, Value, Type: 'SecureString' } });
  return { world, account, invoke, iam, start, secret, parameter };
}

test('A8 D-11: the execution role fetches secrets when the task starts: whole, by JSON key, stage and version, parameters by name and ARN', async () => {
  const { world, account, invoke, start, secret, parameter } = await place(
    allow('secretsmanager:GetSecretValue', '*'),
    allow('ssm:GetParameters', '*'),
  );
  const arn = await secret('app/one', '{"user":"u","port":5432}');
  const version = { ...at, service: 'secretsmanager' as const };
  await invoke({ ...version, operation: 'PutSecretValue', input: { SecretId: arn, SecretString: '{"user":"v","port":5432}' } });
  await parameter('/app/two', 'secure');
  const { lastStatus, variables, text } = await start(
    [
      { name: 'WHOLE', valueFrom: arn },
      { name: 'KEY', valueFrom: `${arn}:port::` },
      { name: 'OLD', valueFrom: `${arn}:user:AWSPREVIOUS:` },
      { name: 'BY_NAME', valueFrom: '/app/two' },
      { name: 'BY_ARN', valueFrom: `arn:aws:ssm:us-east-1:${accountId}:parameter/app/two` },
    ],
    [{ name: 'PLAIN', value: 'plain' }],
  );
  expect(lastStatus).toBe('RUNNING');
  expect(variables).toEqual({
    PLAIN: 'plain',
    WHOLE: '{"user":"v","port":5432}',
    KEY: '5432',
    OLD: 'u',
    BY_NAME: 'secure',
    BY_ARN: 'secure',
  });
  // DescribeTasks, event history and the snapshot tell that they were fetched, never what they are.
  const events = cloudTrailOf(account, 'us-east-1').events;
  expect(events.filter(({ name }) => name === 'GetSecretValue')[0]?.json).toContain(':assumed-role/Execution/');
  expect(text + JSON.stringify(events) + JSON.stringify(snapshotOf(world.state))).not.toMatch(/"secure"|"5432"|port\\*":5432/);
});

const asm = 'unable to retrieve secret from asm: ';
const failed = 'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: ';
const retried = 'service call has been retried 1 time(s): ';

test('A11 D-11: without the right, or the secret, the task stops before it starts, and says why as ECS does', async () => {
  const { start, secret, parameter } = await place(allow('secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:*:*:secret:mine-??????'));
  const [mine, theirs] = [await secret('mine', '{}'), await secret('theirs', 'x')];
  await parameter('two', 'x');
  const reasonOf = async (valueFrom: string) => {
    const { lastStatus, stopCode, stoppedReason, variables } = await start([{ name: 'A', valueFrom }]);
    expect({ lastStatus, stopCode, variables }).toEqual({ lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart', variables: null });
    return stoppedReason;
  };
  const denied = await reasonOf(theirs);
  expect(denied).toContain(
    `${failed}${asm}${retried}failed to fetch secret ${theirs} from secrets manager: AccessDeniedException: User: arn:aws:sts::${accountId}:assumed-role/Execution/`,
  );
  expect(denied).toMatch(
    /not authorized to perform: secretsmanager:GetSecretValue on resource: .* because no identity-based policy allows .* status code: 400, request id: [0-9a-f-]{36}$/,
  );
  expect(await reasonOf(`${mine}:password::`)).toBe(
    `${failed}${asm}${retried}retrieved secret from Secrets Manager did not contain json key password`,
  );
  expect(await reasonOf(`${mine}:password`)).toContain(
    'resulted in error: an invalid ARN format for the AWS Secrets Manager secret was specified',
  );
  expect(await reasonOf(`${mine.slice(0, -6)}AbCdEf`)).toContain(
    "ResourceNotFoundException: Secrets Manager can't find the specified secret. status code: 400",
  );
  expect(await reasonOf('two')).toContain(`${failed}unable to retrieve secrets from ssm: ${retried}AccessDeniedException: User: `);
});

test('D-11: a parameter that is not there is named; the secret’s own policy denies whoever it denies; a role that went away starts nothing', async () => {
  const { invoke, iam, start, secret } = await place(allow('*', '*'));
  const missing = await start([{ name: 'A', valueFrom: '/not/there' }]);
  expect(missing.stoppedReason).toBe(`${failed}unable to retrieve secrets from ssm: ${retried}invalid ssm parameters: /not/there`);
  const arn = await secret('own-policy', 'x');
  const Statement = { Effect: 'Deny', Principal: { AWS: executionRoleArn }, Action: '*', Resource: '*' };
  const ResourcePolicy = JSON.stringify({ Version: '2012-10-17', Statement });
  await invoke({ ...at, service: 'secretsmanager', operation: 'PutResourcePolicy', input: { SecretId: arn, ResourcePolicy } });
  expect((await start([{ name: 'A', valueFrom: arn }])).stoppedReason).toContain('with an explicit deny in a resource-based policy');
  await iamService.handlers.DeleteRolePolicy?.({ RoleName: 'Execution', PolicyName: 'p0' }, iam);
  await iamService.handlers.DeleteRole?.({ RoleName: 'Execution' }, iam);
  await expect(start([{ name: 'A', valueFrom: arn }])).rejects.toMatchObject({ message: expect.stringContaining('Role is not valid') });
});
