import { expect, test } from 'vitest';
import { judgeVerification, type VerificationFacts } from './judge.ts';

const cutOverAt = '2026-11-24T12:00:00.000Z';
const after = (hours: number): string => new Date(Date.parse(cutOverAt) + hours * 3_600_000).toISOString();

/** An hour after the cut-over all is as it should be. */
const good: VerificationFacts = {
  now: after(1),
  cutOverAt,
  oldTasksGoneAt: after(0.1),
  roleName: 'LimboTaskRole',
  newRevision: 'limbo:4',
  tasks: { total: 2, onNewRevision: 2 },
  credentialVariables: [],
  roleLastUsedAt: null,
  roleCalls: { allowed: 3, denied: 0, lastDenied: null },
  keyUses: [{ keyId: `AKIA${'QNZGKIQY56JQ7WML'}`, lastUsedAt: after(-1) }],
  unread: [],
  otherPlaces: [],
};
const none = { allowed: 0, denied: 0, lastDenied: null };
const denied = { allowed: 5, denied: 1, lastDenied: 'PutMetricData (AccessDenied)' };

test.each<[string, Partial<VerificationFacts>, 'verified' | 'unproven' | 'failing']>([
  ['calls as the role in CloudTrail', {}, 'verified'],
  ['RoleLastUsed after the cut-over', { roleCalls: none, roleLastUsedAt: after(0.5) }, 'verified'],
  ['RoleLastUsed of before the cut-over', { roleCalls: none, roleLastUsedAt: after(-2) }, 'unproven'],
  ['configuration alone', { roleCalls: none }, 'unproven'],
  ['a task of the old revision', { tasks: { total: 2, onNewRevision: 1 } }, 'unproven'],
  ['no task at all', { tasks: { total: 0, onNewRevision: 0 } }, 'unproven'],
  ['a variable left in an override', { credentialVariables: ['bot: AWS_ACCESS_KEY_ID'] }, 'unproven'],
  ['a denied call beside five that went well', { roleCalls: denied }, 'failing'],
  ['CloudTrail unreadable, RoleLastUsed known', { roleCalls: null, roleLastUsedAt: after(0.5) }, 'unproven'],
  ['a definition that could not be read', { credentialVariables: null }, 'unproven'],
])('D-62: %s', (_, facts, state) => {
  expect(judgeVerification({ ...good, ...facts }).state).toBe(state);
});

test('C11: one old task still draining is told as 1 of 2; once it is gone all is green', () => {
  const [tasks] = judgeVerification({ ...good, tasks: { total: 2, onNewRevision: 1 } }).evidence;
  expect(tasks).toMatchObject({ state: 'not-yet', detail: '1 of 2 tasks still old.' });
  const [drained] = judgeVerification({ ...good, tasks: { total: 1, onNewRevision: 1 } }).evidence;
  expect(drained).toMatchObject({ state: 'yes', detail: '1 of 1 tasks.' });
});

test('D-59 D-89: a key is silent a day after the cut-over at the earliest, and never before', () => {
  const silence = (facts: Partial<VerificationFacts>) => judgeVerification({ ...good, ...facts }).keySilence.state;
  expect(silence({ now: after(1) })).toBe('too-early');
  expect(silence({ now: after(24) })).toBe('too-early');
  expect(silence({ now: after(25) })).toBe('silent');
  const used = [{ keyId: `AKIA${'QNZGKIQY56JQ7WML'}`, lastUsedAt: after(3) }];
  expect(silence({ now: after(25), keyUses: used })).toBe('used');
  expect(silence({ now: after(25), keyUses: null })).toBe('unknown');
  expect(silence({ now: after(25), keyUses: [] })).toBe('unknown');
});

test('D-62: a key that is still used takes nothing from verified, and gates retirement alone', () => {
  const used = [{ keyId: `AKIA${'QNZGKIQY56JQ7WML'}`, lastUsedAt: after(0.5) }];
  const verification = judgeVerification({ ...good, keyUses: used });
  expect([verification.state, verification.keySilence.state]).toEqual(['verified', 'used']);
  expect(verification.keySilence.detail).toContain('AKIA…7WML');
});
