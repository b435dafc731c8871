import { expect, test } from 'vitest';
import { absent, known, unreadable } from '../inventory/reading.ts';
import { association, keyScript, profileArn, userData } from '../plan/instance-snapshot.fixture.ts';
import { keyId } from '../plan/snapshot.fixture.ts';
import type { ProbeResult } from '../probes/probe.ts';
import { type InstanceFacts, judgeInstance } from './judge-instance.ts';

const facts = (change: Partial<InstanceFacts> = {}): InstanceFacts => ({
  now: '2026-11-26T10:00:00.000Z',
  cutOverAt: '2026-11-26T09:00:00.000Z',
  oldProgramsGoneAt: null,
  instanceId: 'i-0a1b2c3d4e5f60718',
  roleName: 'Builder',
  profileArn: profileArn('Builder'),
  association: known(association('Builder')),
  userData: absent,
  ownRoleLastUsedAt: null,
  calls: { allowed: 3, denied: 0, lastDenied: null, unreadRegions: [] },
  keyUses: [],
  otherPlaces: [],
  probes: [],
  ...change,
});
/** As it stands in the journal of a run: how the probe went after the change. */
const probe = (verdict: ProbeResult['verdict']): Pick<InstanceFacts, 'probes'> => ({
  probes: [
    {
      ...{ name: 'upload', version: 1, probeId: 'p-0123456789', moment: 'after', at: '2026-11-26T09:59:00.000Z' },
      verdict,
      left: null,
      parts: [
        {
          ...{ what: 'POST http://uploader/upload', madeBy: 'the console', verdict, expected: 'HTTP 200', observed: 'HTTP 500' },
          ...{ attempts: 1, milliseconds: 12, bytes: null, excerpt: null },
        },
      ],
    },
  ],
});
const none = { allowed: 0, denied: 0, lastDenied: null, unreadRegions: [] };

/** What is changed of a proven instance → the verdict. D-62, D-66. */
const cases: [string, Partial<InstanceFacts>, string][] = [
  ['associated, used, no key left', {}, 'verified'],
  ['associated, not yet used', { calls: none }, 'unproven'],
  ['a use of a role that is its own alone', { calls: none, ownRoleLastUsedAt: '2026-11-26T09:30:00.000Z' }, 'verified'],
  ['a use before the cut-over', { calls: none, ownRoleLastUsedAt: '2026-11-26T08:59:59.000Z' }, 'unproven'],
  ['used, and a key in its user data: shadowed', { userData: known(userData(keyScript())) }, 'unproven'],
  ['still associating', { association: known(association('Builder', { state: 'associating' })) }, 'unproven'],
  ['another profile', { association: known(association('Other')) }, 'unproven'],
  ['no profile', { association: absent }, 'unproven'],
  ['an association that cannot be read', { association: unreadable('denied') }, 'unproven'],
  ['a denied call', { calls: { ...none, allowed: 2, denied: 1, lastDenied: 'ListClusters (AccessDenied)' } }, 'failing'],
  ['CloudTrail that cannot be read', { calls: null, ownRoleLastUsedAt: '2026-11-26T09:30:00.000Z' }, 'unproven'],
  ['a probe that passes', probe('pass'), 'verified'],
  ['a probe that fails', probe('fail'), 'failing'],
  ['a probe that nobody could see', probe('unknown'), 'unproven'],
  ['a Region that cannot be read', { calls: { ...none, allowed: 1, unreadRegions: ['eu-west-1'] } }, 'unproven'],
];
for (const [name, change, verdict] of cases) {
  test(`D14 D-62 D-66: ${name}: ${verdict}`, () => expect(judgeInstance(facts(change)).state).toBe(verdict));
}

test('D14: a key that is used after the cut-over is not at once somebody else’s', () => {
  const used = { keyUses: [{ keyId, lastUsedAt: '2026-11-26T09:30:00.000Z' }] };
  expect(judgeInstance(facts(used)).keySilence).toMatchObject({ state: 'used', detail: expect.stringContaining('started with it') });
  const restarted = judgeInstance(facts({ ...used, oldProgramsGoneAt: '2026-11-26T09:10:00.000Z' }));
  expect(restarted.keySilence.detail).toContain('something else has it too');
});
