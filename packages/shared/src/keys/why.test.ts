import { expect, test } from 'vitest';
import { principalsOf, trustsEcsTasks } from './trusts.ts';
import { whyOfKey } from './why.ts';

const now = new Date('2026-11-24T12:00:00Z');
const used = (at: string) => ({ state: 'used' as const, at, service: 's3', region: 'us-east-1' });
const key = {
  prefix: 'AKIA' as const,
  foreign: false,
  ownerState: 'known' as const,
  keyAccountId: '560921689673',
  status: 'Active' as const,
  lastUse: used('2026-11-24T10:00:00Z'),
  placesInUse: 2,
  places: 4,
  workloadNames: ['limbo'],
};

test.each([
  [key, 'In use by limbo in 2 places; used in the last day (s3).'],
  [{ ...key, lastUse: used('2026-11-14T10:00:00Z') }, 'In use by limbo in 2 places; last used 10 days ago (s3).'],
  [{ ...key, lastUse: { state: 'never' as const } }, 'In use by limbo in 2 places; no use was ever recorded.'],
  [{ ...key, placesInUse: 0, places: 1, status: 'Inactive' as const }, 'Only in old revisions, 1 place; inactive, so it opens nothing.'],
  [
    { ...key, foreign: true, ownerState: 'foreign' as const, lastUse: { state: 'unreadable' as const, reason: '' } },
    'Of another account, in use by limbo in 2 places; its use is not visible from here.',
  ],
  [
    { ...key, ownerState: 'absent' as const, lastUse: { state: 'unreadable' as const, reason: '' } },
    'In use by limbo in 2 places; no user of this account owns it, so it was deleted or is a key of the root user, which is critical.',
  ],
  [
    { ...key, ownerState: 'absent' as const, keyAccountId: null, lastUse: { state: 'unreadable' as const, reason: '' } },
    'In use by limbo in 2 places; IAM does not know it and its account cannot be told, so it was deleted or is of another account.',
  ],
])('D-16 D-59: %# says why in true words', (given, why) => {
  expect(whyOfKey(given, now)).toBe(why);
});

test('a trust policy’s principals are read in all their spellings; Deny names nobody', () => {
  const trust = {
    Statement: [
      { Effect: 'Allow', Principal: { Service: ['ecs-tasks.amazonaws.com', 'ec2.amazonaws.com'], AWS: 'arn:aws:iam::1:root' } },
      { Effect: 'Deny', Principal: '*' },
    ],
  };
  expect(principalsOf(trust)).toEqual(['ecs-tasks.amazonaws.com', 'ec2.amazonaws.com', 'arn:aws:iam::1:root']);
  expect(trustsEcsTasks(trust)).toBe(true);
  expect(principalsOf({ Statement: { Effect: 'Allow', Principal: '*' } })).toEqual(['*']);
  expect(principalsOf('not a policy')).toEqual([]);
});
