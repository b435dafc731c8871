import { expect, test } from 'vitest';
import { known, unreadable } from '../inventory/reading.ts';
import { planEcsTaskRole } from '../plan/recipes/ecs-task-role.ts';
import { keyId, policy, snapshotOf, user } from '../plan/snapshot.fixture.ts';
import { permissionRows } from './permission-rows.ts';

const limbo = user('limbo-bot', {
  inline: [
    policy('metrics', 'cloudwatch:PutMetricData'),
    policy('brain', 's3:*', 'arn:aws:s3:::brain/*'),
    policy('queues', 'sqs:SendMessage'),
  ],
});
const snapshot = snapshotOf(undefined, { owners: [{ keyId, user: known(limbo) }] });
const rowsFor = (...Statement: object[]) => {
  const document = { Version: '2012-10-17', Statement };
  const plan = planEcsTaskRole('plan_1', snapshot, { role: { create: { name: 'LimboTaskRole' } }, permissions: { document } });
  return permissionRows(snapshot, plan);
};

test('C8: what the role keeps in part is narrowed, with what is left of it; only what it does not have at all is lost', () => {
  const Condition = { StringEquals: { 'cloudwatch:namespace': 'Limbo' } };
  const rows = rowsFor(
    { Effect: 'Allow', Action: 'cloudwatch:PutMetricData', Resource: '*', Condition },
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::brain/*' },
  );
  expect(rows).toMatchObject([
    {
      action: 'cloudwatch:PutMetricData',
      user: true,
      role: true,
      change: 'narrowed',
      why: 'only cloudwatch:PutMetricData on * if StringEquals cloudwatch:namespace Limbo',
    },
    {
      action: 's3:*',
      role: true,
      change: 'narrowed',
      why: 'only s3:GetObject on arn:aws:s3:::brain/*; s3:PutObject on arn:aws:s3:::brain/*',
    },
    { action: 'sqs:SendMessage', role: false, change: 'lost' },
  ]);
});

test('what is kept whole is kept, and what is new is new', () => {
  const rows = rowsFor(
    { Effect: 'Allow', Action: ['cloudwatch:PutMetricData', 'sqs:SendMessage'], Resource: '*' },
    { Effect: 'Allow', Action: 'ecs:ListClusters', Resource: '*' },
  );
  expect(rows.map(({ action, change }) => [action, change])).toEqual([
    ['cloudwatch:PutMetricData', 'kept'],
    ['s3:*', 'lost'],
    ['sqs:SendMessage', 'kept'],
    ['ecs:ListClusters', 'gained'],
  ]);
});

test('where one of two users could not be read, nothing is called new', () => {
  const owners = [
    { keyId, user: known(limbo) },
    { keyId, user: unreadable('AccessDenied') },
  ];
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sns:Publish', Resource: '*' }] };
  const changesOf = (of: typeof owners) => {
    const read = snapshotOf(undefined, { owners: of });
    const plan = planEcsTaskRole('plan_1', read, { role: { create: { name: 'LimboTaskRole' } }, permissions: { document } });
    return permissionRows(read, plan).flatMap(({ action, change }) => (action === 'sns:Publish' ? [change] : []));
  };
  expect(changesOf(owners.slice(0, 1))).toEqual(['gained']);
  expect(changesOf(owners)).toEqual(['unknown']);
});
