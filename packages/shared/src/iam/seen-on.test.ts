import { describe, expect, test } from 'vitest';
import { trailAction } from '../aws/trail-action.ts';
import { seenOn } from './seen-on.ts';
import type { SeenOperation } from './seen-operation.ts';

const seen = (action: string, resource: string | null, calls: number, denied = false): SeenOperation => ({
  source: 'sandbox',
  keyId: 'AKIAYFCZVQXEQ3EXMPLE',
  action,
  resource,
  context: {},
  calls,
  denied,
  lastAt: '2026-11-25T12:00:00.000Z',
});
const all = [
  seen('s3:PutObject', 'arn:aws:s3:::brain/a', 2),
  seen('s3:PutObject', 'arn:aws:s3:::brain/b', 3),
  seen('cloudwatch:PutMetricData', '*', 7),
  seen('ecs:ListClusters', '*', 4, true),
  seen('ecs:UpdateService', null, 5),
];

describe('C8: each line of the comparison is told what was seen of it', () => {
  test.each([
    ['s3:PutObject', 'arn:aws:s3:::brain/*', { state: 'seen', calls: 5, onResource: true }],
    ['S3:Put*', 'arn:aws:s3:::brain/a', { state: 'seen', calls: 2, onResource: true }],
    ['s3:PutObject', 'arn:aws:s3:::other/*', { state: 'not-seen', calls: 0, onResource: false }],
    ['*', '*', { state: 'seen', calls: 17, onResource: true }],
    ['all but iam:*, ecs:*', '*', { state: 'seen', calls: 12, onResource: true }],
    ['s3:*', 'all but arn:aws:s3:::brain/a', { state: 'seen', calls: 3, onResource: true }],
    ['ecs:ListClusters', '*', { state: 'denied', calls: 4, onResource: true }],
    ['ecs:UpdateService', 'arn:aws:ecs:us-east-1:560921689673:service/ops/api', { state: 'seen', calls: 5, onResource: false }],
    ['sqs:SendMessage', '*', { state: 'not-seen', calls: 0, onResource: false }],
  ])('%s on %s', (action, resource, expected) => {
    expect(seenOn({ action, resource }, all, 'every-call')).toEqual(expected);
  });

  test.each([
    ['ecs:StopTask', 'not-seen'],
    ['s3:PutObject', 'not-visible'],
    ['cloudwatch:PutMetricData', 'not-visible'],
    ['sqs:SendMessage', 'not-visible'],
    ['iam:PassRole', 'not-visible'],
    ['iam:Create*', 'not-seen'],
    ['iam:*', 'not-visible'],
    ['e*', 'not-visible'],
    ['*', 'not-visible'],
    ['all but s3:*', 'not-visible'],
  ])('D-60: of management events alone nothing about %s is %s', (action, state) => {
    expect(seenOn({ action, resource: '*' }, [], 'management-events').state).toBe(state);
  });
});

test('where part could not be read, nothing follows from what is not there', () => {
  expect(seenOn({ action: 'ecs:StopTask', resource: '*' }, all, 'some-calls').state).toBe('not-visible');
});

test.each([
  ['monitoring.amazonaws.com', 'ListMetrics', 'cloudwatch:ListMetrics'],
  ['s3.amazonaws.com', 'ListBuckets', 's3:ListAllMyBuckets'],
  ['lambda.amazonaws.com', 'UpdateFunctionCode20150331v2', 'lambda:UpdateFunctionCode'],
  ['sts.amazonaws.com', 'AssumeRole', 'sts:AssumeRole'],
  ['sts.amazonaws.com', 'GetCallerIdentity', null],
  ['quantum.amazonaws.com', 'Entangle', undefined],
  ['ecs.amazonaws.com', 'constructor', 'ecs:constructor'],
])('D-61: an event of %s named %s needs %s', (source, name, action) => {
  expect(trailAction(source, name)).toBe(action);
});
