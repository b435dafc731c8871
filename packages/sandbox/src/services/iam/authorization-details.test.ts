import type { GetAccountAuthorizationDetailsResponse } from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { allow, type Caller, policy, testAccounts, trust } from '../../auth/test-calls.ts';

async function filled() {
  const accounts = testAccounts();
  const { home } = accounts;
  await home.iam('CreateGroup', { GroupName: 'bots' });
  await home.iam('PutGroupPolicy', { GroupName: 'bots', PolicyName: 'list', PolicyDocument: policy(allow('s3:ListBucket')) });
  for (let index = 0; index < 7; index += 1) {
    await home.iam('CreateUser', { UserName: `user${index}`, Tags: [{ Key: 'n', Value: String(index) }] });
    await home.iam('AddUserToGroup', { GroupName: 'bots', UserName: `user${index}` });
    await home.iam('CreateRole', { RoleName: `role${index}`, AssumeRolePolicyDocument: trust({ Service: 'ecs-tasks.amazonaws.com' }) });
  }
  await home.iam('CreatePolicy', { PolicyName: 'own', PolicyDocument: policy(allow('s3:GetObject')) });
  await home.iam('AttachUserPolicy', { UserName: 'user1', PolicyArn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' });
  await home.iam('PutRolePolicy', { RoleName: 'role1', PolicyName: 'inline', PolicyDocument: policy(allow('s3:PutObject')) });
  return accounts;
}

async function pages(caller: Caller, input: { MaxItems: number }, between: () => Promise<unknown> = async () => null) {
  const answers: GetAccountAuthorizationDetailsResponse[] = [];
  let Marker: string | undefined;
  do {
    const answer = await caller.iam('GetAccountAuthorizationDetails', { ...input, Marker });
    answers.push(answer);
    Marker = answer.Marker;
    await between();
  } while (Marker);
  return answers;
}

test('D-84 the whole account in pages, nothing twice and nothing left out', async () => {
  const { home } = await filled();
  const answers = await pages(home, { MaxItems: 4 });
  expect(answers).toHaveLength(5);
  expect(answers.slice(0, -1).every(({ IsTruncated }) => IsTruncated)).toBe(true);
  const users = answers.flatMap(({ UserDetailList }) => UserDetailList ?? []);
  const roles = answers.flatMap(({ RoleDetailList }) => RoleDetailList ?? []);
  const policies = answers.flatMap(({ Policies }) => Policies ?? []);
  expect(users.map(({ UserName }) => UserName)).toEqual([0, 1, 2, 3, 4, 5, 6].map((index) => `user${index}`));
  expect(users[1]).toMatchObject({
    GroupList: ['bots'],
    Tags: [{ Key: 'n', Value: '1' }],
    AttachedManagedPolicies: [{ PolicyName: 'AmazonS3ReadOnlyAccess' }],
  });
  expect(roles[1]?.RolePolicyList).toEqual([{ PolicyName: 'inline', PolicyDocument: policy(allow('s3:PutObject')) }]);
  expect(policies.map(({ PolicyName }) => PolicyName)).toEqual(['own', 'AmazonS3ReadOnlyAccess']);
  expect(policies[0]?.PolicyVersionList?.[0]?.Document).toBe(policy(allow('s3:GetObject')));
});

test('what is created or deleted between pages skips and repeats nothing else; a marker of another listing is refused', async () => {
  const { home } = await filled();
  let round = 0;
  const answers = await pages(home, { MaxItems: 4 }, async () => {
    round += 1;
    if (round === 1) await home.iam('CreateUser', { UserName: 'aaa' });
    if (round === 1) await home.iam('DeleteRole', { RoleName: 'role0' });
  });
  const roles = answers.flatMap(({ RoleDetailList }) => RoleDetailList ?? []);
  expect(roles.map(({ RoleName }) => RoleName)).toEqual([1, 2, 3, 4, 5, 6].map((index) => `role${index}`));
  const { Marker } = await home.iam('GetAccountAuthorizationDetails', { MaxItems: 1 });
  await expect(home.iam('GetAccountAuthorizationDetails', { MaxItems: 1, Filter: ['Role'], Marker })).rejects.toMatchObject({
    code: 'ValidationError',
  });
});

test('the filter chooses kinds', async () => {
  const { home } = await filled();
  const answer = await home.iam('GetAccountAuthorizationDetails', { Filter: ['Group', 'LocalManagedPolicy'] });
  expect([answer.UserDetailList, answer.RoleDetailList]).toEqual([[], []]);
  expect(answer.GroupDetailList?.[0]?.GroupPolicyList).toHaveLength(1);
  expect(answer.Policies?.map(({ PolicyName }) => PolicyName)).toEqual(['own']);
  await expect(home.iam('GetAccountAuthorizationDetails', { Filter: ['Users' as 'User'] })).rejects.toThrow('enum value set');
  expect((await home.iam('GetAccountSummary', {})).SummaryMap).toMatchObject({ Users: 7, Roles: 7, Groups: 1, Policies: 1 });
});
