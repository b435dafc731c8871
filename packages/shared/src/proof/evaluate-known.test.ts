// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables look like template placeholders
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../iam/evaluate.ts';
import { policySet, present, request, statements } from '../iam/policy-sets.fixture.ts';
import type { AccessRequest, PolicySet } from '../iam/request.ts';
import { evaluateKnown, type Missing, type PolicyPart } from './evaluate-known.ts';

const account = '111122223333';
const asked: AccessRequest = {
  principal: { arn: `arn:aws:iam::${account}:user/ada`, kind: 'user', accountId: account },
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::b/ada/x',
  resourceAccountId: account,
  context: { 'aws:SecureTransport': 'true', 's3:ExistingObjectTag/team': 'web' },
};
const document = (statement: object) => ({ Version: '2012-10-17', Statement: [statement] });
const read = { Sid: 'Read', Effect: 'Allow', Action: 's3:Get*', Resource: '*' };
const identity = (...found: object[]): PolicySet => ({
  identity: found.map((one, index) => ({ name: `p${index}`, document: document(one) })),
  scps: [],
});
const why = 'AccessDenied';
const inputs = (answer: ReturnType<typeof evaluateKnown>) =>
  answer.verdict === 'unknown' ? answer.missing.map((one) => ('part' in one ? one.part : one.key)) : answer.verdict;

describe('what is missing makes the answer unknown only where it hangs on it', () => {
  const office = { ...read, Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } };
  const outside = { Effect: 'Deny', Action: '*', Resource: '*', Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } };
  const elsewhere = { Sid: 'Never', Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } };
  test.each<[string, PolicySet, (PolicyPart | { key: string })[], string | unknown[]]>([
    ['nothing is missing', identity(read), [], 'allowed'],
    ['the control policies may deny', identity(read), ['scps'], ['scps']],
    ['nobody allows, whatever the control policies say', identity(), ['scps', 'rcps', 'boundary', 'session'], 'implicitDeny'],
    ['the identity policies may allow', identity(), ['identity'], ['identity']],
    ['the bucket policy may allow, or deny', identity(), ['resource'], ['resource']],
    ['a deny that is known wins over all that is missing', identity(read, elsewhere), ['identity', 'resource', 'scps'], 'explicitDeny'],
    ['an allow hangs on the address', identity(office), [{ key: 'aws:SourceIp' }], ['aws:SourceIp']],
    ['a deny hangs on the address', identity(read, outside), [{ key: 'AWS:sourceip' }], ['AWS:sourceip']],
    ['the address does not matter', identity(read, office), [{ key: 'aws:SourceIp' }], 'allowed'],
    [
      'a variable hangs on the name',
      identity({ ...read, Resource: 'arn:aws:s3:::b/${aws:username}/*' }),
      [{ key: 'aws:username' }],
      ['aws:username'],
    ],
    [
      'a tag hangs on another',
      identity({ ...read, Condition: { StringEquals: { 's3:ExistingObjectTag/team': '${aws:PrincipalTag/team}' } } }),
      [{ key: 'aws:PrincipalTag/team' }, 'scps'],
      ['aws:PrincipalTag/team', 'scps'],
    ],
    ['only what decides is named', identity(read, outside), [{ key: 'aws:SourceIp' }, { key: 'aws:username' }], ['aws:SourceIp']],
    [
      'what would have to be bad together is named together',
      identity(office, { ...read, Condition: { Null: { 'aws:username': 'true' } } }),
      [{ key: 'aws:SourceIp' }, { key: 'aws:username' }],
      ['aws:SourceIp', 'aws:username'],
    ],
    [
      'whether there is a boundary decides about a deny with NotPrincipal',
      {
        ...identity(read),
        resource: document({
          Effect: 'Deny',
          NotPrincipal: { AWS: [account, `arn:aws:iam::${account}:user/ada`] },
          Action: '*',
          Resource: '*',
        }),
      },
      ['boundary'],
      ['boundary'],
    ],
  ])('%s', (_, policies, missing, expected) => {
    const gaps = missing.map((one): Missing => (typeof one === 'string' ? { part: one, why } : { ...one, why }));
    expect(inputs(evaluateKnown(asked, policies, gaps))).toEqual(expected);
  });
});

test('a statement keeps its name when others were left out', () => {
  const policies = identity({ ...read, Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } });
  const two = {
    Version: '2012-10-17',
    Statement: [
      { ...read, Sid: undefined, Effect: 'Deny', Condition: { Bool: { 'aws:x': 'true' } } },
      { Effect: 'Deny', Action: '*', Resource: '*' },
    ],
  };
  policies.identity.push({ name: 'p1', document: JSON.stringify(two) });
  const answer = evaluateKnown(asked, policies, [{ key: 'aws:x', why }]);
  expect(answer).toMatchObject({ verdict: 'explicitDeny', decidedBy: { policy: 'p1', statement: '1' } });
});

test('what is decided in spite of gaps is what all of it would decide', () => {
  const gaps = fc.subarray<Missing>([
    { part: 'identity', why },
    { part: 'resource', why },
    { part: 'boundary', why },
    { part: 'session', why },
    { part: 'scps', why },
    { part: 'rcps', why },
    { key: 'aws:MultiFactorAuthPresent', why },
  ]);
  let decided = 0;
  fc.assert(
    fc.property(request, statements, present, gaps, (one, made, there, missing) => {
      const whole = policySet(made, there);
      const known: PolicySet = { ...whole };
      const read: AccessRequest = { ...one, context: { ...one.context } };
      for (const gap of missing) {
        if ('key' in gap) delete read.context[gap.key];
        else if (gap.part === 'identity') known.identity = [];
        else if (gap.part === 'scps') known.scps = [];
        else delete known[gap.part];
      }
      const answer = evaluateKnown(read, known, missing);
      if (answer.verdict === 'unknown') {
        expect(answer.missing.length).toBeGreaterThan(0);
        return;
      }
      if (missing.length > 0) decided++;
      expect(answer.verdict === 'allowed').toBe(evaluate(one, whole).verdict === 'allowed');
    }),
    { numRuns: 1500 },
  );
  expect(decided).toBeGreaterThan(100);
});
