import { expect, test } from 'vitest';
import { absent, known, unreadable } from '../inventory/reading.ts';
import { type GroupFacts, judgeGroup, type VerifiedMember } from './judge-group.ts';

const profileArn = 'arn:aws:iam::123456789012:instance-profile/rolewright/WebServerRole';
const member = (change: Partial<VerifiedMember> = {}): VerifiedMember => ({
  instanceId: 'i-0a',
  lifecycleState: 'InService',
  healthStatus: 'Healthy',
  isProtected: false,
  isNew: true,
  profileArn,
  ...change,
});
const facts = (change: Partial<GroupFacts> = {}): GroupFacts => ({
  now: '2026-11-26T12:00:00.000Z',
  cutOverAt: '2026-11-26T11:00:00.000Z',
  groupName: 'web',
  roleName: 'WebServerRole',
  profileArn,
  source: 'launch template web, version 2',
  members: known([member(), member({ instanceId: 'i-0b' })]),
  groupHasSource: known(true),
  userData: known({ verdict: 'clean', findings: [] }),
  ownRoleLastUsedAt: '2026-11-26T11:30:00.000Z',
  calls: { allowed: 0, denied: 0, lastDenied: null, looked: 2, of: 2, unreadRegions: [] },
  keyUses: [{ keyId: 'AKIAIOSFODNN7EXAMPLE', lastUsedAt: null }],
  otherPlaces: [],
  probes: [],
  standalone: known([]),
  ...change,
});

/** One thing that is otherwise → the verdict, and the evidence that says so. */
const cases: [string, Partial<GroupFacts>, string, number, string][] = [
  ['nothing', {}, 'verified', 0, 'yes'],
  [
    'an old instance',
    { members: known([member(), member({ instanceId: 'i-0b', isNew: false, profileArn: null })]) },
    'unproven',
    0,
    'not-yet',
  ],
  ['one not in service', { members: known([member({ lifecycleState: 'Pending' })]) }, 'unproven', 0, 'not-yet'],
  ['one unhealthy', { members: known([member({ healthStatus: 'Unhealthy' })]) }, 'unproven', 0, 'not-yet'],
  ['no instance', { members: known([]) }, 'unproven', 0, 'not-yet'],
  ['members unreadable', { members: unreadable('denied') }, 'unproven', 0, 'unknown'],
  ['the group on something else', { groupHasSource: known(false) }, 'unproven', 1, 'no'],
  ['a new instance without the profile', { members: known([member({ profileArn: null })]) }, 'unproven', 2, 'no'],
  ['a key in the user data', { userData: known({ verdict: 'automatic', findings: [] }) }, 'unproven', 3, 'no'],
  ['user data unreadable', { userData: unreadable('denied') }, 'unproven', 3, 'unknown'],
  ['no user data', { userData: absent }, 'verified', 3, 'yes'],
  ['no use', { ownRoleLastUsedAt: null }, 'unproven', 4, 'not-yet'],
  ['a use before', { ownRoleLastUsedAt: '2026-11-26T10:00:00.000Z' }, 'unproven', 4, 'not-yet'],
  ['no trail', { calls: null, ownRoleLastUsedAt: null }, 'unproven', 4, 'unknown'],
  [
    'a denied call',
    { calls: { allowed: 3, denied: 1, lastDenied: 'ListBucket (AccessDenied)', looked: 2, of: 2, unreadRegions: [] } },
    'failing',
    5,
    'no',
  ],
];

for (const [what, change, verdict, at, state] of cases) {
  test(`D-62 D-76: with ${what} it is ${verdict}`, () => {
    const { state: judged, evidence } = judgeGroup(facts(change));
    expect([judged, evidence[at]?.state]).toEqual([verdict, state]);
  });
}

test('D-76: a protected old instance is named, its use of the key is right, and standalone instances remain', () => {
  const old = member({ instanceId: 'i-0b', isNew: false, isProtected: true, profileArn: null });
  const used = [{ keyId: 'AKIAIOSFODNN7EXAMPLE', lastUsedAt: '2026-11-26T11:59:00.000Z' }];
  const told = judgeGroup(facts({ members: known([member(), old]), keyUses: used, standalone: known(['builder (i-0c)']) }));
  expect(told.evidence[0]?.detail).toContain('i-0b is protected from scale-in');
  expect(told.keySilence).toMatchObject({ state: 'used', detail: expect.stringContaining('i-0b is old still') });
  expect(told.remains.join(' ')).toContain('builder (i-0c)');
});

test('D-76: instances of the same template that could not be read are said to be unread, not none', () => {
  const told = judgeGroup(facts({ standalone: unreadable('AccessDenied') }));
  expect(told.remains.join(' ')).toContain('could not be read: AccessDenied');
  expect(judgeGroup(facts({})).remains.join(' ')).not.toContain('could not be read');
});
