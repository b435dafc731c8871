import { expect, test } from 'vitest';
import { allow, homeId, otherId, policy, testAccounts, trust } from '../../auth/test-calls.ts';

const ecsTasks = trust({ Service: 'ecs-tasks.amazonaws.com' });

test('a role is made, read, changed and listed; its documents are as they were given', async () => {
  const { home } = testAccounts();
  const spaced = ecsTasks.replaceAll(',', ' ,\n ');
  const { Role } = await home.iam('CreateRole', {
    RoleName: 'LimboTaskRole',
    Path: '/bots/',
    AssumeRolePolicyDocument: spaced,
    Description: 'für den Bot',
    Tags: [{ Key: 'team', Value: 'chatops' }],
  });
  expect(Role).toMatchObject({ Arn: `arn:aws:iam::${homeId}:role/bots/LimboTaskRole`, Path: '/bots/', AssumeRolePolicyDocument: spaced });
  expect(Role?.RoleId).toMatch(/^AROA[A-Z2-7]{17}$/);
  await home.iam('UpdateRole', { RoleName: 'LimboTaskRole', MaxSessionDuration: 7200 });
  await home.iam('UpdateAssumeRolePolicy', { RoleName: 'LimboTaskRole', PolicyDocument: ecsTasks });
  const read = (await home.iam('GetRole', { RoleName: 'LimboTaskRole' })).Role;
  expect(read).toMatchObject({
    MaxSessionDuration: 7200,
    AssumeRolePolicyDocument: ecsTasks,
    Description: 'für den Bot',
    Tags: [{ Key: 'team', Value: 'chatops' }],
    RoleLastUsed: {},
  });
  const { Roles } = await home.iam('ListRoles', { PathPrefix: '/bots/' });
  expect(Roles?.map(({ RoleName, Tags }) => [RoleName, Tags])).toEqual([['LimboTaskRole', undefined]]);
  expect((await home.iam('ListRoles', { PathPrefix: '/other/' })).Roles).toEqual([]);
});

test('D-40 names, paths, descriptions, durations and tags are held to what AWS allows', async () => {
  const { home } = testAccounts();
  const create = (input: object) => home.iam('CreateRole', { RoleName: 'x', AssumeRolePolicyDocument: ecsTasks, ...input });
  const refused: [object, RegExp][] = [
    [{ RoleName: 'a b' }, /at 'roleName' failed to satisfy constraint: Member must satisfy regular expression pattern/],
    [{ RoleName: 'a'.repeat(65) }, /have length less than or equal to 64/],
    [{ RoleName: undefined }, /Value null at 'roleName'/],
    [{ Path: 'bots' }, /at 'path'/],
    [{ Description: 'Müller 🚀' }, /at 'description'/],
    [{ MaxSessionDuration: 600 }, /have value greater than or equal to 3600/],
    [{ Tags: [{ Key: 'aws:team', Value: 'x' }] }, /reserved for system use/],
    [
      {
        Tags: [
          { Key: 'Team', Value: 'x' },
          { Key: 'team', Value: 'y' },
        ],
      },
      /Duplicate tag keys/,
    ],
    [{ Tags: [{ Key: 'a!', Value: 'x' }] }, /at 'tags.1.member.key'/],
    [{ PermissionsBoundary: `arn:aws:iam::${homeId}:policy/absent` }, /does not exist or is not attachable/],
  ];
  for (const [input, message] of refused) await expect(create(input), JSON.stringify(input)).rejects.toThrow(message);
  await create({});
  await expect(create({ RoleName: 'X', Path: '/other/' })).rejects.toMatchObject({ code: 'EntityAlreadyExistsException' });
});

test('trust policies: unknown principals, wrong actions, too long', async () => {
  const { home, other } = testAccounts();
  await other.iam('CreateUser', { UserName: 'partner' });
  const create = (RoleName: string, document: string) => home.iam('CreateRole', { RoleName, AssumeRolePolicyDocument: document });
  const malformed: [string, string][] = [
    [trust({ AWS: `arn:aws:iam::${homeId}:role/absent` }), `Invalid principal in policy: "AWS":"arn:aws:iam::${homeId}:role/absent"`],
    [trust({ AWS: 'arn:aws:iam::999999999999:root' }), 'Invalid principal in policy: "AWS":"arn:aws:iam::999999999999:root"'],
    [trust({ Service: 'ecs-task.amazonaws.com' }), 'Invalid principal in policy: "SERVICE":"ecs-task.amazonaws.com"'],
    [policy({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject' }), 'AssumeRole policy may only specify STS AssumeRole actions.'],
    ['{', 'This policy contains invalid Json'],
  ];
  for (const [document, message] of malformed) {
    await expect(create('x', document), document).rejects.toMatchObject({ code: 'MalformedPolicyDocumentException', message });
  }
  await create('partner', trust({ AWS: [`arn:aws:iam::${otherId}:user/partner`, otherId] }));
  const long = trust({ Service: 'ecs-tasks.amazonaws.com' }, { Condition: { StringEquals: { 'aws:SourceAccount': ['x'.repeat(2048)] } } });
  await expect(create('long', long)).rejects.toMatchObject({
    code: 'LimitExceededException',
    message: 'Cannot exceed quota for ACLSizePerRole: 2048',
  });
});

test('E16 D-64 a role is deleted only when nothing hangs on it', async () => {
  const { home } = testAccounts();
  await home.iam('CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: ecsTasks });
  await home.iam('PutRolePolicy', { RoleName: 'r', PolicyName: 'p', PolicyDocument: policy(allow('s3:GetObject')) });
  await home.iam('AttachRolePolicy', { RoleName: 'r', PolicyArn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' });
  await home.iam('CreateInstanceProfile', { InstanceProfileName: 'prof' });
  await home.iam('AddRoleToInstanceProfile', { InstanceProfileName: 'prof', RoleName: 'r' });
  await home.iam('CreateRole', { RoleName: 'second', AssumeRolePolicyDocument: ecsTasks });
  await expect(home.iam('AddRoleToInstanceProfile', { InstanceProfileName: 'prof', RoleName: 'second' })).rejects.toThrow(
    'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1',
  );
  const conflict = (what: string) =>
    expect(home.iam('DeleteRole', { RoleName: 'r' })).rejects.toMatchObject({ code: 'DeleteConflictException', message: what });
  await conflict('Cannot delete entity, must remove roles from instance profile first.');
  await home.iam('RemoveRoleFromInstanceProfile', { InstanceProfileName: 'prof', RoleName: 'r' });
  await conflict('Cannot delete entity, must delete policies first.');
  await home.iam('DeleteRolePolicy', { RoleName: 'r', PolicyName: 'p' });
  await conflict('Cannot delete entity, must detach all policies first.');
  await home.iam('DetachRolePolicy', { RoleName: 'r', PolicyArn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' });
  await home.iam('DeleteRole', { RoleName: 'r' });
  await expect(home.iam('GetRole', { RoleName: 'r' })).rejects.toMatchObject({
    code: 'NoSuchEntityException',
    message: 'The role with name r cannot be found.',
  });
});

test('D-51 service-linked roles belong to AWS', async () => {
  const { home } = testAccounts();
  const { Role } = await home.iam('CreateServiceLinkedRole', { AWSServiceName: 'ecs.amazonaws.com' });
  expect(Role?.Arn).toBe(`arn:aws:iam::${homeId}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`);
  const change = { RoleName: 'AWSServiceRoleForECS', PolicyName: 'p', PolicyDocument: policy(allow('s3:GetObject')) };
  await expect(home.iam('PutRolePolicy', change)).rejects.toMatchObject({ code: 'UnmodifiableEntityException' });
});

test('names such as constructor and __proto__ are names like others', async () => {
  const { home } = testAccounts();
  await expect(home.iam('GetRole', { RoleName: 'constructor' })).rejects.toThrow('cannot be found');
  await home.iam('CreateRole', { RoleName: '__proto__', AssumeRolePolicyDocument: ecsTasks });
  await home.iam('PutRolePolicy', { RoleName: '__proto__', PolicyName: '__proto__', PolicyDocument: policy(allow('s3:GetObject')) });
  expect((await home.iam('ListRolePolicies', { RoleName: '__proto__' })).PolicyNames).toEqual(['__proto__']);
  expect((await home.iam('ListRoles', {})).Roles).toHaveLength(1);
});
