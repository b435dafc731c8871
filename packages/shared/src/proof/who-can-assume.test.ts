import { expect, test } from 'vitest';
import type { PolicyDocument } from '../aws/policy-document.ts';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import { whoCanAssume } from './who-can-assume.ts';

const home = '111122223333';
const other = '444455556666';
const alien = '777788889999';
const targetArn = `arn:aws:iam::${home}:role/target`;
const roleArn = (name: string, account = home) => `arn:aws:iam::${account}:role/${name}`;

const policy = (...statements: object[]): PolicyDocument => ({ Version: '2012-10-17', Statement: statements });
const may = (Resource = targetArn, more: object = {}) => policy({ Effect: 'Allow', Action: 'sts:*', Resource, ...more });
const trusting = (Principal: unknown, Condition: object = {}, Action: unknown = 'sts:AssumeRole') =>
  policy({ Sid: 'Callers', Effect: 'Allow', Principal, Action, Condition });
const byId = { StringEquals: { 'sts:ExternalId': 'external-id-0123456789abcdef' } };

interface Made {
  kind?: 'user' | 'role';
  account?: string;
  identity?: PolicyDocument | null;
  boundary?: PolicyDocument;
  tags?: Record<string, string>;
  trust?: PolicyDocument;
}
function made(name: string, { kind = 'role', account = home, identity, boundary, tags = {}, trust }: Made = {}): KnownPrincipal {
  const named = (document: PolicyDocument | null) => ({ name: 'own', arn: null, document });
  return {
    kind,
    arn: `arn:aws:iam::${account}:${kind}/${name}`,
    name,
    path: '/',
    uniqueId: `${kind === 'role' ? 'AROA' : 'AIDA'}${name.toUpperCase().padEnd(16, 'A')}`,
    awsAccountId: account,
    tags,
    trust: kind === 'user' ? null : (trust ?? trusting({ Service: 'ec2.amazonaws.com' })),
    inline: identity === undefined ? [] : [named(identity)],
    attached: [],
    groups: [],
    boundary: boundary === undefined ? null : named(boundary),
  };
}

const judged = (trust: PolicyDocument, principals: KnownPrincipal[], tags = {}) =>
  whoCanAssume({ arn: targetArn, trust, tags }, principals, new Set([home, other]));

type Expected = [verdict: string, reason: RegExp];
const cases: [name: string, trust: PolicyDocument, caller: KnownPrincipal, expected: Expected][] = [
  ['D-44 a role that is named needs no identity policy', trusting({ AWS: roleArn('app') }), made('app'), ['allowed', /within the account/]],
  [
    'D-44 the account alone leaves it to identity policies, and there is none',
    trusting({ AWS: home }),
    made('app'),
    ['denied', /^The caller’s half is missing: the resource policy names only the account/],
  ],
  ['D-44 the account, and an identity policy', trusting({ AWS: home }), made('app', { identity: may() }), ['allowed', /^Allowed: own/]],
  [
    'D-44 an identity policy alone never suffices',
    trusting({ AWS: roleArn('another') }),
    made('app', { identity: may() }),
    ['denied', /^The trust half is missing: no statement of the trust policy/],
  ],
  [
    'both halves are missing',
    trusting({ AWS: roleArn('another') }),
    made('app'),
    ['denied', /^Both halves are missing\. Trust policy: .*Caller: /],
  ],
  [
    'D-44 a boundary without sts limits a role that is named',
    trusting({ AWS: roleArn('app') }),
    made('app', { identity: may(), boundary: policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' }) }),
    ['denied', /permissions boundary does not allow it/],
  ],
  [
    'D-45 another account, both halves',
    trusting({ AWS: roleArn('app', other) }),
    made('app', { account: other, identity: may() }),
    ['allowed', /^Allowed/],
  ],
  [
    'D-45 another account that is named, without an identity policy',
    trusting({ AWS: roleArn('app', other) }),
    made('app', { account: other }),
    ['denied', /^The caller’s half is missing: no identity policy of the caller allows it/],
  ],
  ['D-46 a role does not trust itself', trusting({ AWS: roleArn('app') }), made('target', { identity: may() }), ['denied', /trust half/]],
  [
    'D-48 to whoever knows the external id',
    trusting({ AWS: roleArn('app') }, byId),
    made('app'),
    ['allowed', /^Allowed to whoever knows the external id: /],
  ],
  [
    'an external id that may be left out asks for nothing',
    trusting({ AWS: roleArn('app') }, { StringEqualsIfExists: { 'sts:ExternalId': 'x-1' } }),
    made('app'),
    ['allowed', /^Allowed: /],
  ],
  [
    'D-48 an external id that may be any',
    trusting({ AWS: roleArn('app') }, { StringLike: { 'sts:ExternalId': '*' } }),
    made('app'),
    ['allowed', /^Allowed to whoever sends any external id at all: /],
  ],
  [
    'conditions that contradict each other',
    trusting({ AWS: roleArn('app') }, { ...byId, StringNotEquals: byId.StringEquals }),
    made('app'),
    ['unknown', /may contradict each other/],
  ],
  [
    'D-53 a session name',
    trusting({ AWS: roleArn('app') }, { ...byId, StringLike: { 'sts:RoleSessionName': 'task-*' } }),
    made('app'),
    ['allowed', /^Allowed to whoever knows the external id and takes a session name that is accepted: /],
  ],
  [
    'D-53 session tags that nobody may send',
    trusting({ AWS: roleArn('app') }, { StringEquals: { 'aws:RequestTag/team': 'web' } }),
    made('app'),
    ['denied', /aws:RequestTag\/team does not hold: the request has no such key/],
  ],
  [
    'D-53 session tags that the caller may send',
    trusting({ AWS: roleArn('app') }, { StringEquals: { 'aws:RequestTag/team': 'web' } }, ['sts:AssumeRole', 'sts:TagSession']),
    made('app'),
    ['allowed', /whoever sends the session tags/],
  ],
  [
    'D-52 the organisation is not scanned',
    trusting({ AWS: home }, { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }),
    made('app', { identity: may() }),
    ['unknown', /aws:principalorgid: the organisation is not scanned/],
  ],
  [
    'D-52 aws:PrincipalArn by path',
    trusting({ AWS: home }, { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${home}:role/app*` } }),
    made('app', { identity: may() }),
    ['allowed', /^Allowed: /],
  ],
  [
    'a tag of the role',
    trusting({ AWS: home }, { StringEquals: { 'aws:PrincipalTag/team': 'web' } }),
    made('app', { identity: may(), tags: { team: 'ops' } }),
    ['denied', /PrincipalTag\/team does not hold: the request has another value/],
  ],
  [
    'a tag that a session of the role may bring instead',
    trusting({ AWS: home }, { StringEquals: { 'aws:PrincipalTag/team': 'web' } }),
    made('app', { identity: may(), tags: { team: 'ops' }, trust: trusting({ AWS: home }, {}, ['sts:AssumeRole', 'sts:TagSession']) }),
    ['unknown', /may carry other tags than the role/],
  ],
  [
    'a policy that could not be read may deny',
    trusting({ AWS: roleArn('app') }),
    made('app', { identity: null }),
    ['unknown', /identity policies: the policy own could not be read/],
  ],
  [
    'a policy that could not be read cannot mend the trust half',
    trusting({ AWS: roleArn('another') }),
    made('app', { identity: null }),
    ['denied', /trust half/],
  ],
  [
    'one session only',
    trusting({ AWS: `arn:aws:sts::${home}:assumed-role/app/i-1` }),
    made('app'),
    ['allowed', /^Only its session i-1\. Allowed/],
  ],
  [
    'a user, with MFA',
    trusting({ AWS: home }, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
    made('ada', { kind: 'user', identity: may() }),
    ['allowed', /whoever gives a code of an MFA device/],
  ],
  [
    'a deny of the caller wins',
    trusting({ AWS: roleArn('app') }),
    made('app', { identity: policy({ Effect: 'Deny', Action: 'sts:*', Resource: '*' }) }),
    ['denied', /own denies it explicitly/],
  ],
];

test.each(cases)('E4 who can assume: %s', (_, trust, caller, [verdict, reason]) => {
  const found = judged(trust, [caller]).find(({ principal }) => principal === caller.arn);
  expect(found).toMatchObject({ verdict, reason: expect.stringMatching(reason), scanned: true });
});

const others: [name: string, trust: PolicyDocument, expected: Record<string, Expected>][] = [
  [
    'services, with what they are held to',
    policy(
      { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
      {
        Effect: 'Allow',
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:SourceAccount': home } },
      },
    ),
    { 'ec2.amazonaws.com': ['allowed', /^Allowed: /], 'ecs-tasks.amazonaws.com': ['allowed', /where it calls for what aws:sourceaccount/] },
  ],
  [
    'D-48 a service sends no external id',
    trusting({ Service: 'ec2.amazonaws.com' }, byId),
    { 'ec2.amazonaws.com': ['denied', /ExternalId/] },
  ],
  [
    'accounts that are not scanned, by number and by role',
    trusting({ AWS: [alien, `arn:aws:iam::${alien}:role/partner`] }, byId),
    {
      [alien]: ['unknown', /account 777788889999 is not scanned.*one who knows the external id/],
      [`arn:aws:iam::${alien}:role/partner`]: ['unknown', /is not scanned/],
    },
  ],
  [
    'D-47 what is gone',
    trusting({ AWS: ['AROAEXAMPLEEXAMPLE12', roleArn('gone')] }),
    { AROAEXAMPLEEXAMPLE12: ['denied', /id of a deleted user or role/], [roleArn('gone')]: ['denied', /had no such user or role/] },
  ],
  ['everyone', trusting('*', byId), { '*': ['unknown', /of every account/] }],
  [
    'an identity provider',
    trusting({ Federated: `arn:aws:iam::${home}:oidc-provider/ci.example` }, {}, 'sts:AssumeRoleWithWebIdentity'),
    { [`arn:aws:iam::${home}:oidc-provider/ci.example`]: ['unknown', /identity provider/] },
  ],
];

test.each(others)('B7 whom else the trust policy names: %s', (_, trust, expected) => {
  const found = judged(trust, []);
  expect(found.map(({ principal }) => principal).sort()).toEqual(Object.keys(expected).sort());
  for (const { principal, verdict, reason } of found) {
    expect(verdict, reason).toBe(expected[principal]?.[0]);
    expect(reason).toMatch(expected[principal]?.[1] ?? /^$/);
  }
});

test('B7 over a whole account: exactly those who gain access, first; a deleted role’s stored id matches nobody', () => {
  const apps = Array.from({ length: 50 }, (_, index) => made(`app${index}`, index % 5 === 0 ? { identity: may('*') } : {}));
  const found = judged(trusting({ AWS: [home, 'AROAEXAMPLEEXAMPLE12'] }), apps);
  expect(found.slice(0, 10).every(({ verdict }) => verdict === 'allowed')).toBe(true);
  expect(found.filter(({ verdict }) => verdict === 'allowed')).toHaveLength(10);
  expect(found).toHaveLength(51);
});

test('A trust policy that could not be read is not one that trusts nobody', () => {
  const found = whoCanAssume({ arn: targetArn, trust: null, tags: {} }, [made('app')], new Set([home]));
  expect(found).toMatchObject([{ verdict: 'unknown', reason: 'Not known: the trust policy could not be read.' }]);
});
