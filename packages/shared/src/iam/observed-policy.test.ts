import { describe, expect, test } from 'vitest';
import type { AccessSide } from './bounds.ts';
import { gainedAccess } from './compare.ts';
import { observedPolicy } from './observed-policy.ts';
import { policyProblems } from './policy-grammar.ts';
import type { SeenOperation } from './seen-operation.ts';

const keyId = 'AKIAYFCZVQXEQ3EXMPLE';
const account = '560921689673';
const seen = (action: string, resource: string | null = '*', more: Partial<SeenOperation> = {}): SeenOperation => ({
  source: 'sandbox',
  keyId,
  action,
  resource,
  context: {},
  calls: 3,
  denied: false,
  lastAt: '2026-11-25T12:00:00.000Z',
  ...more,
});
const allow = (Action: string | string[], Resource: string | string[] = '*', more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const sideOf = (...Statement: object[]): AccessSide => ({
  subject: { kind: 'user', arn: `arn:aws:iam::${account}:user/limbo-bot` },
  policies: [{ name: 'all', document: { Version: '2012-10-17', Statement } }],
});
const policyOf = (side: AccessSide, ...operations: SeenOperation[]) => observedPolicy([{ keyId, side }], operations);
const statements = (side: AccessSide, ...operations: SeenOperation[]) => policyOf(side, ...operations).document?.Statement;

const limboNamespace = { context: { 'cloudwatch:namespace': ['Limbo'] } };
const metrics = seen('cloudwatch:PutMetricData', '*', limboNamespace);
const bucket = 'arn:aws:s3:::limbo-brain';

test('C8: the observed call gives a policy of exactly that action with the condition cloudwatch:namespace Limbo', () => {
  const side = sideOf(allow('cloudwatch:*'), allow(['s3:GetObject', 'sqs:*']));
  expect(policyOf(side, metrics)).toEqual({
    document: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'CloudwatchPutMetricData',
          Effect: 'Allow',
          Action: ['cloudwatch:PutMetricData'],
          Resource: ['*'],
          Condition: { StringEquals: { 'cloudwatch:namespace': ['Limbo'] } },
        },
      ],
    },
    leftOut: [],
  });
});

describe('C8: never wider than what the user may do', () => {
  test('all objects of the bucket where the user may use them all, the user’s own prefix where not, the very key where neither', () => {
    const got = seen('s3:GetObject', `${bucket}/state/brain.json`);
    const resource = (pattern: string | string[]) =>
      (statements(sideOf(allow('s3:GetObject', pattern)), got) as { Resource: string[] }[])[0]?.Resource;
    expect(resource('*')).toEqual([`${bucket}/*`]);
    expect(resource('arn:aws:s3:::*')).toEqual([`${bucket}/*`]);
    expect(resource(`${bucket}/*`)).toEqual([`${bucket}/*`]);
    expect(resource([`${bucket}/other/*`, `${bucket}/state/*`])).toEqual([`${bucket}/state/*`]);
    expect(resource('arn:aws:s3:::*/state/brain.json')).toEqual([`${bucket}/state/brain.json`]);
  });

  test('what the user is denied, or its boundary does not allow, is not slipped in by widening', () => {
    const got = seen('s3:GetObject', `${bucket}/brain.json`);
    const denied = sideOf(allow('s3:*', `${bucket}/*`), { Effect: 'Deny', Action: 's3:*', Resource: `${bucket}/secret/*` });
    expect(statements(denied, got)).toMatchObject([{ Resource: [`${bucket}/brain.json`] }]);
    const bounded: AccessSide = {
      ...sideOf(allow('s3:*')),
      boundary: { Version: '2012-10-17', Statement: [allow('s3:Get*', `${bucket}/b*`)] },
    };
    expect(statements(bounded, got)).toMatchObject([{ Resource: [`${bucket}/brain.json`] }]);
  });

  test('the user’s conditions stay, and a namespace of the user’s is narrowed to the one that was seen', () => {
    const region = { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } };
    const both = { StringEquals: { 'aws:RequestedRegion': 'us-east-1', 'cloudwatch:namespace': ['Limbo', 'Other'] } };
    const side = sideOf(allow('sqs:*', 'arn:aws:sqs:*:*:bots-*', { Condition: region }), allow('cloudwatch:*', '*', { Condition: both }));
    const queue = 'arn:aws:sqs:us-east-1:560921689673:bots-in';
    expect(statements(side, seen('sqs:SendMessage', queue), metrics)).toMatchObject([
      { Condition: { StringEquals: { 'aws:RequestedRegion': ['us-east-1'], 'cloudwatch:namespace': ['Limbo'] } } },
      { Resource: [queue], Condition: { StringEquals: { 'aws:RequestedRegion': ['us-east-1'] } } },
    ]);
  });

  test('a variable of the user is written out, and a statement that asks for MFA, which a key does not have, gives nothing', () => {
    const home = sideOf(allow('s3:GetObject', `${bucket}/\${aws:username}/*`));
    expect(statements(home, seen('s3:GetObject', `${bucket}/limbo-bot/a`))).toMatchObject([{ Resource: [`${bucket}/limbo-bot/*`] }]);
    const mfa = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };
    expect(policyOf(sideOf(allow('s3:GetObject', `${bucket}/*`, mfa)), seen('s3:GetObject', `${bucket}/a`)).document).toBeNull();
  });

  test('a resource that is not known is the user’s own', () => {
    const side = sideOf(allow(['ecs:UpdateService', 'ecs:RunTask'], ['arn:aws:ecs:*:*:service/ops/*', 'arn:aws:ecs:*:*:service/lab/*']));
    expect(statements(side, seen('ecs:UpdateService', null))).toEqual([
      {
        Sid: 'EcsUpdateService',
        Effect: 'Allow',
        Action: ['ecs:UpdateService'],
        Resource: ['arn:aws:ecs:*:*:service/lab/*', 'arn:aws:ecs:*:*:service/ops/*'],
      },
    ]);
    const excluding = sideOf({ Effect: 'Allow', Action: 'ecs:*', NotResource: 'arn:aws:ecs:*:*:service/ops/*' });
    expect(policyOf(excluding, seen('ecs:UpdateService', null))).toMatchObject({
      document: null,
      leftOut: [{ action: 'ecs:UpdateService' }],
    });
  });

  test('every document is a policy, and the comparison of the plan agrees that nothing is new', () => {
    const side = sideOf(allow('*'), allow('s3:*', `${bucket}/*`, { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }), {
      Effect: 'Deny',
      NotAction: ['s3:*', 'cloudwatch:*', 'ecs:ListClusters'],
      Resource: '*',
    });
    const { document } = policyOf(
      side,
      metrics,
      seen('s3:PutObject', `${bucket}/a`),
      seen('ecs:ListClusters'),
      seen('sqs:SendMessage', null),
    );
    expect(policyProblems(JSON.stringify(document), 'inline')).toEqual([]);
    const role = {
      subject: { kind: 'role', arn: `arn:aws:iam::${account}:role/R` } as const,
      policies: [{ name: 'r', document: document! }],
    };
    expect(gainedAccess(side, role).map(({ action, verdict }) => [action, verdict])).toEqual([
      ['cloudwatch:PutMetricData', 'covered'],
      ['ecs:ListClusters', 'covered'],
      ['s3:PutObject', 'covered'],
    ]);
  });
});

describe('C8: what is not granted, and why', () => {
  test('a denied call is not; allowed calls of the same action on another resource are', () => {
    const side = sideOf(allow('sqs:SendMessage', 'arn:aws:sqs:us-east-1:560921689673:mine'));
    const queue = (name: string) => `arn:aws:sqs:us-east-1:560921689673:${name}`;
    const operations = [seen('sqs:SendMessage', queue('mine')), seen('sqs:SendMessage', queue('theirs'), { denied: true })];
    expect(statements(side, ...operations)).toMatchObject([{ Resource: [queue('mine')] }]);
    expect(policyOf(sideOf(allow('*')), seen('ecs:ListClusters', '*', { denied: true }))).toEqual({ document: null, leftOut: [] });
  });

  test('what only a resource policy can have allowed, and what belongs to a key whose user is not known, is named', () => {
    const side = sideOf(allow('cloudwatch:PutMetricData'));
    const foreign = seen('ecs:ListClusters', '*', { keyId: 'AKIAYFCZVQXEQ3EXMPLF' });
    const { document, leftOut } = policyOf(side, seen('s3:GetObject', `${bucket}/a`), foreign);
    expect(document).toBeNull();
    expect(leftOut).toMatchObject([
      { action: 's3:GetObject', resource: `${bucket}/a`, why: expect.stringContaining('resource') },
      { action: 'ecs:ListClusters', why: expect.stringContaining('not known') },
    ]);
  });

  test('D-55: what is dangerous is not written down though it was seen', () => {
    const side = sideOf(allow('*'));
    const role = `arn:aws:iam::${account}:role/App`;
    const service = { context: { 'iam:PassedToService': ['ecs-tasks.amazonaws.com'] } };
    const { document, leftOut } = policyOf(
      side,
      seen('sts:AssumeRole', null),
      seen('iam:PassRole', `${role}1`),
      seen('iam:PassRole', `${role}2`, service),
    );
    expect(document?.Statement).toMatchObject([
      {
        Action: ['iam:PassRole'],
        Resource: [`${role}2`],
        Condition: { StringEquals: { 'iam:PassedToService': ['ecs-tasks.amazonaws.com'] } },
      },
    ]);
    expect(leftOut).toMatchObject([
      { action: 'iam:PassRole', why: expect.stringContaining('iam:PassedToService') },
      { action: 'sts:AssumeRole', why: expect.stringContaining('Name the ARNs') },
    ]);
  });
});

test('C8: the same calls are the same document, in whatever order they were seen; equal statements are one', () => {
  const side = sideOf(allow('*'), allow('s3:GetObject', `${bucket}/*`));
  const operations = [
    seen('s3:PutObject', `${bucket}/a`),
    metrics,
    seen('s3:GetObject', `${bucket}/b`),
    seen('s3:GetObject', `${bucket}/a`),
    seen('s3:ListBucket', bucket),
    seen('cloudwatch:PutMetricData', '*', { context: { 'cloudwatch:namespace': ['Jobs'] } }),
  ];
  const forwards = policyOf(side, ...operations).document;
  expect(policyOf(side, ...operations.toReversed()).document).toEqual(forwards);
  const condition = (namespace: string) => ({ Condition: { StringEquals: { 'cloudwatch:namespace': [namespace] } } });
  expect(forwards?.Statement).toMatchObject([
    { Sid: 'CloudwatchPutMetricData', ...condition('Jobs') },
    { Sid: 'CloudwatchPutMetricDataPart2', ...condition('Limbo') },
    { Sid: 'S3GetObjectAndPutObject', Action: ['s3:GetObject', 's3:PutObject'], Resource: [`${bucket}/*`] },
    { Sid: 'S3ListBucket', Resource: [bucket] },
  ]);
});
