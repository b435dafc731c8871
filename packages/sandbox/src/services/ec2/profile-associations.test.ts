import {
  AssociateIamInstanceProfileCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  DescribeInstancesCommand,
  DisassociateIamInstanceProfileCommand,
  ReplaceIamInstanceProfileAssociationCommand,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import { AddRoleToInstanceProfileCommand, CreateInstanceProfileCommand, CreateRoleCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { instanceCredentials } from './credentials.ts';
import { imageId, startEc2, type TestEc2, trustsEc2 } from './test-ec2.ts';

let ec2: TestEc2;
let [ssm, web] = ['', ''];
beforeAll(async () => {
  ec2 = await startEc2();
  ssm = await ec2.profile('ssm', 'Ssm');
  web = await ec2.profile('web', 'Web');
});
afterAll(() => ec2.close());

async function launched(state: 'running' | 'stopped', Arn: string | null): Promise<string> {
  const profile = Arn === null ? {} : { IamInstanceProfile: { Arn } };
  const { Instances } = await ec2.client.send(new RunInstancesCommand({ ImageId: imageId, MinCount: 1, MaxCount: 1, ...profile }));
  const id = Instances?.[0]?.InstanceId ?? '';
  ec2.clock.advance(5_000);
  if (state === 'stopped') await ec2.client.send(new StopInstancesCommand({ InstanceIds: [id] }));
  ec2.clock.advance(5_000);
  return id;
}
const associate = (InstanceId: string, IamInstanceProfile: { Arn?: string; Name?: string }) =>
  ec2.client.send(new AssociateIamInstanceProfileCommand({ InstanceId, IamInstanceProfile }));
const replace = (AssociationId: string, Arn: string) =>
  ec2.client.send(new ReplaceIamInstanceProfileAssociationCommand({ AssociationId, IamInstanceProfile: { Arn } }));
const disassociate = (AssociationId: string) => ec2.client.send(new DisassociateIamInstanceProfileCommand({ AssociationId }));
const associations = async (id: string) => {
  const Filters = [{ Name: 'instance-id', Values: [id] }];
  const answer = await ec2.client.send(new DescribeIamInstanceProfileAssociationsCommand({ Filters, MaxResults: 100 }));
  return (answer.IamInstanceProfileAssociations ?? [])
    .map(({ State, IamInstanceProfile }) => `${IamInstanceProfile?.Arn?.split('/')[1]} ${State}`)
    .sort();
};
const idOf = (id: string) => ec2.place.ec2.instances[id]?.associationId ?? '';
const roleOn = (id: string) => {
  const given = instanceCredentials(ec2.place, ec2.place.ec2.instances[id]!);
  return given.kind === 'credentials' ? given.roleName : given.kind;
};

test.each(['running', 'stopped'] as const)('D-65 a %s instance without a profile gets one: associating, then associated', async (state) => {
  const id = await launched(state, null);
  const made = await associate(id, { Name: 'web' });
  expect(made.IamInstanceProfileAssociation).toMatchObject({ State: 'associating', InstanceId: id, IamInstanceProfile: { Arn: web } });
  ec2.clock.advance(3_000);
  expect(await associations(id)).toEqual(['web associated']);
  await ec2.client.send(new StartInstancesCommand({ InstanceIds: [id] }));
  ec2.clock.advance(5_000);
  expect(roleOn(id)).toBe('Web');
});

test.each(['ssm', 'web'])('D-65 a second association is refused, also of the same profile (%s)', async (Name) => {
  const id = await launched('running', ssm);
  const refused = associate(id, { Name });
  await expect(refused).rejects.toMatchObject({ name: 'IncorrectState', message: `There is an existing association for instance ${id}` });
  expect(await associations(id)).toEqual(['ssm associated']);
});

test('D-65 D-43 replacing on a running instance gives a new association, and the new role at once', async () => {
  const id = await launched('running', ssm);
  expect(roleOn(id)).toBe('Ssm');
  const old = idOf(id);
  const made = (await replace(old, web)).IamInstanceProfileAssociation;
  expect(made).toMatchObject({ State: 'associating', IamInstanceProfile: { Arn: web } });
  expect(made?.AssociationId).not.toBe(old);
  expect(await associations(id)).toEqual(['ssm disassociating', 'web associating']);
  ec2.clock.advance(3_000);
  expect(await associations(id)).toEqual(['ssm disassociated', 'web associated']);
  expect(roleOn(id)).toBe('Web');
  await expect(replace(old, web)).rejects.toMatchObject({
    name: 'IncorrectState',
    message: expect.stringContaining('is not the active association'),
  });
  expect((await replace(idOf(id), web)).IamInstanceProfileAssociation?.State).toBe('associating');
  ec2.clock.advance(70_000);
  expect(await associations(id)).toEqual(['web associated']);
  const byProfile = {
    Filters: [
      { Name: 'iam-instance-profile.arn', Values: [web] },
      { Name: 'instance-id', Values: [id] },
    ],
  };
  expect((await ec2.client.send(new DescribeInstancesCommand(byProfile))).Reservations).toHaveLength(1);
});

test('D-65 on a stopped instance nothing is replaced: disassociate, wait, associate', async () => {
  const id = await launched('stopped', ssm);
  await expect(replace(idOf(id), web)).rejects.toMatchObject({
    name: 'IncorrectState',
    message: expect.stringContaining('is not the active association'),
  });
  const old = idOf(id);
  expect((await disassociate(old)).IamInstanceProfileAssociation?.State).toBe('disassociating');
  await expect(associate(id, { Arn: web })).rejects.toMatchObject({ name: 'IncorrectState' });
  await expect(disassociate(old)).rejects.toMatchObject({ name: 'IncorrectState' });
  ec2.clock.advance(3_000);
  await associate(id, { Arn: web });
  ec2.clock.advance(3_000);
  expect(await associations(id)).toEqual(['ssm disassociated', 'web associated']);
});

test('D-65 what is not there is said: associations, instances', async () => {
  await expect(disassociate('iip-assoc-00000000000000000')).rejects.toMatchObject({ name: 'InvalidAssociationID.NotFound' });
  await expect(replace('iip-assoc-00000000000000000', web)).rejects.toMatchObject({ name: 'InvalidAssociationID.NotFound' });
  await expect(associate('i-00000000000000000', { Name: 'web' })).rejects.toMatchObject({ name: 'InvalidInstanceID.NotFound' });
});

test('D-50 D-42 a new profile is invalid until IAM has spread it, one without a role stays so, and a role is no profile', async () => {
  const id = await launched('running', null);
  const refused = { name: 'InvalidParameterValue', message: expect.stringContaining('Invalid IAM Instance Profile name') };
  await ec2.iam.send(new CreateRoleCommand({ RoleName: 'Fresh', AssumeRolePolicyDocument: trustsEc2 }));
  await ec2.iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'fresh' }));
  await expect(associate(id, { Name: 'fresh' })).rejects.toMatchObject(refused);
  ec2.clock.advance(5_000);
  await expect(associate(id, { Name: 'fresh' })).rejects.toThrow('has no associated IAM Roles');
  await ec2.iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'fresh', RoleName: 'Fresh' }));
  await expect(associate(id, { Name: 'fresh' })).rejects.toThrow('has no associated IAM Roles');
  await expect(associate(id, { Name: 'Fresh' })).rejects.toMatchObject(refused);
  ec2.clock.advance(5_000);
  await associate(id, { Name: 'fresh' });
  ec2.clock.advance(3_000);
  expect(roleOn(id)).toBe('Fresh');
});
