import { expect, test } from 'vitest';
import { effectiveIam } from './effective.ts';
import { allow, homeId, policy, testAccounts, trust } from './test-calls.ts';

const administrator = [allow('*')];

test('D-50 a change is read at once and evaluated four seconds later', async () => {
  const { user, clock, world } = testAccounts();
  const admin = await user('admin', administrator);
  const bot = await user('bot', []);
  await admin.iam('PutUserPolicy', { UserName: 'bot', PolicyName: 'p', PolicyDocument: policy(allow('iam:ListUsers')) });
  expect((await admin.iam('ListUserPolicies', { UserName: 'bot' })).PolicyNames).toEqual(['p']);
  await expect(bot.iam('ListUsers', {})).rejects.toMatchObject({ code: 'AccessDenied' });
  clock.advance(3999);
  await expect(bot.iam('ListUsers', {})).rejects.toMatchObject({ code: 'AccessDenied' });
  clock.advance(1);
  await bot.iam('ListUsers', {});
  await admin.iam('DeleteUserPolicy', { UserName: 'bot', PolicyName: 'p' });
  await bot.iam('ListUsers', {});
  clock.advance(4001);
  await expect(bot.iam('ListUsers', {})).rejects.toMatchObject({ code: 'AccessDenied' });
  expect(world.state.accounts[homeId]!.iam.recent).toEqual([]);
});

test('D-50 each change of several spreads on its own', async () => {
  const { user, clock, world } = testAccounts();
  const admin = await user('admin', administrator);
  await admin.iam('CreateRole', {
    RoleName: 'r',
    AssumeRolePolicyDocument: trust({ Service: 'ecs-tasks.amazonaws.com' }),
    Description: 'one',
  });
  clock.advance(2000);
  await admin.iam('UpdateRole', { RoleName: 'r', Description: 'two' });
  const seen = () => effectiveIam(world, homeId).find('roles', 'r')?.description;
  expect(seen()).toBeUndefined();
  clock.advance(2000);
  expect(seen()).toBe('one');
  clock.advance(2000);
  expect(seen()).toBe('two');
  await admin.iam('DeleteRole', { RoleName: 'r' });
  expect(seen()).toBe('two');
  clock.advance(4000);
  expect(seen()).toBeUndefined();
});

test('D-50 the scale applies; a new key and a new principal take their time, an inactive key works on for a while', async () => {
  const { user, as, clock, world } = testAccounts();
  world.settings.timeScale = 0.05;
  const admin = await user('admin', administrator);
  await admin.iam('CreateUser', { UserName: 'bot' });
  const keyId = (await admin.iam('CreateAccessKey', { UserName: 'bot' })).AccessKey?.AccessKeyId ?? '';
  const bot = as(keyId);
  await expect(bot.sts('GetCallerIdentity', {})).rejects.toThrow('InvalidClientTokenId');
  const trusting = { RoleName: 'r', AssumeRolePolicyDocument: trust({ AWS: `arn:aws:iam::${homeId}:user/bot` }) };
  await expect(admin.iam('CreateRole', trusting)).rejects.toThrow('Invalid principal in policy');
  clock.advance(200);
  await bot.sts('GetCallerIdentity', {});
  await admin.iam('CreateRole', trusting);
  await admin.iam('UpdateAccessKey', { UserName: 'bot', AccessKeyId: keyId, Status: 'Inactive' });
  await bot.sts('GetCallerIdentity', {});
  clock.advance(200);
  await expect(bot.sts('GetCallerIdentity', {})).rejects.toThrow('InvalidClientTokenId');
});
