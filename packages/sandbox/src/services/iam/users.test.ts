import { accountIdOfKeyId } from '@rolewright/shared/aws/key-id.ts';
import { expect, test } from 'vitest';
import { allow, homeId, policy, testAccounts } from '../../auth/test-calls.ts';

test('D-14 new keys carry their account', async () => {
  const { home } = testAccounts();
  await home.iam('CreateUser', { UserName: 'bot' });
  const { AccessKey } = await home.iam('CreateAccessKey', { UserName: 'bot' });
  expect(AccessKey?.AccessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
  expect(accountIdOfKeyId(AccessKey?.AccessKeyId ?? '')).toBe(homeId);
  expect(AccessKey?.SecretAccessKey).toMatch(/^[A-Za-z0-9/+]{40}$/);
});

test('D-56 two keys per user, inactive ones count; without a name it is the caller, and a key of another user is not found', async () => {
  const { home, user, world } = testAccounts();
  const bot = await user('bot', [allow('iam:*')]);
  await user('other', []);
  await home.iam('UpdateAccessKey', { UserName: 'bot', AccessKeyId: bot.keyId, Status: 'Active' });
  const { AccessKey } = await bot.iam('CreateAccessKey', {});
  expect(AccessKey?.UserName).toBe('bot');
  await home.iam('UpdateAccessKey', { UserName: 'bot', AccessKeyId: AccessKey?.AccessKeyId, Status: 'Inactive' });
  await expect(home.iam('CreateAccessKey', { UserName: 'bot' })).rejects.toMatchObject({
    code: 'LimitExceededException',
    message: 'Cannot exceed quota for AccessKeysPerUser: 2',
  });
  await expect(home.iam('DeleteAccessKey', { UserName: 'other', AccessKeyId: bot.keyId })).rejects.toMatchObject({
    code: 'NoSuchEntityException',
  });
  await expect(home.iam('CreateAccessKey', {})).rejects.toThrow('Must specify userName');
  const { AccessKeyMetadata } = await bot.iam('ListAccessKeys', {});
  expect(AccessKeyMetadata?.map(({ Status }) => Status).sort()).toEqual(['Active', 'Inactive']);
  expect(JSON.stringify(AccessKeyMetadata)).not.toContain(world.state.accounts[homeId]!.iam.accessKeys[bot.keyId]!.secretAccessKey);
});

test('D-63 a user goes only when nothing is left of it', async () => {
  const { home, user } = testAccounts();
  const bot = await user('bot', [allow('s3:GetObject')]);
  await home.iam('CreateGroup', { GroupName: 'bots' });
  await home.iam('AddUserToGroup', { GroupName: 'bots', UserName: 'bot' });
  await home.iam('AttachUserPolicy', { UserName: 'bot', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' });
  const conflict = (message: string) =>
    expect(home.iam('DeleteUser', { UserName: 'bot' })).rejects.toMatchObject({ code: 'DeleteConflictException', message });
  await conflict('Cannot delete entity, must delete access keys first.');
  await home.iam('DeleteAccessKey', { UserName: 'bot', AccessKeyId: bot.keyId });
  await conflict('Cannot delete entity, must delete policies first.');
  await home.iam('DeleteUserPolicy', { UserName: 'bot', PolicyName: 'own' });
  await conflict('Cannot delete entity, must detach all policies first.');
  await home.iam('DetachUserPolicy', { UserName: 'bot', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' });
  await conflict('Cannot delete entity, must remove users from group first.');
  await expect(home.iam('DeleteGroup', { GroupName: 'bots' })).rejects.toThrow('must remove users from group first');
  await home.iam('RemoveUserFromGroup', { GroupName: 'bots', UserName: 'bot' });
  await home.iam('DeleteUser', { UserName: 'bot' });
  await home.iam('DeleteGroup', { GroupName: 'bots' });
  await expect(home.iam('GetUser', { UserName: 'bot' })).rejects.toThrow('The user with name bot cannot be found.');
});

test('a renamed user keeps its id, its keys and its groups', async () => {
  const { home, user } = testAccounts();
  const bot = await user('bot', [allow('sts:GetCallerIdentity')]);
  const before = (await home.iam('GetUser', { UserName: 'bot' })).User;
  await home.iam('UpdateUser', { UserName: 'bot', NewUserName: 'robot', NewPath: '/machines/' });
  const after = (await home.iam('GetUser', { UserName: 'robot' })).User;
  expect(after).toMatchObject({ UserId: before?.UserId, Arn: `arn:aws:iam::${homeId}:user/machines/robot` });
  expect((await bot.sts('GetCallerIdentity', {})).Arn).toBe(after?.Arn);
  expect((await home.iam('GetAccessKeyLastUsed', { AccessKeyId: bot.keyId })).UserName).toBe('robot');
});

test('groups hold at most what AWS allows, and a user is in ten at most', async () => {
  const { home } = testAccounts();
  await home.iam('CreateUser', { UserName: 'bot' });
  for (let index = 0; index <= 10; index += 1) {
    await home.iam('CreateGroup', { GroupName: `g${index}` });
    const joined = home.iam('AddUserToGroup', { GroupName: `g${index}`, UserName: 'bot' });
    if (index < 10) await joined;
    else await expect(joined).rejects.toThrow('Cannot exceed quota for GroupsPerUser: 10');
  }
  expect((await home.iam('ListGroupsForUser', { UserName: 'bot', MaxItems: 3 })).IsTruncated).toBe(true);
  expect((await home.iam('GetGroup', { GroupName: 'g1' })).Users?.map(({ UserName }) => UserName)).toEqual(['bot']);
});

test('inline policies of one user share 2,048 characters, white space not counted', async () => {
  const { home } = testAccounts();
  await home.iam('CreateUser', { UserName: 'bot' });
  const sized = (characters: number) => {
    const empty = policy(allow('s3:GetObject', 'arn:aws:s3:::')).length;
    return policy(allow('s3:GetObject', `arn:aws:s3:::${'b'.repeat(characters - empty)}`));
  };
  const put = (PolicyName: string, PolicyDocument: string) => home.iam('PutUserPolicy', { UserName: 'bot', PolicyName, PolicyDocument });
  await put('a', sized(1024).replaceAll(',', ',\n    '));
  await put('b', sized(1024));
  await expect(put('c', sized(120))).rejects.toThrow('Maximum policy size of 2048 bytes exceeded for user bot');
  await put('b', sized(900));
  await expect(put('d', policy({ Effect: 'Allow', Action: 's3:GetObject' }))).rejects.toMatchObject({
    code: 'MalformedPolicyDocumentException',
  });
});
