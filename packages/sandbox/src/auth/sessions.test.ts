import { expect, test } from 'vitest';
import { administrators } from './administrators.ts';
import { assumeRoleForService } from './assume-for-service.ts';
import { createConsoleRoles, operatorRoleName, readerRoleName } from './console-roles.ts';
import { findCredentials } from './credentials.ts';
import { issueRoleCredentials } from './issue.ts';
import { observeLastUse } from './last-used.ts';
import { sandboxContext } from './sandbox-context.ts';
import { allow, homeId, policy, type TestAccounts, testAccounts, trust } from './test-calls.ts';

const roleArn = `arn:aws:iam::${homeId}:role/LimboTaskRole`;
const place = { accountId: homeId, roleArn, service: 'ecs-tasks.amazonaws.com', sourceAccount: homeId, sessionName: 'task' };
const taskArn = `arn:aws:ecs:us-east-1:${homeId}:task/limbo/0123`;

test('ECS assumes a task role when its trust policy lets it in, with the task as source (D-28)', async () => {
  const { world, home } = testAccounts();
  expect(assumeRoleForService(world, { ...place, sourceArn: taskArn })).toEqual({ denied: `the role ${roleArn} does not exist` });
  const Condition = {
    StringEquals: { 'aws:SourceAccount': homeId },
    ArnLike: { 'aws:SourceArn': `arn:aws:ecs:us-east-1:${homeId}:*` },
  };
  await home.iam('CreateRole', {
    RoleName: 'LimboTaskRole',
    AssumeRolePolicyDocument: trust({ Service: 'ecs-tasks.amazonaws.com' }, { Condition }),
  });
  const session = assumeRoleForService(world, { ...place, sourceArn: taskArn });
  expect(session).toMatchObject({ arn: `arn:aws:sts::${homeId}:assumed-role/LimboTaskRole/task`, roleArn, chained: false });
  const wrong = [
    { ...place, sourceArn: taskArn.replace('us-east-1', 'eu-west-1') },
    { ...place, sourceArn: taskArn, service: 'ec2.amazonaws.com' },
    { ...place, sourceArn: taskArn, accountId: '210987654321' },
  ];
  for (const request of wrong) expect(assumeRoleForService(world, request)).toHaveProperty('denied');
});

test('D-59 the last use of a key and of a role is recorded, denied calls too; with the true delays of AWS it shows four hours later', async () => {
  const accounts = testAccounts();
  const { world, home, clock } = accounts;
  const bot = await accounts.user('bot', []);
  await home.iam('CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: trust({ AWS: `arn:aws:iam::${homeId}:user/bot` }) });
  const session = issueRoleCredentials(world, homeId, 'r', 'test');
  const lastUsed = async () => [
    (await home.iam('GetAccessKeyLastUsed', { AccessKeyId: bot.keyId })).AccessKeyLastUsed,
    (await home.iam('GetRole', { RoleName: 'r' })).Role?.RoleLastUsed,
  ];
  expect(await lastUsed()).toEqual([{ ServiceName: 'N/A', Region: 'N/A' }, {}]);
  use(accounts, bot.keyId, 's3', 'us-east-1', 'AccessDenied');
  use(accounts, session.accessKeyId, 'ecs', 'eu-west-1');
  const at = clock.now();
  expect(await lastUsed()).toEqual([
    { LastUsedDate: at, ServiceName: 's3', Region: 'us-east-1' },
    { LastUsedDate: at, Region: 'eu-west-1' },
  ]);
  world.settings.trueDelays = true;
  clock.advance(60_000);
  use(accounts, bot.keyId, 'iam', 'us-east-1');
  expect((await lastUsed())[0]).toMatchObject({ LastUsedDate: at });
  clock.advance(60_000);
  const latest = clock.now();
  use(accounts, bot.keyId, 'ecs', 'us-east-1');
  clock.advance(4 * 3600_000);
  expect((await lastUsed())[0]).toMatchObject({ LastUsedDate: latest, ServiceName: 'ecs' });
});

function use({ world, clock }: TestAccounts, keyId: string, service: string, region: string, errorCode?: string): void {
  const account = world.state.accounts[homeId]!;
  const { principal } = findCredentials(world, keyId)!;
  const context = { ...sandboxContext(world, account), principal, region, now: clock.now() };
  observeLastUse({ context, service, operation: 'Any', input: {}, requirements: [], status: 200, ...(errorCode ? { errorCode } : {}) });
}

test('sessions expire, and are forgotten long after', async () => {
  const { world, home, clock } = testAccounts();
  await home.iam('CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: trust({ Service: 'ecs-tasks.amazonaws.com' }) });
  const session = issueRoleCredentials(world, homeId, 'r', 'one');
  expect(findCredentials(world, session.accessKeyId)).toMatchObject({ expiresAt: new Date(clock.now().getTime() + 3600_000) });
  clock.advance(8 * 3600_000);
  issueRoleCredentials(world, homeId, 'r', 'two');
  expect(findCredentials(world, session.accessKeyId)).toBeNull();
  expect(() => issueRoleCredentials(world, homeId, 'absent', 'x')).toThrow('no role absent');
});

test('D-93, D-94 the reader reads, the operator makes and removes roles, neither touches the console itself', async () => {
  const accounts = testAccounts();
  const { world } = accounts;
  await createConsoleRoles(world);
  await createConsoleRoles(world);
  const profiles = administrators(world);
  expect(profiles.map(({ profile, accountId }) => [profile, accountId])).toEqual([
    ['sandbox', homeId],
    ['sandbox-data', '210987654321'],
  ]);
  const admin = accounts.as(profiles[0]!.accessKeyId);
  expect((await admin.iam('GetUser', {})).User?.UserName).toBe('sandbox-administrator');
  const reader = accounts.as(issueRoleCredentials(world, homeId, readerRoleName, 'scan').accessKeyId);
  const operator = accounts.as(issueRoleCredentials(world, homeId, operatorRoleName, 'run').accessKeyId);
  await reader.iam('GetAccountAuthorizationDetails', {});
  const role = { RoleName: 'LimboTaskRole', Path: '/any/', AssumeRolePolicyDocument: trust({ Service: 'ecs-tasks.amazonaws.com' }) };
  await expect(reader.iam('CreateRole', role)).rejects.toMatchObject({ code: 'AccessDenied' });
  await operator.iam('CreateRole', { ...role, Tags: [{ Key: 'plan', Value: '1' }] });
  await operator.iam('PutRolePolicy', { RoleName: 'LimboTaskRole', PolicyName: 'p', PolicyDocument: policy(allow('s3:GetObject')) });
  await operator.iam('DeleteRolePolicy', { RoleName: 'LimboTaskRole', PolicyName: 'p' });
  await operator.iam('DeleteRole', { RoleName: 'LimboTaskRole' });
  for (const RoleName of [readerRoleName, operatorRoleName]) {
    const attach = { RoleName, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' };
    await expect(operator.iam('AttachRolePolicy', attach)).rejects.toThrow('with an explicit deny in an identity-based policy');
    await expect(operator.iam('DeleteRole', { RoleName })).rejects.toMatchObject({ code: 'AccessDenied' });
    await expect(operator.iam('UpdateAssumeRolePolicy', { RoleName, PolicyDocument: role.AssumeRolePolicyDocument })).rejects.toThrow(
      'explicit deny',
    );
  }
  await expect(operator.iam('CreateUser', { UserName: 'x' })).rejects.toMatchObject({ code: 'AccessDenied' });
  await expect(operator.iam('CreateAccessKey', { UserName: 'sandbox-administrator' })).rejects.toMatchObject({ code: 'AccessDenied' });
});
