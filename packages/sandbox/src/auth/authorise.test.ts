import { expect, test } from 'vitest';
import { allow, homeId, policy, testAccounts, trust } from './test-calls.ts';

const own = `arn:aws:iam::${homeId}:user/bot`;
const denied = (message: string) => ({ code: 'AccessDenied', status: 403, message });

test('without any policy: denied, in the words of AWS', async () => {
  const { user } = testAccounts();
  const bot = await user('bot', []);
  await expect(bot.iam('GetRole', { RoleName: 'x' })).rejects.toMatchObject(
    denied(
      `User: ${own} is not authorized to perform: iam:GetRole on resource: arn:aws:iam::${homeId}:role/x because no identity-based policy allows the iam:GetRole action`,
    ),
  );
  expect((await bot.sts('GetCallerIdentity', {})).Arn).toBe(own);
});

test('an explicit deny wins, and the message says so', async () => {
  const { user } = testAccounts();
  const bot = await user('bot', [allow('iam:*'), { Effect: 'Deny', Action: 'iam:ListUsers', Resource: '*' }]);
  await bot.iam('ListRoles', {});
  await expect(bot.iam('ListUsers', {})).rejects.toMatchObject(
    denied(
      `User: ${own} is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::${homeId}:user/ with an explicit deny in an identity-based policy`,
    ),
  );
});

test('groups give, boundaries limit, and a boundary that is gone allows nothing', async () => {
  const { user, home } = testAccounts();
  const bot = await user('bot', []);
  await home.iam('CreateGroup', { GroupName: 'readers' });
  await home.iam('AttachGroupPolicy', { GroupName: 'readers', PolicyArn: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess' });
  await expect(bot.iam('ListUsers', {})).rejects.toMatchObject({ code: 'AccessDenied' });
  await home.iam('AddUserToGroup', { GroupName: 'readers', UserName: 'bot' });
  await bot.iam('ListUsers', {});
  await home.iam('CreatePolicy', { PolicyName: 'bound', PolicyDocument: policy(allow('iam:ListUsers')) });
  await home.iam('PutUserPermissionsBoundary', { UserName: 'bot', PermissionsBoundary: `arn:aws:iam::${homeId}:policy/bound` });
  await bot.iam('ListUsers', {});
  await expect(bot.iam('ListRoles', {})).rejects.toThrow('because no permissions boundary allows the iam:ListRoles action');
});

test('conditions: own user name, tags of caller and resource, source address; an unknown operator never allows', async () => {
  const { user, home } = testAccounts();
  await home.iam('CreateRole', {
    RoleName: 'tagged',
    AssumeRolePolicyDocument: trust({ Service: 'ecs-tasks.amazonaws.com' }),
    Tags: [{ Key: 'team', Value: 'chatops' }],
  });
  const bot = await user('bot', [
    allow('iam:ListAccessKeys', `arn:aws:iam::*:user/\${aws:username}`),
    allow('iam:GetRole', '*', { Condition: { StringEquals: { 'aws:ResourceTag/team': `\${aws:PrincipalTag/team}` } } }),
    allow('iam:ListUsers', '*', { Condition: { IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } } }),
    allow('iam:ListGroups', '*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
    allow('iam:CreateRole', '*', { Condition: { StringEquals: { 'aws:RequestTag/team': 'chatops' } } }),
    allow('iam:TagRole'),
  ]);
  await user('other', []);
  await bot.iam('ListAccessKeys', { UserName: 'bot' });
  await expect(bot.iam('ListAccessKeys', { UserName: 'other' })).rejects.toMatchObject({ code: 'AccessDenied' });
  await expect(bot.iam('GetRole', { RoleName: 'tagged' })).rejects.toMatchObject({ code: 'AccessDenied' });
  await home.iam('TagUser', { UserName: 'bot', Tags: [{ Key: 'team', Value: 'chatops' }] });
  await bot.iam('GetRole', { RoleName: 'tagged' });
  await bot.iam('ListUsers', {});
  await expect(bot.iam('ListGroups', {})).rejects.toMatchObject({ code: 'AccessDenied' });
  const role = { RoleName: 'new', AssumeRolePolicyDocument: trust({ Service: 'ecs-tasks.amazonaws.com' }) };
  await expect(bot.iam('CreateRole', role)).rejects.toMatchObject({ code: 'AccessDenied' });
  await bot.iam('CreateRole', { ...role, Tags: [{ Key: 'team', Value: 'chatops' }] });
});

test('D-94 iam:PermissionsBoundary holds a creator of roles to the boundary', async () => {
  const { user, home } = testAccounts();
  const boundary = `arn:aws:iam::${homeId}:policy/app-boundary`;
  await home.iam('CreatePolicy', { PolicyName: 'app-boundary', PolicyDocument: policy(allow('s3:*')) });
  const condition = { Condition: { StringEquals: { 'iam:PermissionsBoundary': boundary } } };
  const maker = await user('maker', [allow(['iam:CreateRole', 'iam:PutRolePolicy', 'iam:AttachRolePolicy'], '*', condition)]);
  const role = { RoleName: 'app', AssumeRolePolicyDocument: trust({ Service: 'ecs-tasks.amazonaws.com' }) };
  await expect(maker.iam('CreateRole', role)).rejects.toMatchObject({ code: 'AccessDenied' });
  await maker.iam('CreateRole', { ...role, PermissionsBoundary: boundary });
  await maker.iam('PutRolePolicy', { RoleName: 'app', PolicyName: 'p', PolicyDocument: policy(allow('s3:GetObject')) });
  await home.iam('DeleteRolePermissionsBoundary', { RoleName: 'app' });
  const attach = { RoleName: 'app', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' };
  await expect(maker.iam('AttachRolePolicy', attach)).rejects.toMatchObject({ code: 'AccessDenied' });
});

test('D-42 adding a role to an instance profile passes it to EC2', async () => {
  const { user, home } = testAccounts();
  const passes = (service: string) => allow('iam:PassRole', '*', { Condition: { StringEquals: { 'iam:PassedToService': service } } });
  const right = await user('right', [allow('iam:*InstanceProfile'), passes('ec2.amazonaws.com')]);
  const wrong = await user('wrong', [allow('iam:*InstanceProfile'), passes('ecs-tasks.amazonaws.com')]);
  await home.iam('CreateRole', { RoleName: 'app', AssumeRolePolicyDocument: trust({ Service: 'ec2.amazonaws.com' }) });
  await right.iam('CreateInstanceProfile', { InstanceProfileName: 'app' });
  const input = { InstanceProfileName: 'app', RoleName: 'app' };
  await expect(wrong.iam('AddRoleToInstanceProfile', input)).rejects.toThrow(
    `is not authorized to perform: iam:PassRole on resource: arn:aws:iam::${homeId}:role/app because no identity-based policy allows the iam:PassRole action`,
  );
  await right.iam('AddRoleToInstanceProfile', input);
});

test('D-57 the simulator tells the identity side, boundary and all, and nothing of trust', async () => {
  const { user, home } = testAccounts();
  await home.iam('CreatePolicy', { PolicyName: 'bound', PolicyDocument: policy(allow('s3:*')) });
  const bot = await user('bot', [allow(['s3:GetObject', 'sts:AssumeRole', 'iam:Simulate*'])]);
  await home.iam('CreateUser', { UserName: 'bound', PermissionsBoundary: `arn:aws:iam::${homeId}:policy/bound` });
  await home.iam('PutUserPolicy', {
    UserName: 'bound',
    PolicyName: 'p',
    PolicyDocument: policy(allow(['s3:GetObject', 'sts:AssumeRole'])),
  });
  const ask = async (name: string) =>
    (
      await bot.iam('SimulatePrincipalPolicy', {
        PolicySourceArn: `arn:aws:iam::${homeId}:user/${name}`,
        ActionNames: ['s3:GetObject', 's3:PutObject', 'sts:AssumeRole'],
      })
    ).EvaluationResults?.map(({ EvalDecision }) => EvalDecision);
  expect(await ask('bot')).toEqual(['allowed', 'implicitDeny', 'allowed']);
  expect(await ask('bound')).toEqual(['allowed', 'implicitDeny', 'implicitDeny']);
});
