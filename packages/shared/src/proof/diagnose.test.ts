import { expect, test } from 'vitest';
import type { PolicyDocument } from '../aws/policy-document.ts';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import { applyEdits } from '../roles/apply-edits.fixture.ts';
import { parseDenied } from './denied-message.ts';
import { diagnose } from './diagnose.ts';

const home = '111122223333';
const other = '444455556666';
const policy = (...Statement: object[]): PolicyDocument => ({ Version: '2012-10-17', Statement });
const role1 = `arn:aws:iam::${home}:role/role1`;
const role2 = (account: string) => `arn:aws:iam::${account}:role/role2`;

interface Made {
  identity?: PolicyDocument;
  trust?: PolicyDocument;
  boundary?: PolicyDocument;
}
function made(name: string, awsAccountId: string, { identity, trust, boundary }: Made): KnownPrincipal {
  const named = (document: PolicyDocument) => ({ name: 'own', arn: null, document });
  return {
    kind: 'role',
    arn: `arn:aws:iam::${awsAccountId}:role/${name}`,
    name,
    path: '/',
    uniqueId: `AROA${name}`,
    awsAccountId,
    tags: {},
    trust: trust ?? policy(),
    inline: identity === undefined ? [] : [named(identity)],
    attached: [],
    groups: [],
    boundary: boundary === undefined ? null : named(boundary),
  };
}
const may = policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' });
const trusting = (AWS: string, Condition: object = {}) =>
  policy({ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole', Condition });
const denying = policy({ Sid: 'NoChains', Effect: 'Deny', Action: 'sts:*', Resource: '*' });
const s3 = policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' });
const byId = { StringEquals: { 'sts:ExternalId': 'external-id-0123' } };

const cases: [
  name: string,
  account: string,
  caller: Made,
  trust: PolicyDocument,
  missing: [half: string, words: RegExp][],
  then: string,
][] = [
  ['both are there', other, { identity: may }, trusting(role1), [], 'allowed'],
  ['no policy at role1', other, {}, trusting(role1), [['identity', /^The caller’s half is missing: no identity policy/]], 'allowed'],
  [
    'no trust at role2',
    other,
    { identity: may },
    policy(),
    [['trust', /^The trust half is missing: .*role2, which names role1/]],
    'allowed',
  ],
  [
    'neither',
    other,
    {},
    policy(),
    [
      ['trust', /trust half/],
      ['identity', /caller’s half/],
    ],
    'allowed',
  ],
  ['neither, in one account, where the trust suffices (D-44)', home, {}, policy(), [['trust', /trust half/]], 'allowed'],
  ['the account is named, in one account (D-44)', home, {}, trusting(home), [['identity', /names only the account/]], 'allowed'],
  ['the boundary', home, { boundary: s3 }, trusting(role1), [['boundary', /permissions boundary is missing it/]], 'allowed'],
  ['a deny, which no allow mends', home, { identity: denying }, trusting(role1), [['deny', /statement NoChains of own/]], 'denied'],
  ['another role is named, by external id', home, {}, trusting(`${role1}x`, byId), [['trust', /external-id condition/]], 'allowed'],
];

test.each(cases)('B1 which half is missing: %s', (_, account, caller, trust, missing, then) => {
  const call = { principalArn: role1, action: 'sts:AssumeRole', resource: role2(account) };
  const found = diagnose(call, { caller: made('role1', home, caller), role: made('role2', account, { trust }) });
  expect(found.verdict).toBe(missing.length === 0 ? 'allowed' : 'denied');
  expect(found.missing.map(({ half }) => half)).toEqual(missing.map(([half]) => half));
  for (const [index, [half, words]] of missing.entries()) {
    const change = found.missing[index];
    expect(change?.words).toMatch(words);
    expect(change?.owner).toBe(half === 'trust' ? role2(account) : role1);
    // The smallest change names one action and one resource or caller, never a wildcard.
    expect(JSON.stringify(change?.statement ?? {})).not.toContain('*');
  }
  expect(found.afterwards).toBe(then);
  const { proposal, why } = found.fix;
  if (missing.length === 0 || missing.some(([half]) => half === 'boundary' || half === 'deny')) {
    expect([proposal, why]).toEqual([null, expect.stringMatching(/allow|boundary|denies/)]);
    return;
  }
  // The edits of the plan do what the diagnosis says.
  const [from, to] = applyEdits([made('role1', home, caller), made('role2', account, { trust })], proposal?.edits ?? []);
  expect(from && to && diagnose(call, { caller: from, role: to }).verdict).toBe(then);
  expect(proposal?.title).toBe('Let role1 call sts:AssumeRole on role2');
});

test('B1 the edits keep what is there: other statements of the trust policy, and inline policies of the same name', () => {
  const call = { principalArn: role1, action: 'sts:AssumeRole', resource: role2(other) };
  const trust = trusting(`${role1}x`, byId);
  const taken = { ...made('role1', home, {}), inline: [{ name: 'AllowAssumeRole', arn: null, document: s3 }] };
  const { fix } = diagnose(call, { caller: taken, role: made('role2', other, { trust }) });
  expect(fix.proposal?.edits).toEqual([
    {
      kind: 'trust',
      roleArn: role2(other),
      document: policy(...(trust.Statement as object[]), {
        Sid: 'Allowrole1',
        Effect: 'Allow',
        Principal: { AWS: role1 },
        Action: 'sts:AssumeRole',
        Condition: byId,
      }),
    },
    {
      kind: 'inline-policy',
      principalArn: role1,
      policyName: 'AllowAssumeRole-2',
      document: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: role2(other) }),
    },
  ]);
});

test('B1 D-48 where the trust policy asks its callers for several external ids, no statement without one is proposed', () => {
  const call = { principalArn: role1, action: 'sts:AssumeRole', resource: role2(other) };
  const asks = (id: string) => trusting(`${role1}x`, { StringEquals: { 'sts:ExternalId': id } }).Statement as object[];
  const trust = policy(...asks('external-id-00000000000000aa'), ...asks('external-id-00000000000000bb'));
  const { fix } = diagnose(call, { caller: made('role1', home, {}), role: made('role2', other, { trust }) });
  expect(fix).toEqual({ proposal: null, why: expect.stringContaining('asks its other callers for an external id') });
});

test('B1 another action than AssumeRole: the statement that is missing, and what hangs on the call', () => {
  const call = { principalArn: role1, action: 's3:ListBucket', resource: 'arn:aws:s3:::reports' };
  const found = diagnose(call, { caller: made('role1', home, { identity: may }), role: null });
  expect(found.missing).toMatchObject([
    { half: 'identity', owner: role1, statement: { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::reports' } },
  ]);
  const office = policy({ Effect: 'Allow', Action: 's3:*', Resource: '*', Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } });
  expect(diagnose(call, { caller: made('role1', home, { identity: office }), role: null })).toMatchObject({
    verdict: 'unknown',
    reason: expect.stringContaining('aws:sourceip: it depends on where the call comes from'),
    missing: [],
  });
});

const session = `arn:aws:sts::${home}:assumed-role/role1/work`;
test.each([
  [
    'of today',
    `An error occurred (AccessDenied) when calling the AssumeRole operation: User: ${session} is not authorized to perform: sts:AssumeRole on resource: ${role2(other)} because no identity-based policy allows the sts:AssumeRole action`,
    'because no identity-based policy allows the sts:AssumeRole action',
  ],
  ['without a reason', `User: ${session} is not authorized to perform: sts:AssumeRole on resource: ${role2(other)}`, null],
  [
    'with an explicit deny',
    `AccessDenied: User: ${session} is not authorized to perform: sts:AssumeRole on resource: "${role2(other)}" with an explicit deny in a service control policy`,
    'with an explicit deny in a service control policy',
  ],
  [
    'decoded',
    JSON.stringify({
      DecodedMessage: JSON.stringify({
        allowed: false,
        explicitDeny: true,
        context: { principal: { id: 'AROA', arn: session }, action: 'sts:AssumeRole', resource: role2(other) },
      }),
    }),
    'with an explicit deny',
  ],
])('B1 the message of AWS is read: %s', (_, message, said) => {
  expect(parseDenied(message)).toEqual({ principalArn: session, action: 'sts:AssumeRole', resource: role2(other), said });
});

test('B1 an encoded message is told apart from nonsense, and from one whose words are enough', () => {
  const ending = 'Encoded authorization failure message: 4GIOHlTkIaWHQD0';
  expect(parseDenied(`You are not authorized to perform this operation. ${ending}`)).toEqual({ encoded: '4GIOHlTkIaWHQD0' });
  expect(parseDenied(` ${'x'.repeat(200)} `)).toEqual({ encoded: 'x'.repeat(200) });
  const words = `User: ${session} is not authorized to perform: ec2:StopInstances on resource: arn:aws:ec2:::instance/i-1`;
  expect(parseDenied(`${words}. ${ending}`)).toMatchObject({ action: 'ec2:StopInstances' });
  expect(parseDenied('it does not work')).toMatchObject({ problem: expect.stringContaining('paste the whole message') });
  expect(parseDenied('{"context": {}}')).toMatchObject({ problem: expect.stringContaining('paste the whole message') });
});
