import { describe, expect, test } from 'vitest';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import { allow, arnOf, away, home, policy, roleNamed, trusting, userNamed } from './known-principals.fixture.ts';
import { mayAssume } from './may-assume.ts';

const app = (...may: (object | null)[]) => roleNamed('app', { may });
const target = (trust: KnownPrincipal['trust'], more: Partial<KnownPrincipal> = {}) => roleNamed('target', { trust, ...more });
const toTarget = allow('sts:AssumeRole', arnOf('target'));
const named = { AWS: arnOf('app') };
const externalId = { Condition: { StringEquals: { 'sts:ExternalId': 'external-id-0123456789abcdef' } } };

describe('E4: an edge is what the evaluator says of trust and caller’s policies together', () => {
  test.each<[string, KnownPrincipal, KnownPrincipal, string, string[]]>([
    ['D-44a: named by the trust policy, no policy of its own needed in the account', app(), target(trusting(named)), 'full', []],
    ['D-44a: both halves', app(toTarget), target(trusting(named)), 'full', []],
    ['D-44b: the account is trusted, and a policy allows it', app(toTarget), target(trusting({ AWS: home })), 'full', []],
    ['D-44b: the account is trusted, and no policy allows it: not even half a chain', app(), target(trusting({ AWS: home })), 'none', []],
    ['only the caller’s half', app(toTarget), target(trusting({ AWS: arnOf('other') })), 'policy-only', []],
    ['a wildcard is no half of every chain', app(allow('sts:*', '*')), target(trusting({ AWS: arnOf('other') })), 'none', []],
    [
      'another action on the role is no half',
      app(allow('iam:GetRole', arnOf('target'))),
      target(trusting({ AWS: arnOf('x') })),
      'none',
      [],
    ],
    ['the external id is the call’s own', app(toTarget), target(trusting(named, externalId)), 'conditional', ['external id required']],
    [
      'D-53: so is the session name',
      app(toTarget),
      target(trusting(named, { Condition: { StringLike: { 'sts:RoleSessionName': 'app-*' } } })),
      'conditional',
      ['session name like app-*'],
    ],
    [
      'D-52: what AWS itself knows of the caller is decided',
      app(toTarget),
      target(trusting({ AWS: home }, { Condition: { ArnLike: { 'aws:PrincipalArn': arnOf('app*') } } })),
      'full',
      [`caller’s ARN like ${arnOf('app*')}`],
    ],
    [
      'D-52: … and decided against it where it does not fit',
      app(toTarget),
      target(trusting({ AWS: home }, { Condition: { ArnLike: { 'aws:PrincipalArn': arnOf('web/*') } } })),
      'policy-only',
      [],
    ],
    [
      'an explicit deny of the caller leaves the other half',
      app(toTarget, { ...toTarget, Effect: 'Deny' }),
      target(trusting(named)),
      'trust-only',
      [],
    ],
    ['a policy that was not read', app(null), target(trusting({ AWS: home })), 'unknown', []],
    ['D-46: a role does not trust itself', target(trusting({ AWS: arnOf('x') })), target(trusting({ AWS: arnOf('x') })), 'none', []],
    ['a user', userNamed('ada', toTarget), target(trusting({ AWS: home })), 'full', []],
    [
      'MFA is the call’s own',
      userNamed('ada', toTarget),
      target(trusting({ AWS: home }, { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })),
      'conditional',
      ['Bool aws:MultiFactorAuthPresent true'],
    ],
  ])('%s', (_, caller, role, state, conditions) => {
    expect(mayAssume(caller, role)).toMatchObject({ state, conditions });
  });

  const across = { awsAccountId: away };
  const toAway = allow('sts:AssumeRole', arnOf('target', away));
  test.each<[string, KnownPrincipal, KnownPrincipal, string]>([
    ['D-45: both halves', app(toAway), target(trusting(named), across), 'full'],
    ['D-45: the trust alone', app(), target(trusting(named), across), 'trust-only'],
    ['D-45: the caller’s policy alone', app(toAway), target(trusting({ AWS: arnOf('other') }), across), 'policy-only'],
  ])('across accounts: %s', (_, caller, role, state) => {
    expect(mayAssume(caller, role).state).toBe(state);
  });

  test('D-40: a boundary that is silent stops what the trust gives to the role’s ARN', () => {
    const bounded = roleNamed('app', { boundary: { name: 'only-s3', arn: null, document: policy(allow('s3:*', '*')) } });
    expect(mayAssume(bounded, target(trusting(named))).state).toBe('trust-only');
    const unread = roleNamed('app', { boundary: { name: 'only-s3', arn: null, document: null } });
    expect(mayAssume(unread, target(trusting(named)))).toMatchObject({
      state: 'unknown',
      why: expect.stringMatching(/^Not known: .*only-s3 could not be read/),
    });
  });
});
