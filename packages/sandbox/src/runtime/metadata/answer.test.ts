import { beforeEach, expect, test } from 'vitest';
import { sandboxContext } from '../../auth/sandbox-context.ts';
import { associate, disassociate } from '../../services/ec2/associate.ts';
import { publicImageId } from '../../services/ec2/images.ts';
import { launchInstances } from '../../services/ec2/run.ts';
import { iamService } from '../../services/iam/service.ts';
import type { CallContext } from '../../services/service.ts';
import { cloudTrailOf } from '../../state/cloudtrail.ts';
import { activeAssociation, type Ec2Place, ec2Place, type StoredInstance } from '../../state/ec2.ts';
import type { ManualClock } from '../../state/manual-clock.ts';
import { testWorld } from '../../state/test-world.ts';
import { type Hops, metadataPathOf } from './address.ts';
import { answerMetadata } from './answer.ts';

const trust = (service: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }] });
let place: Ec2Place;
let clock: ManualClock;
let context: CallContext;
let instance: StoredInstance;

beforeEach(() => {
  const { world, clock: ofWorld } = testWorld();
  const account = Object.values(world.state.accounts)[0]!;
  [place, clock, context] = [ec2Place(world, account, 'us-east-1'), ofWorld, sandboxContext(world, account)];
  const userData = Buffer.from('#!/bin/sh\ntrue\n').toString('base64');
  [instance] = launchInstances(place, { ImageId: publicImageId('us-east-1', 'al2023'), UserData: userData }) as [StoredInstance];
  clock.advance(5_000);
});

async function profile(InstanceProfileName: string, RoleName: string, service = 'ec2.amazonaws.com') {
  await iamService.handlers.CreateRole?.({ RoleName, AssumeRolePolicyDocument: trust(service) }, context);
  await iamService.handlers.CreateInstanceProfile?.({ InstanceProfileName }, context);
  await iamService.handlers.AddRoleToInstanceProfile?.({ InstanceProfileName, RoleName }, context);
  return place.account.iam.instanceProfiles[InstanceProfileName]!;
}

const send = (method: string, path: string, headers: Record<string, string> = {}, hops: Hops = 1) =>
  answerMetadata(place.world, { method, path: `${metadataPathOf(place.world, instance.instanceId, hops)}${path}`, headers });
const get = (path: string, headers: Record<string, string> = {}) => {
  const answer = send('GET', `/latest/${path}`, headers);
  return answer?.status === 200 ? String(answer.body) : (answer?.status ?? 'no answer');
};
const token = (ttl = '60', hops: Hops = 1) => send('PUT', '/latest/api/token', { 'x-aws-ec2-metadata-token-ttl-seconds': ttl }, hops);
const withToken = () => ({ 'x-aws-ec2-metadata-token': String(token()?.body) });
const credentials = (role: string) =>
  JSON.parse(String(get(`meta-data/iam/security-credentials/${role}`, withToken()))) as Record<string, string>;

test('A1: the instance’s own facts, its user data and its identity document', () => {
  instance.metadataOptions.httpTokens = 'optional';
  expect(get('meta-data/instance-id')).toBe(instance.instanceId);
  expect(get('user-data')).toBe('#!/bin/sh\ntrue\n');
  expect(JSON.parse(String(get('dynamic/instance-identity/document')))).toMatchObject({
    accountId: '560921689673',
    instanceId: instance.instanceId,
    region: 'us-east-1',
  });
  expect(String(get('meta-data/')).split('\n')).toEqual(expect.arrayContaining(['instance-id', 'placement/', 'services/']));
  expect(get('meta-data/placement/')).toBe('availability-zone\nregion');
  expect([get('meta-data/nothing'), send('POST', '/latest/meta-data/')?.status]).toEqual([404, 405]);
});

test('D-78: a token is asked for with its time to live, and ends with it', () => {
  instance.metadataOptions.httpTokens = 'required';
  expect([token('0')?.status, token('21601')?.status, token('x')?.status, token('21600')?.status]).toEqual([400, 400, 400, 200]);
  const held = withToken();
  expect([get('meta-data/instance-id'), get('meta-data/instance-id', held)]).toEqual([401, instance.instanceId]);
  clock.advance(61_000);
  expect(get('meta-data/instance-id', held)).toBe(401);
  expect(get('meta-data/instance-id', { 'x-aws-ec2-metadata-token': 'made.up' })).toBe(401);
});

test('D-78: HttpTokens optional lets in who has none, but not who has a wrong one; a disabled endpoint nobody', () => {
  instance.metadataOptions.httpTokens = 'optional';
  expect(get('meta-data/instance-id')).toBe(instance.instanceId);
  expect(get('meta-data/instance-id', { 'x-aws-ec2-metadata-token': 'made.up' })).toBe(401);
  instance.metadataOptions.httpEndpoint = 'disabled';
  expect([get('meta-data/instance-id'), token()?.status]).toEqual([403, 403]);
});

test('D-78: a container on the host gets no token at hop limit 1, and one at 2; a proxy gets none at all', () => {
  instance.metadataOptions.httpPutResponseHopLimit = 1;
  expect([token('60', 1)?.status, token('60', 2)]).toEqual([200, null]);
  instance.metadataOptions.httpPutResponseHopLimit = 2;
  expect(token('60', 2)?.status).toBe(200);
  const proxied = { 'x-aws-ec2-metadata-token-ttl-seconds': '60', 'x-forwarded-for': '10.0.0.1' };
  expect(send('PUT', '/latest/api/token', proxied)?.status).toBe(403);
});

test('nobody is let in with another machine’s address, or on an instance that does not run', () => {
  const path = metadataPathOf(place.world, instance.instanceId, 1);
  const asked = (at: string) => answerMetadata(place.world, { method: 'GET', path: `${at}/latest/meta-data/`, headers: withToken() });
  expect(asked(path)?.status).toBe(200);
  expect([asked(path.replace('/1/', '/2/')), asked(path.replace(/i-\w+/, 'i-0123456789abcdef0'))]).toEqual([null, null]);
  instance.state = 'stopping';
  expect(asked(path)).toBe(null);
});

test('D-42 D-43 D-66: 404 without a profile; then the role’s session is named after the instance; another association changes it at once', async () => {
  const [web, other] = [await profile('web', 'Web'), await profile('other', 'Other')];
  expect([get('meta-data/iam/info', withToken()), get('meta-data/iam/security-credentials/', withToken())]).toEqual([404, 404]);
  associate(place, instance, web, false);
  clock.advance(3_000);
  expect(JSON.parse(String(get('meta-data/iam/info', withToken())))).toMatchObject({ Code: 'Success', InstanceProfileArn: web.arn });
  expect(get('meta-data/iam/security-credentials/', withToken())).toBe('Web');
  const first = credentials('Web');
  expect(place.world.state.sessions[first.AccessKeyId!]?.arn).toMatch(new RegExp(`:assumed-role/Web/${instance.instanceId}$`));
  expect(get('meta-data/iam/security-credentials/Other', withToken())).toBe(404);
  disassociate(place, activeAssociation(place.ec2, instance.instanceId)!);
  associate(place, instance, other, false);
  clock.advance(3_000);
  expect(get('meta-data/iam/security-credentials/', withToken())).toBe('Other');
});

test('D-43: another role inside the profile comes with the next rotation, an hour later', async () => {
  associate(place, instance, await profile('web', 'Old'), false);
  const first = credentials('Old');
  await iamService.handlers.CreateRole?.({ RoleName: 'New', AssumeRolePolicyDocument: trust('ec2.amazonaws.com') }, context);
  await iamService.handlers.RemoveRoleFromInstanceProfile?.({ InstanceProfileName: 'web', RoleName: 'Old' }, context);
  await iamService.handlers.AddRoleToInstanceProfile?.({ InstanceProfileName: 'web', RoleName: 'New' }, context);
  clock.advance(50 * 60_000);
  expect(credentials('Old').AccessKeyId).toBe(first.AccessKeyId);
  clock.advance(11 * 60_000);
  expect(get('meta-data/iam/security-credentials/', withToken())).toBe('New');
});

test('D-48: a role that does not trust EC2 is named, and its document says why there are no keys', async () => {
  associate(place, instance, await profile('tasks', 'Tasks', 'ecs-tasks.amazonaws.com'), false);
  expect(get('meta-data/iam/security-credentials/', withToken())).toBe('Tasks');
  expect(credentials('Tasks')).toMatchObject({ Code: 'AssumeRoleUnauthorizedAccess' });
});

test('D-62: that EC2 assumed the role is in CloudTrail once for each rotation', async () => {
  associate(place, instance, await profile('web', 'Web'), false);
  const assumed = () => cloudTrailOf(place.account, 'us-east-1').events.filter(({ name }) => name === 'AssumeRole').length;
  credentials('Web');
  credentials('Web');
  expect(assumed()).toBe(1);
  clock.advance(61 * 60_000);
  credentials('Web');
  expect(assumed()).toBe(2);
});
