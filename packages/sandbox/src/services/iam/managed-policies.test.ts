import { expect, test } from 'vitest';
import { allow, homeId, policy, testAccounts, trust } from '../../auth/test-calls.ts';
import { awsManagedPolicies } from './aws-managed.ts';
import { requireGrammar } from './faults.ts';

const arn = `arn:aws:iam::${homeId}:policy/team/app`;

async function withPolicy() {
  const accounts = testAccounts();
  const input = { PolicyName: 'app', Path: '/team/', PolicyDocument: policy(allow('s3:GetObject')), Description: 'for the app' };
  const { Policy } = await accounts.home.iam('CreatePolicy', input);
  expect(Policy).toMatchObject({ Arn: arn, DefaultVersionId: 'v1', AttachmentCount: 0 });
  return accounts;
}

test('D-41 five versions, the sixth waits for a deletion; numbers never return', async () => {
  const { home } = await withPolicy();
  const version = (action: string, SetAsDefault = false) =>
    home.iam('CreatePolicyVersion', { PolicyArn: arn, PolicyDocument: policy(allow(action)), SetAsDefault });
  for (const action of ['s3:PutObject', 's3:DeleteObject', 's3:ListBucket']) await version(action);
  expect((await version('s3:GetBucketAcl', true)).PolicyVersion).toMatchObject({ VersionId: 'v5', IsDefaultVersion: true });
  await expect(version('s3:*')).rejects.toThrow('A managed policy can have up to 5 versions.');
  await expect(home.iam('DeletePolicyVersion', { PolicyArn: arn, VersionId: 'v5' })).rejects.toThrow(
    'Cannot delete the default version of a policy.',
  );
  await home.iam('DeletePolicyVersion', { PolicyArn: arn, VersionId: 'v2' });
  expect((await version('s3:*')).PolicyVersion?.VersionId).toBe('v6');
  expect((await home.iam('ListPolicyVersions', { PolicyArn: arn })).Versions?.map(({ VersionId }) => VersionId)).toEqual([
    'v6',
    'v5',
    'v4',
    'v3',
    'v1',
  ]);
  await home.iam('SetDefaultPolicyVersion', { PolicyArn: arn, VersionId: 'v1' });
  expect((await home.iam('GetPolicy', { PolicyArn: arn })).Policy?.DefaultVersionId).toBe('v1');
  expect((await home.iam('GetPolicyVersion', { PolicyArn: arn, VersionId: 'v1' })).PolicyVersion?.Document).toBe(
    policy(allow('s3:GetObject')),
  );
});

test('D-41 6,144 characters without white space, and ten policies per role', async () => {
  const { home } = testAccounts();
  const sized = (characters: number) =>
    policy(allow('s3:GetObject', `arn:aws:s3:::${'b'.repeat(characters - policy(allow('s3:GetObject', 'arn:aws:s3:::')).length)}`));
  const create = (PolicyName: string, PolicyDocument: string) => home.iam('CreatePolicy', { PolicyName, PolicyDocument });
  await create('largest', sized(6144).replaceAll(',', ',  \n'));
  await expect(create('larger', sized(6145))).rejects.toMatchObject({
    code: 'LimitExceededException',
    message: 'Cannot exceed quota for PolicySize: 6144',
  });
  await home.iam('CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: trust({ Service: 'ecs-tasks.amazonaws.com' }) });
  for (let index = 0; index < 10; index += 1) {
    await create(`p${index}`, policy(allow('s3:GetObject')));
    await home.iam('AttachRolePolicy', { RoleName: 'r', PolicyArn: `arn:aws:iam::${homeId}:policy/p${index}` });
  }
  const eleventh = { RoleName: 'r', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' };
  await expect(home.iam('AttachRolePolicy', eleventh)).rejects.toThrow('Cannot exceed quota for PoliciesPerRole: 10');
});

test('a policy is deleted when nobody has it and only the default version is left', async () => {
  const { home } = await withPolicy();
  await home.iam('CreateUser', { UserName: 'bot', PermissionsBoundary: arn });
  await home.iam('CreateGroup', { GroupName: 'bots' });
  await home.iam('AttachGroupPolicy', { GroupName: 'bots', PolicyArn: arn });
  const entities = await home.iam('ListEntitiesForPolicy', { PolicyArn: arn });
  expect([entities.PolicyGroups?.length, entities.PolicyUsers?.length, entities.PolicyRoles?.length]).toEqual([1, 1, 0]);
  expect((await home.iam('ListEntitiesForPolicy', { PolicyArn: arn, PolicyUsageFilter: 'PermissionsPolicy' })).PolicyUsers).toEqual([]);
  await expect(home.iam('DeletePolicy', { PolicyArn: arn })).rejects.toThrow('Cannot delete a policy attached to entities.');
  await home.iam('DetachGroupPolicy', { GroupName: 'bots', PolicyArn: arn });
  await expect(home.iam('DetachGroupPolicy', { GroupName: 'bots', PolicyArn: arn })).rejects.toMatchObject({
    code: 'NoSuchEntityException',
  });
  await home.iam('DeleteUserPermissionsBoundary', { UserName: 'bot' });
  await home.iam('CreatePolicyVersion', { PolicyArn: arn, PolicyDocument: policy(allow('s3:*')) });
  await expect(home.iam('DeletePolicy', { PolicyArn: arn })).rejects.toThrow('more than one version');
  await home.iam('DeletePolicyVersion', { PolicyArn: arn, VersionId: 'v2' });
  await home.iam('DeletePolicy', { PolicyArn: arn });
  await expect(home.iam('GetPolicy', { PolicyArn: arn })).rejects.toMatchObject({ code: 'NoSuchEntityException' });
});

test("AWS's own policies: readable, attachable, not changeable, all of them policies, in the account's partition", async () => {
  const { home } = testAccounts();
  for (const { versions } of awsManagedPolicies('aws-cn').values()) {
    requireGrammar(versions[0]!.document, 'managed');
    expect(versions[0]!.document).not.toMatch(/arn:aws:|PARTITION/);
  }
  const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';
  expect((await home.iam('GetPolicy', { PolicyArn })).Policy?.PolicyName).toBe('AmazonECSTaskExecutionRolePolicy');
  const version = { PolicyArn, PolicyDocument: policy(allow('s3:*')) };
  await expect(home.iam('CreatePolicyVersion', version)).rejects.toMatchObject({ code: 'NoSuchEntityException' });
  await expect(home.iam('DeletePolicy', { PolicyArn })).rejects.toMatchObject({ code: 'NoSuchEntityException' });
  const { Policies } = await home.iam('ListPolicies', { Scope: 'AWS', PathPrefix: '/service-role/' });
  expect(Policies?.map(({ Arn }) => Arn)).toContain(PolicyArn);
  expect((await home.iam('ListPolicies', { OnlyAttached: true })).Policies).toEqual([]);
});
