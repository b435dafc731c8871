import { expect, test } from 'vitest';
import { sandboxContext } from '../../auth/sandbox-context.ts';
import { snapshotOf } from '../../http/snapshot.ts';
import { activeAssociation, type Ec2Place, ec2Place } from '../../state/ec2.ts';
import type { ManualClock } from '../../state/manual-clock.ts';
import { testWorld } from '../../state/test-world.ts';
import { iamService } from '../iam/service.ts';
import type { CallContext } from '../service.ts';
import { disassociate } from './associate.ts';
import { instanceCredentials } from './credentials.ts';
import { publicImageId } from './images.ts';
import { launchInstances, terminateInstance } from './run.ts';
import { runEc2 } from './tick.ts';

const accountId = '560921689673';
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

interface Scene {
  place: Ec2Place;
  clock: ManualClock;
  context: CallContext;
  profile: (name: string, roleName: string) => Promise<void>;
}

function scene(accessKeyId = ''): Scene {
  const { world, clock } = testWorld();
  const account = world.state.accounts[accountId]!;
  const context = sandboxContext(world, account);
  // A caller with a key: what it writes takes its time to spread (D-50).
  context.principal.accessKeyId = accessKeyId;
  const profile = async (InstanceProfileName: string, RoleName: string) => {
    await iamService.handlers.CreateRole?.({ RoleName, AssumeRolePolicyDocument: trust }, context);
    await iamService.handlers.CreateInstanceProfile?.({ InstanceProfileName }, context);
    await iamService.handlers.AddRoleToInstanceProfile?.({ InstanceProfileName, RoleName }, context);
  };
  return { place: ec2Place(world, account, 'us-east-1'), clock, context, profile };
}

const ImageId = publicImageId('us-east-1', 'al2023');

test('an instance boots, runs and is gone an hour after it was terminated', () => {
  const { place, clock } = scene();
  const [instance] = launchInstances(place, { ImageId, InstanceType: 't3.micro' });
  expect(instance).toMatchObject({ state: 'pending', boots: 0, availabilityZone: 'us-east-1a', privateIp: '172.31.0.4' });
  clock.advance(5_000);
  expect(instance).toMatchObject({ state: 'running', boots: 1, bootedAt: '2026-11-24T08:00:04.000Z' });
  terminateInstance(place, instance!.instanceId);
  expect(instance?.stateTransitionReason).toBe('User initiated (2026-11-24 08:00:05 GMT)');
  clock.advance(5_000);
  expect(instance?.state).toBe('terminated');
  clock.advance(3_600_000);
  expect(place.ec2.instances).toEqual({});
});

test('after a restart everything goes on from plain JSON, and a snapshot tells no user data', async () => {
  const { place, clock, profile } = scene();
  await profile('web', 'Web');
  const userData = Buffer.from('export AWS_ACCESS_KEY=of-the-test').toString('base64');
  const [first] = launchInstances(place, { ImageId, UserData: userData, IamInstanceProfile: { Name: 'web' } });
  disassociate(place, activeAssociation(place.ec2, first!.instanceId)!);
  clock.advance(1_000);
  const second = testWorld();
  second.world.state = JSON.parse(JSON.stringify(place.world.state));
  second.clock.advance(1_000);
  runEc2(second.world);
  second.clock.advance(4_000);
  const after = ec2Place(second.world, second.world.state.accounts[accountId]!, 'us-east-1').ec2;
  expect(after.instances[first!.instanceId]).toMatchObject({ state: 'running', boots: 1, userData });
  expect(Object.values(after.associations)).toMatchObject([{ state: 'disassociated' }]);
  expect(JSON.stringify(snapshotOf(second.world.state))).not.toContain(userData);
});

test('D-50 a profile that IAM has not spread yet is refused as one that does not exist', async () => {
  const { place, clock, profile } = scene('AKIATEST');
  await profile('web', 'Web');
  const launch = (name: string) => launchInstances(place, { ImageId, IamInstanceProfile: { Name: name } });
  expect(() => launch('web')).toThrow('Value (web) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name');
  expect(place.ec2.instances).toEqual({});
  clock.advance(5_000);
  const [instance] = launch('web');
  expect(activeAssociation(place.ec2, instance!.instanceId)).toMatchObject({
    state: 'associated',
    profileArn: expect.stringMatching(/:instance-profile\/web$/),
  });
  expect(() => launch('Web')).toThrow('Invalid IAM Instance Profile name');
});

test('D-42 a profile without a role launches nothing', async () => {
  const { place, context } = scene();
  await iamService.handlers.CreateInstanceProfile?.({ InstanceProfileName: 'empty' }, context);
  expect(() => launchInstances(place, { ImageId, IamInstanceProfile: { Name: 'empty' } })).toThrow('has no associated IAM Roles');
});

test('D-43 another role inside the profile reaches a running instance at the next rotation, not before', async () => {
  const { place, clock, context, profile } = scene();
  await profile('web', 'Old');
  await iamService.handlers.CreateRole?.({ RoleName: 'New', AssumeRolePolicyDocument: trust }, context);
  const [instance] = launchInstances(place, { ImageId, IamInstanceProfile: { Name: 'web' } });
  expect(instanceCredentials(place, instance!)).toEqual({ kind: 'none' });
  clock.advance(5_000);
  const first = instanceCredentials(place, instance!);
  expect(first).toMatchObject({ kind: 'credentials', roleName: 'Old', session: { sessionName: instance!.instanceId } });
  await iamService.handlers.RemoveRoleFromInstanceProfile?.({ InstanceProfileName: 'web', RoleName: 'Old' }, context);
  await iamService.handlers.AddRoleToInstanceProfile?.({ InstanceProfileName: 'web', RoleName: 'New' }, context);
  clock.advance(3_000_000);
  expect(instanceCredentials(place, instance!)).toEqual(first);
  clock.advance(700_000);
  expect(instanceCredentials(place, instance!)).toMatchObject({ kind: 'credentials', roleName: 'New' });
});
