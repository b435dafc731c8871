import { expect, test } from 'vitest';
import { policy, user } from '../plan/snapshot.fixture.ts';
import { gainedBeyondUsers } from './gained-beyond-users.ts';

const objects = 'arn:aws:s3:::a/*';
const role = (Action: string, Resource = objects) => ({
  subject: { kind: 'role' as const, arn: 'arn:aws:iam::123456789012:role/app' },
  policies: [{ name: 'given', document: policy('given', Action, Resource).document }],
});
const reads = user('reads', { inline: [policy('r', 's3:GetObject', objects)] });
const writes = user('writes', { inline: [policy('w', 's3:PutObject', objects)] });
const bounded = user('bounded', { inline: [policy('all', 's3:*', objects)], boundary: policy('only-reading', 's3:GetObject') });
const home = (name: string) => user(name, { inline: [policy('own', 's3:GetObject', `arn:aws:s3:::a/$\{aws:username}/*`)] });

test.each([
  ['what the second may do', [reads, writes], role('s3:PutObject'), 'covered'],
  ['what neither may do', [reads, writes], role('s3:DeleteObject'), 'gained'],
  ['what a boundary takes from the one who has it, whoever comes first', [reads, bounded], role('s3:DeleteObject'), 'gained'],
  ['the same the other way round', [bounded, reads], role('s3:DeleteObject'), 'gained'],
  ['what a boundary of another does not take', [bounded, writes], role('s3:PutObject'), 'covered'],
  ['what each has under its own name', [home('ann'), home('ben')], role('s3:GetObject', 'arn:aws:s3:::a/ben/*'), 'covered'],
  ['what has the name of a third', [home('ann'), home('ben')], role('s3:GetObject', 'arn:aws:s3:::a/cora/*'), 'gained'],
] as const)('D-55 compared with several users: %s is %s', (_, users, after, verdict) => {
  expect(gainedBeyondUsers(users, after).map((row) => row.verdict)).toEqual([verdict]);
});

test('nobody to compare with is no verdict', () => {
  expect(gainedBeyondUsers([], role('s3:GetObject'))).toEqual([]);
});
