import { expect, test } from 'vitest';
import { judgeVerification, type VerificationFacts } from './judge.ts';

const cutOverAt = '2026-11-24T12:00:00.000Z';
const hoursAfter = (hours: number): string => new Date(Date.parse(cutOverAt) + hours * 3_600_000).toISOString();
const looked = { sessions: 2, of: 2, newest: null };
const used = { allowed: 3, denied: 0, lastDenied: null, looked, regions: ['us-east-1', 'eu-west-1'], unreadRegions: [] };
const proven: VerificationFacts = {
  now: hoursAfter(1),
  cutOverAt,
  oldTasksGoneAt: cutOverAt,
  roleName: 'LimboTaskRole',
  newRevision: 'limbo:4',
  tasks: { total: 2, onNewRevision: 2 },
  credentialVariables: [],
  roleLastUsedAt: null,
  roleCalls: used,
  keyUses: [{ keyId: 'AKIAIOSFODNN7EXAMPLE', lastUsedAt: hoursAfter(-1) }],
  otherPlaces: [],
  probes: [],
};

test.each<[string, Partial<VerificationFacts>, string]>([
  ['a call under the role', {}, 'verified'],
  ['RoleLastUsed after the cut-over alone', { roleCalls: { ...used, allowed: 0 }, roleLastUsedAt: hoursAfter(0.5) }, 'verified'],
  ['RoleLastUsed from before the cut-over', { roleCalls: { ...used, allowed: 0 }, roleLastUsedAt: hoursAfter(-0.5) }, 'unproven'],
  ['no use at all', { roleCalls: { ...used, allowed: 0 } }, 'unproven'],
  ['C11: one old task that still drains', { tasks: { total: 2, onNewRevision: 1 } }, 'unproven'],
  ['no task', { tasks: { total: 0, onNewRevision: 0 } }, 'unproven'],
  ['a variable of D-04 in an override', { credentialVariables: ['bot: AWS_ACCESS_KEY_ID'] }, 'unproven'],
  ['a definition that could not be read', { credentialVariables: null }, 'unproven'],
  ['CloudTrail that could not be read', { roleCalls: null, roleLastUsedAt: hoursAfter(0.5) }, 'unproven'],
  [
    'D-31: a denied call, however healthy the deployment',
    { roleCalls: { ...used, denied: 1, lastDenied: 'SendMessage (AccessDenied)' } },
    'failing',
  ],
])('D-62: %s', (_name, facts, state) => {
  expect(judgeVerification({ ...proven, ...facts }).state).toBe(state);
});

test('C11: tasks that still drain are counted in words', () => {
  const { evidence } = judgeVerification({ ...proven, tasks: { total: 2, onNewRevision: 1 } });
  expect(evidence[0]).toMatchObject({ state: 'not-yet', detail: '1 of 2 tasks still old.' });
});

test.each<[number, string | null, string]>([
  [1, hoursAfter(-1), 'too-early'],
  [25, hoursAfter(-1), 'silent'],
  [25, null, 'silent'],
  [1, hoursAfter(0.5), 'used'],
  [25, hoursAfter(0.5), 'used'],
])('D-59, D-89: %s hours after the cut-over, key last used %s: %s, and it gates retirement only', (hours, lastUsedAt, state) => {
  const facts = { ...proven, now: hoursAfter(hours), keyUses: [{ keyId: 'AKIAIOSFODNN7EXAMPLE', lastUsedAt }] };
  const verification = judgeVerification(facts);
  expect(verification.keySilence.state).toBe(state);
  expect(verification.state).toBe('verified');
});

test('an unreadable last use is not silence', () => {
  expect(judgeVerification({ ...proven, now: hoursAfter(48), keyUses: null }).keySilence.state).toBe('unknown');
});

test('D-60: a verdict on some of the tasks says so', () => {
  const { evidence } = judgeVerification({ ...proven, roleCalls: { ...used, looked: { sessions: 40, of: 60, newest: 500 } } });
  expect(evidence[3]?.detail).toContain('the newest 500 of each task, of 40 of 60 tasks');
});

test('D-60: a Region whose events could not be read may hide a denied call, so that nothing is proven', () => {
  const roleCalls = { ...used, regions: ['eu-west-1'], unreadRegions: ['us-east-1'] };
  const verification = judgeVerification({ ...proven, roleCalls });
  expect(verification.state).toBe('unproven');
  expect(verification.evidence[3]).toMatchObject({ state: 'unknown', detail: expect.stringContaining('could not be read in us-east-1') });
});

test('what remains: other places, the next deployment, the key itself', () => {
  const { remains } = judgeVerification({ ...proven, otherPlaces: ['AKIA…MPLE is still carried by reports.'] });
  expect(remains.join(' ')).toMatch(/still carried by reports.*next deployment.*still active/);
});

test.each<['pass' | 'fail' | 'unknown', string]>([
  ['pass', 'verified'],
  ['fail', 'failing'],
  ['unknown', 'unproven'],
])('A16 D15: a probe that says %s leaves the change %s, however good the rest is', (verdict, state) => {
  const part = {
    what: 'POST http://web/upload',
    madeBy: 'the console',
    expected: 'HTTP 200',
    observed: 'HTTP 500',
    attempts: 1,
    milliseconds: 5,
    bytes: 2,
    excerpt: null,
  };
  const result = {
    name: 'upload',
    version: 1,
    probeId: 'probe-1',
    moment: 'after' as const,
    verdict,
    parts: [{ ...part, verdict }],
    left: null,
    at: cutOverAt,
  };
  const verification = judgeVerification({ ...proven, probes: [result] });
  expect(verification.state).toBe(state);
  expect(verification.evidence.at(-1)).toMatchObject({
    claim: 'The probe upload passes',
    detail: expect.stringContaining('POST http://web/upload'),
  });
});
