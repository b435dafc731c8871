import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';
import type { AccessRequest, PolicySet, RequestPrincipal } from './request.ts';

// A whole set of policies about AssumeRole, S3 and KMS; few names, so that statements meet often.
const home = '111122223333';
const away = '444455556666';
const roleArn = `arn:aws:iam::${home}:role/app`;
const session: RequestPrincipal = { arn: `arn:aws:sts::${home}:assumed-role/app/s`, kind: 'assumed-role', accountId: home, roleArn };
const callers: RequestPrincipal[] = [
  session,
  session,
  { arn: `arn:aws:iam::${home}:user/ada`, kind: 'user', accountId: home },
  { arn: `arn:aws:iam::${home}:root`, kind: 'account-root', accountId: home },
  { arn: 'ecs-tasks.amazonaws.com', kind: 'service', accountId: '' },
  { arn: '*', kind: 'anonymous', accountId: '' },
];
const targets = [
  { action: 'sts:AssumeRole', resource: (owner: string) => `arn:aws:iam::${owner}:role/target` },
  { action: 's3:GetObject', resource: () => 'arn:aws:s3:::a/x' },
  { action: 'kms:Decrypt', resource: (owner: string) => `arn:aws:kms:eu-west-1:${owner}:key/k` },
];
const request = fc
  .record({
    principal: fc.constantFrom(...callers),
    target: fc.constantFrom(...targets),
    owner: fc.constantFrom(home, home, away),
    mfa: fc.boolean(),
  })
  .map(
    ({ principal, target, owner, mfa }): AccessRequest => ({
      principal,
      action: target.action,
      resource: target.resource(owner),
      resourceAccountId: owner,
      context: mfa ? { 'aws:MultiFactorAuthPresent': 'true' } : {},
    }),
  );

type Statement = Record<string, unknown>;
const body = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
    Action: fc.constantFrom('*', 'sts:*', 'sts:AssumeRole', 's3:Get*', 'kms:Decrypt'),
    Resource: fc.constantFrom('*', '*', 'arn:aws:s3:::a/*', `arn:aws:iam::${home}:role/*`),
    Condition: fc.constantFrom(
      {},
      {},
      { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      { Null: { 'aws:MultiFactorAuthPresent': 'true' } },
    ),
  })
  .map((made): Statement => made);
const principals = [
  { Principal: '*' },
  { Principal: { AWS: home } },
  { Principal: { AWS: roleArn } },
  { Principal: { AWS: session.arn } },
  { Principal: { Service: 'ecs-tasks.amazonaws.com' } },
  { NotPrincipal: { AWS: [roleArn, session.arn, home] } },
];
const attached = fc.record({ made: body, who: fc.constantFrom(...principals) }).map(({ made, who }): Statement => ({ ...made, ...who }));

const places = ['identity', 'resource', 'boundary', 'session', 'scps', 'rcps'] as const;
type Statements = Record<(typeof places)[number], Statement[]>;
const list = (one: fc.Arbitrary<Statement>) => fc.array(one, { minLength: 1, maxLength: 3 });
const statements: fc.Arbitrary<Statements> = fc.record({
  identity: list(body),
  resource: list(attached),
  boundary: list(body),
  session: list(body),
  scps: list(body),
  rcps: list(body.map((made) => ({ ...made, Principal: '*' }))),
});
/** Which of the policies that limit are there at all. */
const present = fc.record({ boundary: fc.boolean(), session: fc.boolean(), scps: fc.boolean(), rcps: fc.boolean() });
type Present = { boundary: boolean; session: boolean; scps: boolean; rcps: boolean };

function policySet(made: Statements, there: Present): PolicySet {
  const document = (Statement: Statement[]) => ({ Version: '2012-10-17', Statement });
  return {
    identity: made.identity.map((one, index) => ({ name: `p${index}`, document: document([one]) })),
    resource: document(made.resource),
    ...(there.boundary && { boundary: document(made.boundary) }),
    ...(there.session && { session: document(made.session) }),
    scps: there.scps ? [[document(made.scps)]] : [],
    ...(there.rcps && { rcps: [[document(made.rcps)]] }),
  };
}

/** A statement for that place; only policies of resources and of resource control name whom they mean. */
const added = fc.record({ place: fc.constantFrom(...places), made: body, who: fc.constantFrom(...principals) });
function withOne(
  made: Statements,
  { place, made: one, who }: { place: keyof Statements; made: Statement; who: object },
  Effect: string,
): Statements {
  const named = place === 'resource' ? who : place === 'rcps' ? { Principal: '*' } : {};
  return { ...made, [place]: [...made[place], { ...one, ...named, Effect }] };
}

test('an allow that is added anywhere never removes access', () => {
  let before = 0;
  fc.assert(
    fc.property(request, statements, present, added, (asked, made, there, more) => {
      if (evaluate(asked, policySet(made, there)).verdict !== 'allowed') return;
      before++;
      expect(evaluate(asked, policySet(withOne(made, more, 'Allow'), there)).verdict).toBe('allowed');
    }),
    { numRuns: 3000 },
  );
  expect(before).toBeGreaterThan(80);
});

test('a deny that is added anywhere never gives access, and one that is explicit stays so', () => {
  let refused = 0;
  fc.assert(
    fc.property(request, statements, present, added, (asked, made, there, more) => {
      const { verdict } = evaluate(asked, policySet(made, there));
      if (verdict === 'allowed') return;
      refused++;
      const after = evaluate(asked, policySet(withOne(made, more, 'Deny'), there)).verdict;
      expect(after === 'explicitDeny' || (after === 'implicitDeny' && verdict === 'implicitDeny')).toBe(true);
    }),
    { numRuns: 2000 },
  );
  expect(refused).toBeGreaterThan(200);
});

test('the order of statements and policies does not matter', () => {
  fc.assert(
    fc.property(request, statements, present, (asked, made, there) => {
      const turned = Object.fromEntries(places.map((place) => [place, [...made[place]].reverse()])) as Statements;
      expect(evaluate(asked, policySet(turned, there)).verdict).toBe(evaluate(asked, policySet(made, there)).verdict);
    }),
    { numRuns: 2000 },
  );
});

test('a policy that limits never gives access: boundary, session policy, service and resource control policies', () => {
  fc.assert(
    fc.property(request, statements, fc.constantFrom('boundary', 'session', 'scps', 'rcps'), (asked, made, place) => {
      const none = { boundary: false, session: false, scps: false, rcps: false };
      if (evaluate(asked, policySet(made, none)).verdict === 'allowed') return;
      expect(evaluate(asked, policySet(made, { ...none, [place]: true })).verdict).not.toBe('allowed');
    }),
    { numRuns: 2000 },
  );
});
