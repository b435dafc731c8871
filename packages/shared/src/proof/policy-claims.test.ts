import { expect, test } from 'vitest';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import { arnOf, dataId, homeId } from '../plan/chain-snapshot.fixture.ts';
import type { PolicyEdit } from '../plan/policy-change.ts';
import { policySnapshot } from '../plan/policy-change-snapshot.fixture.ts';
import { planPolicyChange } from '../plan/recipes/policy-change.ts';
import type { Claim } from './claim.ts';
import { accessClaims, accessGroups } from './policy-access-claims.ts';
import { policyChangeClaims } from './policy-change-claims.ts';
import { principalsWith, trustClaims } from './policy-gains.ts';
import { whoCanAssume } from './who-can-assume.ts';

const role2 = arnOf(homeId, 'role2');
const [bot, worker] = [arnOf(homeId, 'bot'), arnOf(homeId, 'worker')];
const policy = (Action: string, Resource = '*') => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });
const trust = (AWS: string | string[], id?: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS },
      Action: 'sts:AssumeRole',
      ...(id ? { Condition: { StringEquals: { 'sts:ExternalId': id } } } : {}),
    },
  ],
});
const made = (edits: PolicyEdit[], has: Parameters<typeof policySnapshot>[1] = {}) => {
  const snapshot = policySnapshot(edits, has);
  return { snapshot, plan: planPolicyChange('plan_1', snapshot, { edits }, ['external-id-00000000000000cc']) };
};
const claimOf = (claims: Claim[], id: string): Claim => claims.find((one) => one.id === id) as Claim;
const edited = (edits: PolicyEdit[], has: Parameters<typeof policySnapshot>[1], id: string): Claim => {
  const { snapshot, plan } = made(edits, has);
  return claimOf(policyChangeClaims(snapshot, plan, { edits }), id);
};

const principal = (arn: string, inline: KnownPrincipal['inline'] = []): KnownPrincipal => ({
  kind: 'role',
  arn,
  name: arn.slice(arn.lastIndexOf('/') + 1),
  path: '/',
  uniqueId: `AROA${arn.length}`,
  awsAccountId: homeId,
  tags: {},
  trust: trust('arn:aws:iam::111122223333:root'),
  inline,
  attached: [],
  groups: [],
  boundary: null,
});

/** Gains and losses of a trust policy, over bot and worker. */
function judged(before: object, after: object, more: PolicyEdit[] = []): [Claim, Claim] {
  const edits: PolicyEdit[] = [{ kind: 'trust', roleArn: role2, document: after as Record<string, unknown> }, ...more];
  const { plan } = made(edits, { [role2]: { trust: before as Record<string, unknown> } });
  const scanned = [principal(bot), principal(worker)];
  const who = (when: 'before' | 'after') => {
    const all = principalsWith(scanned, plan.changes, when);
    return whoCanAssume(all.find(({ arn }) => arn === role2) as KnownPrincipal, all, new Set([homeId]));
  };
  const change = plan.changes[0] as (typeof plan.changes)[number];
  return trustClaims('trust-1', change, who('before'), who('after'), true) as [Claim, Claim];
}

test('B4: another caller gains, the former loses; both are named and to be accepted', () => {
  const [gains, losses] = judged(trust(bot), trust(worker));
  expect(gains).toMatchObject({ verdict: 'unknown', evidence: [expect.stringContaining(worker)] });
  expect(losses).toMatchObject({ verdict: 'unknown', evidence: [expect.stringContaining(bot)] });
});

test('D-48: an external id that is asked no longer lets in whoever does not know it', () => {
  const [gains, losses] = judged(trust(bot, 'external-id-00000000000000aa'), trust(bot));
  expect(gains.evidence.join(' ')).toMatch(/no longer has to be one who knows the external id/);
  expect(losses.evidence.join(' ')).toContain('Whoever knows only the external id external-id-00000000000000aa is refused');
});

test('the order of principals is nobody’s gain', () => {
  const [gains, losses] = judged(trust(bot), {
    ...trust([bot]),
    Statement: [...trust(bot).Statement, ...trust(bot).Statement.map((one) => ({ ...one, Sid: 'Again' }))],
  });
  expect([gains.verdict, losses.verdict]).toEqual(['pass', 'pass']);
});

test('B7 D-44: who is given its half in the same plan is judged with it', () => {
  const grant: PolicyEdit = { kind: 'managed-policy', policyName: 'call', document: policy('sts:AssumeRole', role2), attachTo: [bot] };
  const [gains] = judged(trust(worker), trust(homeId), [grant]);
  expect(gains.evidence.some((line) => line.startsWith(`${bot}:`))).toBe(true);
});

test('what is not known before nor after is no pass where the conditions change, and is nobody’s gain where they stay', () => {
  const from = (network: string) => ({
    ...trust(bot),
    Statement: trust(bot).Statement.map((one) => ({ ...one, Condition: { IpAddress: { 'aws:SourceIp': network } } })),
  });
  const [gains, losses] = judged(from('10.0.0.0/8'), from('0.0.0.0/0'));
  expect(gains).toMatchObject({ verdict: 'unknown', evidence: [expect.stringContaining(`Perhaps ${bot}`)] });
  expect(losses.verdict).toBe('unknown');
  const also = { ...from('10.0.0.0/8'), Statement: [...from('10.0.0.0/8').Statement, ...trust(worker).Statement] };
  expect(judged(from('10.0.0.0/8'), also)[0].evidence).toEqual([expect.stringMatching(new RegExp(`^${worker}`))]);
});

test('an account that was not scanned makes it unknown, not nobody', () => {
  const edits: PolicyEdit[] = [{ kind: 'trust', roleArn: role2, document: trust(bot) }];
  const { plan } = made(edits, { [role2]: { trust: trust(worker) } });
  const [gains] = trustClaims('trust-1', plan.changes[0] as (typeof plan.changes)[number], [], [], false);
  expect(gains).toMatchObject({ verdict: 'unknown', evidence: [expect.stringContaining('was not scanned')] });
});

test('A19: what a role may newly do and no longer do is told action by action; alike holders are one group', () => {
  const attachTo = ['a', 'b', 'c'].map((name) => arnOf(dataId, name));
  const edits: PolicyEdit[] = [{ kind: 'managed-policy', policyName: 'read', document: policy('s3:GetObject'), attachTo }];
  const groups = accessGroups(made(edits).plan);
  expect(groups.map(({ changes }) => changes.length)).toEqual([3]);
  const [more, less] = accessClaims(groups[0] as (typeof groups)[number], 1);
  expect(more).toMatchObject({ id: 'access-1-more', verdict: 'unknown', claim: expect.stringContaining('and 2 more') });
  expect(more?.evidence.join(' ')).toContain('s3:GetObject on *');
  expect(less?.verdict).toBe('pass');
  // Who asks who calls is compared by itself.
  const own = {
    ...policy('s3:GetObject'),
    Statement: [{ ...policy('s3:GetObject').Statement[0], Resource: `arn:aws:s3:::b/$\{aws:PrincipalAccount}/*` }],
  };
  expect(accessGroups(made([{ kind: 'managed-policy', policyName: 'own', document: own, attachTo }]).plan)).toHaveLength(3);
});

test('a policy whose text was not told makes the comparison unknown', () => {
  const attached = [{ name: 'Secretive', arn: 'arn:aws:iam::aws:policy/Secretive', document: null as never }];
  const edits: PolicyEdit[] = [{ kind: 'inline-policy', principalArn: role2, policyName: 'x', document: policy('s3:GetObject') }];
  const groups = accessGroups(made(edits, { [role2]: { attached } }).plan);
  const claims = accessClaims(groups[0] as (typeof groups)[number], 1);
  expect(claims.map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown']);
  expect(claims[0]?.evidence).toEqual(expect.arrayContaining(['The policy Secretive could not be read.']));
});

const everything: PolicyEdit = { kind: 'inline-policy', principalArn: role2, policyName: 'x', document: policy('*') };
test.each<[string, PolicyEdit[], Parameters<typeof policySnapshot>[1], string]>([
  ['E6 D-55: what lint blocks', [everything], {}, 'fail'],
  ['E6: the same with a reason', [{ ...everything, reason: 'It is an account of its own.' }], {}, 'unknown'],
  [
    'E6 D-55: the same danger once more',
    [
      {
        ...everything,
        document: { Version: '2012-10-17', Statement: [...policy('*').Statement, ...policy('*', 'arn:aws:s3:::other/*').Statement] },
      },
    ],
    { [role2]: { inline: [{ name: 'x', arn: null, document: policy('*', 'arn:aws:s3:::one/*') }] } },
    'fail',
  ],
  [
    'what stood there before',
    [everything],
    {
      [role2]: {
        inline: [
          { name: 'x', arn: null, document: policy('*', '*') },
          { name: 'y', arn: null, document: policy('s3:*') },
        ],
      },
    },
    'pass',
  ],
])('%s: the check of the documents says so', (_what, edits, has, verdict) => {
  expect(edited(edits, has, 'documents-lint').verdict).toBe(verdict);
});

test('B9 D-41: a trust policy over its quota is refused with the numbers', () => {
  const many = Array.from({ length: 60 }, (_, index) => arnOf(homeId, `a-role-with-a-name-${index}`));
  const claim = edited([{ kind: 'trust', roleArn: role2, document: trust(many) }], {}, 'policy-quotas');
  expect(claim).toMatchObject({ verdict: 'fail', evidence: [expect.stringMatching(/^Trust policy of role2: \d+ of 2048\.$/)] });
});

test('B9 D-41: every external id counts as long as it is, not as its fingerprint', () => {
  const statements = [bot, worker].flatMap((one) => trust(one, 'external-id-00000000000000cc').Statement);
  const document = { Version: '2012-10-17', Statement: statements };
  const claim = edited([{ kind: 'trust', roleArn: role2, document }], {}, 'policy-quotas');
  const real = JSON.stringify(document).replaceAll('external-id-00000000000000cc', 'x'.repeat(32)).length;
  expect(claim.evidence).toEqual([`Trust policy of role2: ${real} of 2048.`]);
});

test('A6: taking out an id that somebody else chose is to be acknowledged', () => {
  const has = { [role2]: { trust: trust(bot, 'external-id-00000000000000aa') } };
  expect(edited([{ kind: 'trust', roleArn: role2, document: trust(bot) }], has, 'external-ids-kept').verdict).toBe('unknown');
  expect(
    edited([{ kind: 'trust', roleArn: role2, document: trust(bot, 'external-id-00000000000000aa') }], has, 'something-to-change').verdict,
  ).toBe('fail');
});
