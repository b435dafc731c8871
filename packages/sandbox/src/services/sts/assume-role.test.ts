import { accountIdOfKeyId } from '@rolewright/shared/aws/key-id.ts';
import { expect, test } from 'vitest';
import { allow, type Caller, homeId, otherId, policy, type TestAccounts, testAccounts, trust } from '../../auth/test-calls.ts';

const target = `arn:aws:iam::${homeId}:role/target`;
const source = `arn:aws:iam::${homeId}:role/source`;
const assume = (caller: Caller, input: object = {}) => caller.sts('AssumeRole', { RoleArn: target, RoleSessionName: 'test', ...input });

async function as({ as: use }: TestAccounts, caller: Caller, input: object = {}): Promise<Caller> {
  return use((await assume(caller, input)).Credentials?.AccessKeyId ?? '');
}

async function role(
  { home }: TestAccounts,
  RoleName: string,
  AssumeRolePolicyDocument: string,
  statements: object[] = [],
  more: object = {},
) {
  await home.iam('CreateRole', { RoleName, AssumeRolePolicyDocument, ...more });
  if (statements.length > 0) await home.iam('PutRolePolicy', { RoleName, PolicyName: 'p', PolicyDocument: policy(...statements) });
}

/** Who calls × whom the trust policy names × identity policy × boundary → may they? As D-44 and D-45 say. */
const truth: [
  caller: 'user' | 'role' | 'foreign',
  named: 'self' | 'account' | 'session' | '*',
  identity: boolean,
  boundary: boolean,
  allowed: boolean,
][] = [
  ['user', 'self', false, false, true],
  ['user', 'self', true, false, true],
  ['user', 'self', false, true, true],
  ['user', 'account', false, false, false],
  ['user', 'account', true, false, true],
  ['user', 'account', true, true, false],
  ['user', '*', false, false, true],
  ['user', '*', false, true, true],
  ['role', 'self', false, false, true],
  ['role', 'self', false, true, false],
  ['role', 'self', true, true, false],
  ['role', 'session', false, true, true],
  ['role', 'account', false, false, false],
  ['role', 'account', true, false, true],
  ['role', '*', false, true, true],
  ['foreign', 'self', false, false, false],
  ['foreign', 'self', true, false, true],
  ['foreign', 'account', true, false, true],
  ['foreign', 'account', false, false, false],
  ['foreign', '*', false, false, false],
  ['foreign', '*', true, false, true],
  ['foreign', 'self', true, true, false],
];

test.each(truth)('D-44 %s, trust names %s, identity policy %s, boundary %s: %s', async (caller, named, identity, boundary, allowed) => {
  const accounts = testAccounts();
  const owner = caller === 'foreign' ? accounts.other : accounts.home;
  const ownerId = caller === 'foreign' ? otherId : homeId;
  const statements = identity ? [allow('sts:AssumeRole', target)] : [];
  await owner.iam('CreatePolicy', { PolicyName: 'bound', PolicyDocument: policy(allow('s3:*')) });
  const PermissionsBoundary = `arn:aws:iam::${ownerId}:policy/bound`;
  let use: Caller;
  if (caller === 'role') {
    const starter = await accounts.user('starter', []);
    await role(
      accounts,
      'source',
      trust({ AWS: `arn:aws:iam::${homeId}:user/starter` }),
      statements,
      boundary ? { PermissionsBoundary } : {},
    );
    use = await as(accounts, starter, { RoleArn: source, RoleSessionName: 'work' });
  } else {
    use = await accounts.user('bot', statements, owner);
    if (boundary) await owner.iam('PutUserPermissionsBoundary', { UserName: 'bot', PermissionsBoundary });
  }
  const self = caller === 'role' ? source : `arn:aws:iam::${ownerId}:user/bot`;
  const principals = {
    self: { AWS: self },
    account: { AWS: ownerId },
    session: { AWS: `arn:aws:sts::${homeId}:assumed-role/source/work` },
    '*': '*',
  };
  await role(accounts, 'target', trust(principals[named]));
  const attempt = assume(use);
  if (allowed) expect((await attempt).AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${homeId}:assumed-role/target/test`);
  else await expect(attempt).rejects.toMatchObject({ code: 'AccessDenied', status: 403 });
});

test('an identity policy alone never suffices; a role that does not exist is denied like another', async () => {
  const accounts = testAccounts();
  const bot = await accounts.user('bot', [allow('*')]);
  await role(accounts, 'target', trust({ Service: 'ec2.amazonaws.com' }));
  await expect(assume(bot)).rejects.toThrow(
    `User: arn:aws:iam::${homeId}:user/bot is not authorized to perform: sts:AssumeRole on resource: ${target} because no role trust policy allows the sts:AssumeRole action`,
  );
  await expect(assume(bot, { RoleArn: `${target}x` })).rejects.toThrow('because no role trust policy allows the sts:AssumeRole action');
  await expect(assume(bot, { RoleArn: `arn:aws:iam::${homeId}:role/path/target` })).rejects.toMatchObject({ code: 'AccessDenied' });
});

test('D-48 external id: right, wrong, missing, malformed', async () => {
  const accounts = testAccounts();
  const bot = await accounts.user('bot', []);
  const Condition = { StringEquals: { 'sts:ExternalId': 'tenant:42/a' } };
  await role(accounts, 'target', trust({ AWS: `arn:aws:iam::${homeId}:user/bot` }, { Condition }));
  await assume(bot, { ExternalId: 'tenant:42/a' });
  await expect(assume(bot, { ExternalId: 'tenant:43' })).rejects.toMatchObject({ code: 'AccessDenied' });
  await expect(assume(bot)).rejects.toMatchObject({ code: 'AccessDenied' });
  await expect(assume(bot, { ExternalId: 'a b' })).rejects.toMatchObject({ code: 'ValidationError' });
  await expect(assume(bot, { RoleSessionName: 'a b' })).rejects.toMatchObject({ code: 'ValidationError' });
});

test('credentials of a role: who they are, how long they last, and what they may do', async () => {
  const accounts = testAccounts();
  const { clock, home } = accounts;
  const bot = await accounts.user('bot', []);
  await role(accounts, 'target', trust({ AWS: `arn:aws:iam::${homeId}:user/bot` }), [allow(['iam:ListUsers', 'iam:ListRoles'])], {
    MaxSessionDuration: 7200,
  });
  const answer = await assume(bot, { DurationSeconds: 7200, Policy: policy(allow('iam:ListUsers')) });
  const { AccessKeyId = '', Expiration } = answer.Credentials ?? {};
  expect(accountIdOfKeyId(AccessKeyId)).toBe(homeId);
  expect(Expiration?.getTime()).toBe(clock.now().getTime() + 7_200_000);
  expect(answer.PackedPolicySize).toBeGreaterThan(0);
  const session = accounts.as(AccessKeyId);
  const { RoleId } = (await home.iam('GetRole', { RoleName: 'target' })).Role ?? {};
  expect(await session.sts('GetCallerIdentity', {})).toEqual({
    UserId: `${RoleId}:test`,
    Account: homeId,
    Arn: `arn:aws:sts::${homeId}:assumed-role/target/test`,
  });
  await session.iam('ListUsers', {});
  await expect(session.iam('ListRoles', {})).rejects.toThrow('because no session policy allows the iam:ListRoles action');
  await expect(assume(bot, { DurationSeconds: 7201 })).rejects.toThrow('exceeds the MaxSessionDuration set for this role');
  await expect(assume(bot, { DurationSeconds: 899 })).rejects.toMatchObject({ code: 'ValidationError' });
  await expect(assume(bot, { Policy: `{"Version":"2012-10-17"}` })).rejects.toMatchObject({ code: 'MalformedPolicyDocumentException' });
  const long = policy(allow('s3:GetObject', `arn:aws:s3:::${'b'.repeat(2048)}`));
  await expect(assume(bot, { Policy: long })).rejects.toMatchObject({ code: 'PackedPolicyTooLargeException' });
  await home.iam('DeleteRolePolicy', { RoleName: 'target', PolicyName: 'p' });
  await home.iam('DeleteRole', { RoleName: 'target' });
  await role(accounts, 'target', trust({ AWS: `arn:aws:iam::${homeId}:user/bot` }));
  await expect(session.sts('GetCallerIdentity', {})).rejects.toThrow('InvalidClientTokenId');
});

test('D-49 a chained session lasts an hour at most; tags pass on when transitive, the source identity always', async () => {
  const accounts = testAccounts();
  const bot = await accounts.user('bot', []);
  const Action = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];
  await role(accounts, 'source', policy({ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${homeId}:user/bot` }, Action }), [
    allow(Action),
  ]);
  await role(accounts, 'target', policy({ Effect: 'Allow', Principal: { AWS: source }, Action }), [], { MaxSessionDuration: 43_200 });
  const Tags = [
    { Key: 'ticket', Value: '42' },
    { Key: 'plan', Value: '7' },
  ];
  const first = await as(accounts, bot, { RoleArn: source, Tags, TransitiveTagKeys: ['ticket'], SourceIdentity: 'ada' });
  await expect(assume(first, { DurationSeconds: 3601 })).rejects.toThrow(
    'exceeds the 1 hour session limit for roles assumed by role chaining',
  );
  await expect(assume(first, { Tags: [{ Key: 'Ticket', Value: '1' }] })).rejects.toMatchObject({ code: 'InvalidParameterValue' });
  await expect(assume(first, { SourceIdentity: 'eve' })).rejects.toMatchObject({ code: 'AccessDenied' });
  const second = await assume(first);
  expect(second.SourceIdentity).toBe('ada');
  const session = accounts.world.state.sessions[second.Credentials?.AccessKeyId ?? ''];
  expect(session).toMatchObject({ tags: { ticket: '42' }, transitiveTagKeys: ['ticket'], chained: true });
  expect(session?.tags).not.toHaveProperty('plan');
});

test('D-53 tags and source identity need their own permission in the trust policy', async () => {
  const accounts = testAccounts();
  const bot = await accounts.user('bot', [allow('sts:*')]);
  await role(accounts, 'target', trust({ AWS: `arn:aws:iam::${homeId}:user/bot` }));
  await assume(bot);
  await expect(assume(bot, { Tags: [{ Key: 'a', Value: 'b' }] })).rejects.toThrow('is not authorized to perform: sts:TagSession');
  await expect(assume(bot, { SourceIdentity: 'ada' })).rejects.toThrow('is not authorized to perform: sts:SetSourceIdentity');
});

test('D-46 a role does not trust itself', async () => {
  const accounts = testAccounts();
  const bot = await accounts.user('bot', []);
  await role(accounts, 'target', trust({ AWS: `arn:aws:iam::${homeId}:user/bot` }), [allow('sts:AssumeRole', target)]);
  await expect(assume(await as(accounts, bot))).rejects.toMatchObject({ code: 'AccessDenied' });
});

test('D-47 a recreated user is another one: shown as a bare id, no longer trusted until the policy is saved again', async () => {
  const accounts = testAccounts();
  const { home } = accounts;
  const bot = await accounts.user('bot', []);
  const document = trust({ AWS: `arn:aws:iam::${homeId}:user/bot` });
  await role(accounts, 'target', document);
  await assume(bot);
  const { UserId } = (await home.iam('GetUser', { UserName: 'bot' })).User ?? {};
  const shown = async () => (await home.iam('GetRole', { RoleName: 'target' })).Role?.AssumeRolePolicyDocument ?? '';
  expect(await shown()).toBe(document);
  await home.iam('DeleteAccessKey', { UserName: 'bot', AccessKeyId: bot.keyId });
  await home.iam('DeleteUser', { UserName: 'bot' });
  expect(JSON.parse(await shown()).Statement[0].Principal).toEqual({ AWS: UserId });
  const again = await accounts.user('bot', []);
  expect(JSON.parse(await shown()).Statement[0].Principal).toEqual({ AWS: UserId });
  await expect(assume(again)).rejects.toMatchObject({ code: 'AccessDenied' });
  const dangling = { RoleName: 'target', PolicyDocument: await shown() };
  await expect(home.iam('UpdateAssumeRolePolicy', dangling)).rejects.toThrow('Invalid principal in policy');
  await home.iam('UpdateAssumeRolePolicy', { RoleName: 'target', PolicyDocument: document });
  await assume(again);
});

test('D-15 the account of any key; a session of a user is still the user', async () => {
  const accounts = testAccounts();
  const bot = await accounts.user('bot', [allow('sts:GetAccessKeyInfo')]);
  const partner = await accounts.user('partner', [], accounts.other);
  expect(await bot.sts('GetAccessKeyInfo', { AccessKeyId: partner.keyId })).toEqual({ Account: otherId });
  expect(await bot.sts('GetAccessKeyInfo', { AccessKeyId: 'ASIAY34FZKBOKMUTVV7A' })).toEqual({ Account: '609629065308' });
  await expect(bot.sts('GetAccessKeyInfo', { AccessKeyId: 'AKIAI44QH8DHBEXAMPLE' })).rejects.toMatchObject({ code: 'ValidationError' });
  const { Credentials } = await bot.sts('GetSessionToken', {});
  const session = accounts.as(Credentials?.AccessKeyId ?? '');
  expect((await session.sts('GetCallerIdentity', {})).Arn).toBe(`arn:aws:iam::${homeId}:user/bot`);
  await expect(session.sts('GetSessionToken', {})).rejects.toThrow('Cannot call GetSessionToken with session credentials');
});
