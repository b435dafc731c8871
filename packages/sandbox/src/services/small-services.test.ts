import { expect, test } from 'vitest';
import { createInvoke } from '../http/invoke.ts';
import { mount } from '../http/mount.ts';
import { testWorld } from '../state/test-world.ts';
import { service as cloudformation } from './cloudformation/index.ts';
import { service as cloudwatch } from './cloudwatch/index.ts';
import { service as events } from './events/index.ts';
import { service as s3 } from './s3/index.ts';
import { service as secretsmanager } from './secretsmanager/index.ts';
import { service as ssm } from './ssm/index.ts';

const { world } = testWorld();
const invoke = createInvoke(world, [
  mount('s3', await import('@aws-sdk/client-s3'), s3),
  mount('cloudwatch', await import('@aws-sdk/client-cloudwatch'), cloudwatch),
  mount('events', await import('@aws-sdk/client-eventbridge'), events),
  mount('cloudformation', await import('@aws-sdk/client-cloudformation'), cloudformation),
  mount('secretsmanager', await import('@aws-sdk/client-secrets-manager'), secretsmanager),
  mount('ssm', await import('@aws-sdk/client-ssm'), ssm),
]);
const at = { accountId: '560921689673', region: 'us-east-1' } as const;

test('S3 keeps objects by any key, lists folders and refuses what AWS refuses', async () => {
  const Bucket = 'limbo-brain';
  await invoke({ ...at, service: 's3', operation: 'CreateBucket', input: { Bucket } });
  for (const Key of ['brain.json', 'logs/a', 'logs/b', '__proto__', 'constructor']) {
    await invoke({ ...at, service: 's3', operation: 'PutObject', input: { Bucket, Key, Body: Buffer.from(Key) } });
  }
  const listed = await invoke({ ...at, service: 's3', operation: 'ListObjectsV2', input: { Bucket, Delimiter: '/' } });
  expect(listed.Contents?.map(({ Key }) => Key)).toEqual(['__proto__', 'brain.json', 'constructor']);
  expect(listed.CommonPrefixes).toEqual([{ Prefix: 'logs/' }]);
  const { Body } = await invoke({ ...at, service: 's3', operation: 'GetObject', input: { Bucket, Key: '__proto__' } });
  expect(String(Body)).toBe('__proto__');
  const faults = [
    invoke({ ...at, service: 's3', operation: 'GetObject', input: { Bucket, Key: 'toString' } }),
    invoke({ ...at, service: 's3', operation: 'HeadBucket', input: { Bucket: 'constructor' } }),
    invoke({ ...at, service: 's3', operation: 'CreateBucket', input: { Bucket } }),
    invoke({ ...at, service: 's3', operation: 'DeleteBucket', input: { Bucket } }),
    invoke({ ...at, service: 's3', operation: 'GetBucketPolicy', input: { Bucket } }),
    invoke({ ...at, service: 's3', operation: 'PutBucketPolicy', input: { Bucket, Policy: 'no' } }),
    invoke({ ...at, service: 's3', operation: 'PutObject', input: { Bucket, Key: 'big', Body: Buffer.alloc(1_048_577) } }),
  ];
  const codes = (await Promise.allSettled(faults)).map((result) => (result.status === 'rejected' ? result.reason.code : 'fulfilled'));
  const pages: string[][] = [];
  for (let ContinuationToken: string | undefined, more = true; more; ) {
    const page = await invoke({
      ...at,
      service: 's3',
      operation: 'ListObjectsV2',
      input: { Bucket, Delimiter: '/', MaxKeys: 1, ContinuationToken },
    });
    pages.push([...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix), ...(page.Contents ?? []).map(({ Key = '' }) => Key)]);
    ContinuationToken = page.NextContinuationToken;
    more = page.IsTruncated === true;
  }
  expect(pages).toEqual([['__proto__'], ['brain.json'], ['constructor'], ['logs/']]);
  const expected = ['NoSuchKey', 'NoSuchBucket', 'BucketAlreadyOwnedByYou', 'BucketNotEmpty', 'NoSuchBucketPolicy', 'MalformedPolicy'];
  expect(codes).toEqual([...expected, 'EntityTooLarge']);
});

test('S3 writes on a condition only when it holds', async () => {
  const Bucket = 'conditions';
  await invoke({ ...at, service: 's3', operation: 'CreateBucket', input: { Bucket } });
  const put = (Key: string, condition: { IfMatch?: string; IfNoneMatch?: string }) =>
    invoke({ ...at, service: 's3', operation: 'PutObject', input: { Bucket, Key, Body: Buffer.from(Key), ...condition } });
  const { ETag = '' } = await put('lock', { IfNoneMatch: '*' });
  await expect(put('lock', { IfNoneMatch: '*' })).rejects.toMatchObject({ code: 'PreconditionFailed', status: 412 });
  await expect(put('lock', { IfMatch: '"other"' })).rejects.toMatchObject({ code: 'PreconditionFailed' });
  await expect(put('absent', { IfMatch: ETag })).rejects.toMatchObject({ code: 'NoSuchKey' });
  await expect(put('lock', { IfMatch: ETag })).resolves.toMatchObject({ ETag });
});

test('CloudWatch lists the metrics that were put', async () => {
  const MetricData = [{ MetricName: 'messages', Dimensions: [{ Name: 'channel', Value: 'general' }] }];
  await invoke({ ...at, service: 'cloudwatch', operation: 'PutMetricData', input: { Namespace: 'Limbo', MetricData } });
  const { Metrics } = await invoke({ ...at, service: 'cloudwatch', operation: 'ListMetrics', input: {} });
  expect(Metrics).toEqual([{ Namespace: 'Limbo', ...MetricData[0] }]);
});

test('D-33 PutTargets replaces a target whole', async () => {
  const rule = { Name: 'nightly', ScheduleExpression: 'rate(1 day)' };
  await invoke({ ...at, service: 'events', operation: 'PutRule', input: rule });
  for (const TaskCount of [1, 2]) {
    const target = {
      Id: 'one',
      Arn: 'arn:aws:ecs:us-east-1:560921689673:cluster/ops',
      EcsParameters: { TaskDefinitionArn: 'x', TaskCount },
    };
    await invoke({ ...at, service: 'events', operation: 'PutTargets', input: { Rule: 'nightly', Targets: [target] } });
  }
  const { Targets } = await invoke({ ...at, service: 'events', operation: 'ListTargetsByRule', input: { Rule: 'nightly' } });
  expect(Targets?.map(({ EcsParameters }) => EcsParameters?.TaskCount)).toEqual([2]);
  const { Rules } = await invoke({ ...at, service: 'events', operation: 'ListRules', input: {} });
  expect(Rules?.map(({ Name, State }) => [Name, State])).toEqual([['nightly', 'ENABLED']]);
});

test('D-37 a resource that no stack owns is a ValidationError', async () => {
  const input = { PhysicalResourceId: 'arn:aws:ecs:us-east-1:560921689673:task-definition/none:1' };
  const asked = invoke({ ...at, service: 'cloudformation', operation: 'DescribeStackResources', input });
  await expect(asked).rejects.toMatchObject({ code: 'ValidationError', message: `Stack for ${input.PhysicalResourceId} does not exist` });
});

test('secrets and parameters are described without their values', async () => {
  const secret = { Name: 'media-db', SecretString: 'hunter2' };
  await invoke({ ...at, service: 'secretsmanager', operation: 'CreateSecret', input: secret });
  await invoke({
    ...at,
    service: 'ssm',
    operation: 'PutParameter',
    input: { Name: '/media/token', Value: 'hunter2', Type: 'SecureString' },
  });
  const described = await invoke({ ...at, service: 'secretsmanager', operation: 'DescribeSecret', input: { SecretId: 'media-db' } });
  const parameters = await invoke({ ...at, service: 'ssm', operation: 'DescribeParameters', input: {} });
  expect(JSON.stringify([described, parameters])).not.toContain('hunter2');
  const value = await invoke({ ...at, service: 'secretsmanager', operation: 'GetSecretValue', input: { SecretId: described.ARN } });
  expect(value.SecretString).toBe('hunter2');
});
