import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PolicyDocument } from '../aws/policy-document.ts';
import { evaluate } from '../iam/evaluate.ts';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import { principalContext } from '../iam/principal.ts';
import { judgeLink } from './judge-link.ts';
import { knownCaller } from './known-caller.ts';

const home = '111122223333';
const target = `arn:aws:iam::${home}:role/target`;

/** Conditions on what the caller chooses, on what it depends on, and on what a scan knows. */
const condition = fc.constantFrom<object | null>(
  null,
  null,
  { StringEquals: { 'sts:ExternalId': 'right' } },
  { StringEqualsIfExists: { 'sts:ExternalId': 'right' } },
  { StringNotEquals: { 'sts:ExternalId': 'right' } },
  { Null: { 'sts:ExternalId': 'false' } },
  { StringLike: { 'sts:RoleSessionName': 'task-*' } },
  { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
  { NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
  { StringEquals: { 'aws:PrincipalOrgID': 'o-right' } },
  { StringEquals: { 'aws:PrincipalTag/team': 'web' } },
  { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/app*' } },
);
const statement = (principals: object[] | null) =>
  fc.record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
    Action: fc.constantFrom('sts:AssumeRole', 'sts:*', 's3:*'),
    Condition: condition,
    at: principals === null ? fc.constantFrom<object>({ Resource: '*' }, { Resource: target }) : fc.constantFrom(...principals),
  });
const document = (principals: object[] | null) =>
  fc.array(statement(principals), { minLength: 1, maxLength: 3 }).map(
    (statements): PolicyDocument => ({
      Version: '2012-10-17',
      Statement: statements.map(({ Condition, at, ...rest }) => ({ ...rest, ...at, ...(Condition === null ? {} : { Condition }) })),
    }),
  );
const principals = (account: string) =>
  [{ AWS: `arn:aws:iam::${account}:role/app` }, { AWS: account }, '*'].map((Principal) => ({ Principal }));

/** What a call may bring: chosen by the caller, and not. */
const call = fc.record(
  {
    'sts:ExternalId': fc.constantFrom('right', 'wrong'),
    'aws:SourceIp': fc.constantFrom('10.1.2.3', '203.0.113.9'),
    'aws:PrincipalOrgID': fc.constantFrom('o-right', 'o-wrong'),
  },
  { requiredKeys: ['aws:SourceIp'] },
);
const sessionName = fc.constantFrom('task-1', 'other');

const generated = fc.constantFrom(home, '444455556666').chain((account) =>
  fc.record({
    account: fc.constant(account),
    trust: document(principals(account)),
    identity: fc.option(document(null)),
    boundary: fc.option(document(null), { freq: 2 }),
    tags: fc.constantFrom<Record<string, string>>({}, { team: 'web' }),
    calls: fc.array(fc.tuple(call, sessionName), { minLength: 4, maxLength: 8 }),
  }),
);

test('E4 what is said of a link holds for every call: denied for each, allowed without asking for the plainest', () => {
  const said = { allowed: 0, asked: 0, denied: 0, unknown: 0 };
  fc.assert(
    fc.property(generated, ({ account, trust, identity, boundary, tags, calls }) => {
      const policy = (made: PolicyDocument) => ({ name: 'own', arn: null, document: made });
      const from: KnownPrincipal = {
        kind: 'role',
        arn: `arn:aws:iam::${account}:role/app`,
        name: 'app',
        path: '/',
        uniqueId: 'AROAAPP',
        awsAccountId: account,
        tags,
        trust: { Version: '2012-10-17', Statement: [] },
        inline: identity === null ? [] : [policy(identity)],
        attached: [],
        groups: [],
        boundary: boundary === null ? null : policy(boundary),
      };
      const caller = knownCaller(from, 'work');
      const { verdict, asks } = judgeLink(caller, { arn: target, trust, tags: {} });
      said[verdict === 'allowed' && asks.length > 0 ? 'asked' : verdict]++;
      const decide = (context: Record<string, string>) =>
        evaluate(
          {
            principal: caller.principal,
            action: 'sts:AssumeRole',
            resource: target,
            resourceAccountId: home,
            context: { ...principalContext(caller.principal, tags), ...context },
          },
          { ...caller.policies, resource: trust },
        ).verdict === 'allowed';
      for (const [keys, name] of calls) {
        const { 'sts:ExternalId': _chosen, ...open } = keys;
        if (verdict === 'denied') expect(decide({ ...keys, 'sts:RoleSessionName': name })).toBe(false);
        if (verdict === 'allowed' && asks.length === 0) expect(decide({ ...open, 'sts:RoleSessionName': name })).toBe(true);
      }
      // To whoever knows the external id and takes the right name, wherever it calls from: one of these ways is open.
      if (verdict === 'allowed' && asks.length > 0) {
        for (const [{ 'sts:ExternalId': _chosen, ...open }] of calls) {
          const ways = [{}, { 'sts:ExternalId': 'right' }, { 'sts:ExternalId': 'wrong' }].flatMap((id) =>
            ['task-1', 'other'].map((name) => ({ ...id, 'sts:RoleSessionName': name })),
          );
          expect(ways.some((way) => decide({ ...open, ...way }))).toBe(true);
        }
      }
    }),
    { numRuns: 1000 },
  );
  for (const count of Object.values(said)) expect(count).toBeGreaterThan(15);
});
