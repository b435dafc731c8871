import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Assumed, type AssumeRoleCall, assumeRole, type ChainCaller, type ChainRole } from './assume-role.ts';
import { noMarks } from './session-marks.ts';

const account = '111122223333';
const arnOf = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const all = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];
const trust = (AWS: string, Action: string | string[] = all, Condition: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Sid: 'Trust', Effect: 'Allow', Principal: { AWS }, Action, Condition }],
});
const may = (Action: string | string[], Resource = '*') => ({
  name: 'own',
  document: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource } },
});
const role = (name: string, document: object, more: Partial<ChainRole> = {}): ChainRole => ({
  arn: arnOf(name),
  trust: document,
  policies: { identity: [], scps: [] },
  ...more,
});
const ada: ChainCaller = {
  principal: { arn: `arn:aws:iam::${account}:user/ada`, kind: 'user', accountId: account },
  policies: { identity: [], scps: [] },
  principalTags: {},
  marks: noMarks,
};
const one = role('one', trust(ada.principal.arn));
const two = role('two', trust(one.arn), { maxSessionDuration: 43_200 });

/** Each link with its call, until one refuses. */
function walk(...links: [ChainRole, Partial<AssumeRoleCall>][]): Assumed {
  let outcome: Assumed = { session: ada, seconds: 0 };
  for (const [target, call] of links) {
    if ('refused' in outcome) return outcome;
    outcome = assumeRole(outcome.session, target, { sessionName: 'work', ...call });
  }
  return outcome;
}
const refusal = (outcome: Assumed) => ('refused' in outcome ? outcome.refused : 'allowed');

test('D-49 a chain of two: the second session is that of the second role', () => {
  expect(walk([one, {}], [two, { sessionName: 'task-7' }])).toMatchObject({
    seconds: 3600,
    session: {
      principal: { arn: `arn:aws:sts::${account}:assumed-role/two/task-7`, kind: 'assumed-role', accountId: account, roleArn: two.arn },
    },
  });
});

describe('D-49 the cap of one hour', () => {
  test.each<[string, [ChainRole, Partial<AssumeRoleCall>][], string | RegExp]>([
    [
      'two hours by a user, and the role has twelve',
      [[role('x', trust(ada.principal.arn), { maxSessionDuration: 43_200 }), { durationSeconds: 7200 }]],
      'allowed',
    ],
    ['two hours by a user, and the role has one', [[one, { durationSeconds: 7200 }]], /MaxSessionDuration of 3600/],
    [
      'two hours along a chain',
      [
        [one, {}],
        [two, { durationSeconds: 7200 }],
      ],
      /exceeds the 3600 seconds of a session that another session makes/,
    ],
    [
      'one hour along a chain',
      [
        [one, {}],
        [two, { durationSeconds: 3600 }],
      ],
      'allowed',
    ],
    [
      'a second more than one hour',
      [
        [one, {}],
        [two, { durationSeconds: 3601 }],
      ],
      /exceeds the 3600/,
    ],
    ['less than a quarter of an hour', [[one, { durationSeconds: 899 }]], /less than 900/],
  ])('%s', (_, links, expected) => {
    expect(refusal(walk(...links))).toMatch(expected);
  });
});

describe('D-53 tags and source identity along a chain', () => {
  const tags = { team: 'web', ticket: '42' };
  const shy = (name: string, from: string) => role(name, trust(from, 'sts:AssumeRole'));
  test.each<[string, [ChainRole, Partial<AssumeRoleCall>][], string | RegExp]>([
    ['tags that the trust policy does not speak of', [[shy('x', ada.principal.arn), { tags }]], /^sts:TagSession is denied/],
    [
      'a source identity that it does not speak of',
      [[shy('x', ada.principal.arn), { sourceIdentity: 'ada' }]],
      /^sts:SetSourceIdentity is denied/,
    ],
    [
      'an inherited tag needs the permission too',
      [
        [one, { tags, transitiveTagKeys: ['team'] }],
        [shy('x', one.arn), {}],
      ],
      /^sts:TagSession is denied/,
    ],
    [
      'a tag that is not transitive does not',
      [
        [one, { tags }],
        [shy('x', one.arn), {}],
      ],
      'allowed',
    ],
    [
      'an inherited source identity needs it too',
      [
        [one, { sourceIdentity: 'ada' }],
        [shy('x', one.arn), {}],
      ],
      /^sts:SetSourceIdentity is denied/,
    ],
    [
      'another source identity',
      [
        [one, { sourceIdentity: 'ada' }],
        [two, { sourceIdentity: 'eve' }],
      ],
      /cannot be changed/,
    ],
    [
      'the same one again',
      [
        [one, { sourceIdentity: 'ada' }],
        [two, { sourceIdentity: 'ada' }],
      ],
      'allowed',
    ],
    ['a source identity of AWS', [[one, { sourceIdentity: 'aws:x' }]], /must not begin with aws:/],
    [
      'an inherited tag once more, in other case',
      [
        [one, { tags, transitiveTagKeys: ['team'] }],
        [two, { tags: { Team: 'ops' } }],
      ],
      /team is inherited/,
    ],
    [
      'a tag once more that is not inherited',
      [
        [one, { tags }],
        [two, { tags: { Team: 'ops' } }],
      ],
      'allowed',
    ],
    ['a transitive key without its tag', [[one, { transitiveTagKeys: ['team'] }]], /team is not among the tags/],
    ['one key twice', [[one, { tags: { a: '1', A: '2' } }]], /same key/],
    ['a reserved key', [[one, { tags: { 'AWS:x': '1' } }]], /reserved/],
  ])('%s', (_, links, expected) => {
    expect(refusal(walk(...links))).toMatch(expected);
  });

  test('the session acts with the role’s tags and over them its own; transitive ones and the source identity reach the next', () => {
    const tagged = role('one', trust(ada.principal.arn), { tags: { Team: 'none', stage: 'prod' } });
    const far = role(
      'far',
      trust(one.arn, all, {
        StringEquals: { 'aws:PrincipalTag/team': 'web', 'aws:PrincipalTag/stage': 'prod', 'aws:SourceIdentity': 'ada' },
      }),
    );
    const outcome = walk([tagged, { tags, transitiveTagKeys: ['team'], sourceIdentity: 'ada' }], [far, {}]);
    expect(outcome).toMatchObject({
      session: { principalTags: { team: 'web' }, marks: { tags: { team: 'web' }, transitiveTagKeys: ['team'], sourceIdentity: 'ada' } },
    });
    expect(refusal(walk([tagged, { sourceIdentity: 'ada' }], [far, {}]))).toMatch(
      /aws:PrincipalTag\/team does not hold: the request has another value/,
    );
  });

  test('trust may ask for tags, transitive keys and a source identity by condition', () => {
    const asks = role(
      'x',
      trust(ada.principal.arn, all, {
        StringEquals: { 'aws:RequestTag/team': 'web' },
        'ForAllValues:StringEquals': { 'sts:TransitiveTagKeys': ['team'], 'aws:TagKeys': ['team', 'ticket'] },
        StringLike: { 'sts:SourceIdentity': '*' },
      }),
    );
    expect(refusal(walk([asks, { tags, transitiveTagKeys: ['team'], sourceIdentity: 'ada' }]))).toBe('allowed');
    expect(refusal(walk([asks, { tags, sourceIdentity: 'ada', transitiveTagKeys: ['ticket'] }]))).toMatch(/sts:TransitiveTagKeys/);
    expect(refusal(walk([asks, { tags }]))).toMatch(/sts:SourceIdentity does not hold: the request has no such key/);
  });
});

test('D-45 across accounts each link needs both halves, and a silent session policy of the first ends the chain', () => {
  const far: ChainRole = { ...role('far', trust(one.arn)), arn: 'arn:aws:iam::444455556666:role/far' };
  expect(refusal(walk([one, {}], [far, {}]))).toMatch(/^sts:AssumeRole is denied: no identity policy of the caller/);
  const granted = role('one', trust(ada.principal.arn), { policies: { identity: [may('sts:AssumeRole', far.arn)], scps: [] } });
  expect(refusal(walk([granted, {}], [far, {}]))).toBe('allowed');
  expect(refusal(walk([granted, { policy: may('s3:*').document }], [far, {}]))).toMatch(/session policy does not allow it/);
});

test('an outcome is a session of an hour at most, or a reason, for whatever is asked of a chain', () => {
  const call = fc.record(
    {
      durationSeconds: fc.constantFrom(900, 3600, 3601, 7200),
      tags: fc.dictionary(fc.constantFrom('team', 'Team', 'ticket'), fc.constantFrom('a', 'b'), { maxKeys: 2 }),
      transitiveTagKeys: fc.subarray(['team', 'ticket']),
      sourceIdentity: fc.constantFrom('ada', 'eve'),
    },
    { requiredKeys: [] },
  );
  let through = 0;
  fc.assert(
    fc.property(call, call, (first, second) => {
      const start = walk([one, first]);
      const end = walk([one, first], [two, second]);
      if ('refused' in end) {
        expect(end.refused).not.toBe('');
        return;
      }
      through++;
      expect(end.seconds).toBeLessThanOrEqual(3600);
      if ('refused' in start) throw new Error('a chain went on after a refusal');
      for (const key of start.session.marks.transitiveTagKeys) expect(end.session.marks.tags).toHaveProperty(key);
      expect(end.session.marks.sourceIdentity ?? null).toBe(first.sourceIdentity ?? second.sourceIdentity ?? null);
    }),
    { numRuns: 1500 },
  );
  expect(through).toBeGreaterThan(20);
});
