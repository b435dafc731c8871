import { expect, test } from 'vitest';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import { allow, policy, roleNamed } from './known-principals.fixture.ts';
import { grantLines, reachOf } from './permissions.ts';

const bucket = 'arn:aws:s3:::reports';
const roles: [string, KnownPrincipal][] = [
  ['everything', roleNamed('a', { may: [allow('*', '*')] })],
  ['iam', roleNamed('b', { may: [allow('iam:*', '*')] })],
  ['s3 on all buckets', roleNamed('c', { may: [allow('s3:*', '*')] })],
  ['s3 on all buckets, spelt out', roleNamed('d', { may: [allow('s3:*', 'arn:aws:s3:::*')] })],
  ['metrics', roleNamed('e', { may: [allow('cloudwatch:*', '*')] })],
  ['reading of all buckets', roleNamed('f', { may: [allow('s3:Get*', '*')] })],
  ['one bucket whole', roleNamed('g', { may: [allow('s3:*', [bucket, `${bucket}/*`])] })],
  ['one object', roleNamed('h', { may: [allow('s3:GetObject', `${bucket}/x.csv`)] })],
  ['nothing', roleNamed('i')],
];

test('E8: s3:* on * ranks before every role that reaches less, and only all of IAM or everything before it', () => {
  const ranked = [...roles].sort(([, one], [, other]) => (reachOf(other)?.score ?? 0) - (reachOf(one)?.score ?? 0));
  expect(ranked.map(([name]) => name)).toEqual(roles.map(([name]) => name));
  expect(reachOf(roles[2]?.[1] as KnownPrincipal)).toEqual({ score: 30_000, words: 's3:* on *' });
});

test('E8: a boundary caps what is written, and a policy that was not read leaves the reach unknown', () => {
  const boundary = { name: 'b', arn: null, document: policy(allow('s3:GetObject', `${bucket}/*`)) };
  const bounded = reachOf(roleNamed('x', { may: [allow('*', '*')], boundary }));
  expect(bounded?.score).toBe(9);
  expect(bounded?.words).toContain('by its boundary');
  expect(reachOf(roleNamed('x', { may: [allow('*', '*'), null] }))).toBeNull();
});

test('what a role may do, in few lines, the widest first', () => {
  const role = roleNamed('x', {
    may: [allow(['s3:GetObject', 's3:PutObject', 's3:ListBucket', 's3:DeleteObject'], bucket), allow('sqs:*', '*')],
  });
  expect(grantLines(role, 1)).toEqual({ lines: ['sqs:* on *'], more: 1 });
  const inRegion = { ...allow('sqs:*', '*'), Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } };
  expect(grantLines(roleNamed('y', { may: [inRegion] }), 3).lines).toEqual([
    'sqs:* on *, where StringEquals aws:RequestedRegion eu-west-1',
  ]);
  expect(grantLines(role, 3).lines).toEqual(['sqs:* on *', `s3:GetObject, s3:PutObject and 2 more on ${bucket}`]);
});
