import { afterAll, beforeAll, expect, test } from 'vitest';
import { allow, trusting } from '../estate/policies.ts';
import { openInstances, settled } from './test-instances.ts';

let estate: Awaited<ReturnType<typeof openInstances>>;
beforeAll(async () => {
  estate = await openInstances();
});
afterAll(() => estate.close());

test('A1: the web servers of document 003 upload with the user’s key, and none of their uploads fails', async () => {
  const { seen } = estate;
  await settled(() => seen('image-upload-web').calls > 5 && seen('image-upload-web').instanceIds.size === 2);
  expect(seen('image-upload-web')).toMatchObject({ failed: 0, errors: [] });
  expect(seen('image-upload-web', 'user/image-upload').calls).toBe(seen('image-upload-web').calls);
  expect(seen('archiver').calls).toBe(0);
});

test('D-66: a profile alone changes nothing while a key is there; after a restart document 004’s chain is used, named after the instance', async () => {
  const { at, seen, named, role } = estate;
  const builder = named('builder');
  const InstanceId = builder.instanceId;
  await settled(() => seen('builder', 'user/builder').calls > 2);
  const mayAssume = allow([['sts:AssumeRole'], `arn:aws:iam::${at.accountId}:role/builder-expansive`]);
  const implicit = await role('builder-implicit', trusting('ec2.amazonaws.com'), mayAssume);
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: implicit }, Action: 'sts:AssumeRole' }] };
  await role('builder-expansive', trust, allow([['s3:PutObject', 'ecs:ListClusters'], '*']));
  await estate.profile('builder', 'builder-implicit');
  const input = { InstanceId, IamInstanceProfile: { Name: 'builder' } };
  await estate.invoke({ ...at, service: 'ec2', operation: 'AssociateIamInstanceProfile', input });
  const before = seen('builder').calls;
  await settled(() => seen('builder').calls > before + 3);
  expect(seen('builder', 'assumed-role').calls).toBe(0);
  await estate.restart(builder);
  await settled(() => seen('builder', `assumed-role/builder-expansive/${InstanceId}`).calls > 3);
  expect(seen('builder').failed).toBe(0);
  const assumed = estate
    .trail()
    .find(({ eventName, requestParameters }) => eventName === 'AssumeRole' && requestParameters?.roleArn?.endsWith('expansive'));
  expect(assumed?.userIdentity.arn).toMatch(new RegExp(`assumed-role/builder-implicit/${InstanceId}$`));
  expect(assumed?.requestParameters?.roleSessionName).toBe(InstanceId);
  const callers = estate.trail().flatMap(({ eventName, userIdentity }) => (eventName === 'ListClusters' ? (userIdentity.arn ?? '') : []));
  expect(callers.some((arn) => arn.endsWith(`assumed-role/builder-expansive/${InstanceId}`))).toBe(true);
});
