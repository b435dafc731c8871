import { afterAll, beforeAll, expect, test } from 'vitest';
import { allow, trusting } from '../estate/policies.ts';
import { cloudTrailOf } from '../state/cloudtrail.ts';
import { type Ec2Place, ec2Places, type StoredInstance } from '../state/ec2.ts';
import { observations } from './observations.ts';
import { startRunner } from './runner.ts';
import { startTestSandbox, type TestSandbox } from './test-sandbox.ts';

const at = { accountId: '560921689673', region: 'us-east-1' } as const;
let sandbox: TestSandbox;
let runner: { stop(): Promise<void> };
let place: Ec2Place;

beforeAll(async () => {
  sandbox = await startTestSandbox(0.1);
  runner = startRunner({ url: sandbox.url, token: sandbox.token });
  place = [...ec2Places(sandbox.world)].find(({ account, region }) => account.id === at.accountId && region === at.region)!;
});
afterAll(async () => {
  await runner.stop();
  await sandbox.close();
});

/** What of an event is looked at here. */
interface TrailedCall {
  eventName: string;
  userIdentity: { arn?: string };
  requestParameters: { roleArn?: string; roleSessionName?: string };
}

async function settled(condition: () => boolean): Promise<void> {
  for (let wait = 0; wait < 600; wait++) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('nothing happened for half a minute');
}

const named = (name: string): StoredInstance => Object.values(place.ec2.instances).find(({ tags }) => tags.Name === name)!;

/** What was seen of a workload, optionally as one identity only. */
function seen(workload: string, identity = '') {
  const rows = observations(sandbox.world, { workload }).filter((row) => row.identity.includes(identity));
  const sum = (of: 'calls' | 'failed') => rows.reduce((total, row) => total + row[of], 0);
  return { calls: sum('calls'), failed: sum('failed'), errors: [...new Set(rows.flatMap(({ lastError }) => lastError ?? []))] };
}

async function role(RoleName: string, trust: object, document: object): Promise<string> {
  const create = { RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) };
  const { Role } = await sandbox.invoke({ ...at, service: 'iam', operation: 'CreateRole', input: create });
  const input = { RoleName, PolicyName: 'own', PolicyDocument: JSON.stringify(document) };
  await sandbox.invoke({ ...at, service: 'iam', operation: 'PutRolePolicy', input });
  return Role?.Arn ?? '';
}

async function profile(InstanceProfileName: string, RoleName: string): Promise<void> {
  await sandbox.invoke({ ...at, service: 'iam', operation: 'CreateInstanceProfile', input: { InstanceProfileName } });
  await sandbox.invoke({ ...at, service: 'iam', operation: 'AddRoleToInstanceProfile', input: { InstanceProfileName, RoleName } });
}

const associate = (InstanceId: string, Name: string) =>
  sandbox.invoke({ ...at, service: 'ec2', operation: 'AssociateIamInstanceProfile', input: { InstanceId, IamInstanceProfile: { Name } } });

async function restart(instance: StoredInstance): Promise<void> {
  const input = { InstanceIds: [instance.instanceId] };
  const { boots } = instance;
  await sandbox.invoke({ ...at, service: 'ec2', operation: 'StopInstances', input });
  await settled(() => instance.state === 'stopped');
  await sandbox.invoke({ ...at, service: 'ec2', operation: 'StartInstances', input });
  await settled(() => instance.boots > boots);
}

test('A1: the web servers of document 003 upload with the user’s key, and none of their uploads fails', async () => {
  await settled(() => seen('image-upload-web').calls > 5);
  expect(seen('image-upload-web')).toMatchObject({ failed: 0, errors: [] });
  expect(seen('image-upload-web', 'user/image-upload').calls).toBe(seen('image-upload-web').calls);
  const instances = new Set(observations(sandbox.world, { workload: 'image-upload-web' }).map(({ instanceId }) => instanceId));
  expect(instances.size).toBe(2);
  expect(seen('archiver').calls).toBe(0);
});

test('D-66: a profile alone changes nothing while a key is there; after a restart document 004’s chain is used, named after the instance', async () => {
  const builder = named('builder');
  await settled(() => seen('builder', 'user/builder').calls > 2);
  const implicit = await role(
    'builder-implicit',
    trusting('ec2.amazonaws.com'),
    allow([['sts:AssumeRole'], `arn:aws:iam::${at.accountId}:role/builder-expansive`]),
  );
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: implicit }, Action: 'sts:AssumeRole' }] };
  await role('builder-expansive', trust, allow([['s3:PutObject', 'ecs:ListClusters'], '*']));
  await profile('builder', 'builder-implicit');
  await associate(builder.instanceId, 'builder');
  const before = seen('builder').calls;
  await settled(() => seen('builder').calls > before + 3);
  expect(seen('builder', 'assumed-role').calls).toBe(0);
  await restart(builder);
  await settled(() => seen('builder', `assumed-role/builder-expansive/${builder.instanceId}`).calls > 3);
  expect(seen('builder').failed).toBe(0);
  const events = cloudTrailOf(place.account, at.region).events.map(({ json }) => JSON.parse(json) as TrailedCall);
  const assumed = events.find(
    ({ eventName, requestParameters }) => eventName === 'AssumeRole' && requestParameters.roleArn?.endsWith('expansive'),
  );
  expect(assumed?.userIdentity.arn).toMatch(new RegExp(`assumed-role/builder-implicit/${builder.instanceId}$`));
  expect(assumed?.requestParameters.roleSessionName).toBe(builder.instanceId);
  expect(
    events.some(
      ({ eventName, userIdentity }) =>
        eventName === 'ListClusters' && userIdentity.arn?.endsWith(`builder-expansive/${builder.instanceId}`),
    ),
  ).toBe(true);
});

test('D-78: tokens required break the script that sends none, though the SDK goes on', async () => {
  const builder = named('builder');
  builder.metadataOptions.httpTokens = 'required';
  await restart(builder);
  await settled(() => seen('builder', 'none').failed > 1);
  expect(seen('builder', 'none').errors.join()).toContain('token');
  builder.metadataOptions.httpTokens = 'optional';
});

test('D-78: a container that lost its key reaches the instance’s role with hop limit 2 and not with 1', async () => {
  const ImageId = named('docker-host').imageId;
  await role('RendererRole', trusting('ec2.amazonaws.com'), allow([['s3:PutObject'], '*']));
  await profile('renderer', 'RendererRole');
  const launch = (name: string, HttpPutResponseHopLimit: number) =>
    sandbox.invoke({
      ...at,
      service: 'ec2',
      operation: 'RunInstances',
      input: {
        ImageId,
        InstanceType: 't3.micro',
        MinCount: 1,
        MaxCount: 1,
        IamInstanceProfile: { Name: 'renderer' },
        MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit },
        UserData: Buffer.from('#!/bin/sh\ndocker run -d renderer:4.1\n').toString('base64'),
        TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: name }] }],
      },
    });
  await launch('near', 1);
  await launch('far', 2);
  await settled(() => seen('near').failed > 1 && seen('far').calls > 1);
  expect(seen('near', 'none').errors.join()).toContain('token');
  expect(seen('far', 'assumed-role/RendererRole/i-')).toEqual({ ...seen('far'), failed: 0, errors: [] });
});

test('A1: a group’s web server that cannot upload is unhealthy, and is replaced', async () => {
  const group = () => place.account.regions[at.region]!.autoscaling!.groups['image-upload-web']!;
  const before = Object.keys(group().instances);
  expect(Object.values(group().instances).map(({ reported }) => reported)).toEqual(['healthy', 'healthy']);
  const [{ PolicyArn = '' } = {}] = (
    await sandbox.invoke({ ...at, service: 'iam', operation: 'ListAttachedUserPolicies', input: { UserName: 'image-upload' } })
  ).AttachedPolicies!;
  await sandbox.invoke({ ...at, service: 'iam', operation: 'DetachUserPolicy', input: { UserName: 'image-upload', PolicyArn } });
  await settled(() => Object.keys(group().instances).some((id) => !before.includes(id)));
  expect(seen('image-upload-web').errors.join()).toContain('AccessDenied');
  expect(
    group()
      .activities.map(({ Cause }) => Cause)
      .join(),
  ).toContain('ELB system health check failure');
  await sandbox.invoke({ ...at, service: 'iam', operation: 'AttachUserPolicy', input: { UserName: 'image-upload', PolicyArn } });
  await settled(
    () =>
      Object.values(group().instances).filter(({ lifecycleState, reported }) => lifecycleState === 'InService' && reported === 'healthy')
        .length === 2,
  );
});
