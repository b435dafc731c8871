// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables look like template placeholders
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CarryOver, carryOver, type UserPermissions } from './carry-over.ts';
import { compareAccess } from './compare.ts';
import { evaluate } from './evaluate.ts';
import type { AccessRequest, PolicySet } from './request.ts';

// Small worlds for property tests: few names, so that statements meet often.
const account = '111122223333';
const userArn = `arn:aws:iam::${account}:user/alice`;
const roleArn = `arn:aws:iam::${account}:role/app`;
const actions = ['*', 's3:*', 's3:Get*', 's3:GetObject', 's3:PutObject', 'S3:put?bject', 'iam:GetUser'];
const resources = [
  '*',
  'arn:aws:s3:::a/*',
  'arn:aws:s3:::a/${aws:username}/*',
  'arn:aws:s3:::*',
  'arn:aws:s3:::b/?',
  "arn:aws:s3:::a/${aws:userid, 'x'}/*",
];
const conditions = [
  { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
  { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] } },
  { StringLikeIfExists: { 'aws:RequestedRegion': 'eu-*' } },
  { StringEquals: { 'aws:username': 'alice' } },
  { StringNotEquals: { 'aws:username': 'alice' } },
  { Bool: { 'aws:MultiFactorAuthPresent': 'false' } },
  { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } },
  { Null: { 'aws:TokenIssueTime': 'true' } },
  { StringEquals: { 'aws:PrincipalTag/team': 'web' } },
  { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:user/*' } },
];

const names = <T>(all: readonly T[]) => fc.uniqueArray(fc.constantFrom(...all), { minLength: 1, maxLength: 2 });

/** One statement of an identity policy. */
const statement = fc
  .record({
    effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    actions: names(actions),
    notAction: fc.boolean(),
    resources: names(resources),
    notResource: fc.integer({ min: 0, max: 5 }),
    condition: fc.option(fc.constantFrom(...conditions), { freq: 2 }),
  })
  .map((made) => ({
    Effect: made.effect,
    [made.notAction && made.effect === 'Deny' ? 'NotAction' : 'Action']: made.actions,
    [made.notResource === 0 ? 'NotResource' : 'Resource']: made.resources,
    ...(made.condition && { Condition: made.condition }),
  }));

const document = fc
  .record({
    Version: fc.constantFrom('2012-10-17', '2012-10-17', '2008-10-17'),
    Statement: fc.array(statement, { minLength: 1, maxLength: 4 }),
  })
  .map((made): Record<string, unknown> => made);

/** What the workload asks for, without what depends on who asks. */
const call = fc.record({
  action: fc.constantFrom('s3:GetObject', 's3:PutObject', 's3:GetBucketAcl', 'iam:GetUser'),
  resource: fc.constantFrom('arn:aws:s3:::a/alice/x', 'arn:aws:s3:::a/x/y', 'arn:aws:s3:::b/1', 'arn:aws:s3:::c', userArn, '*'),
  region: fc.constantFrom('eu-west-1', 'eu-north-1', 'us-east-1', null),
});
type Call = { action: string; resource: string; region: string | null };

const common = (made: Call) => ({
  action: made.action,
  resource: made.resource,
  resourceAccountId: account,
});

/** The call, signed with the user's access key. */
const asUser = (made: Call): AccessRequest => ({
  ...common(made),
  principal: { arn: userArn, kind: 'user', accountId: account },
  context: {
    ...regionOf(made),
    'aws:username': 'alice',
    'aws:userid': 'AIDAQNZGKIQY56JQ7WMLX',
    'aws:PrincipalArn': userArn,
    'aws:PrincipalType': 'User',
  },
});

/** The call from a task with the role; `mfa` and `team` as AWS may send them. */
const asRole = (made: Call, mfa: 'false' | null, team: string | null): AccessRequest => ({
  ...common(made),
  principal: { arn: `arn:aws:sts::${account}:assumed-role/app/task`, kind: 'assumed-role', accountId: account, roleArn },
  context: {
    ...regionOf(made),
    'aws:userid': 'AROAQNZGKIQY56JQ7WMLX:task',
    'aws:PrincipalArn': roleArn,
    'aws:PrincipalType': 'AssumedRole',
    'aws:TokenIssueTime': '2026-05-01T00:00:00Z',
    ...(mfa && { 'aws:MultiFactorAuthPresent': mfa }),
    ...(team && { 'aws:PrincipalTag/team': team }),
  },
});

const identity = (...documents: PolicySet['identity'][number]['document'][]): PolicySet => ({
  identity: documents.map((one, index) => ({ name: `policy ${index}`, document: one })),
  scps: [],
});

const regionOf = ({ region }: Call): Record<string, string> => (region === null ? {} : { 'aws:RequestedRegion': region });

const user = { kind: 'user', arn: userArn, uniqueId: 'AIDAQNZGKIQY56JQ7WMLX' } as const;
const role = { kind: 'role', arn: roleArn } as const;
const allowed = (request: AccessRequest, policies: PolicySet) => evaluate(request, policies).verdict === 'allowed';
const worlds = [
  ['false', null],
  [null, null],
  ['false', 'web'],
] as const;

test('an explicit deny always wins, wherever it stands', () => {
  const everything = { Version: '2012-10-17', Statement: { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' } };
  const deny = { Version: '2012-10-17', Statement: { Effect: 'Deny', Action: '*', Resource: '*' } };
  fc.assert(
    fc.property(document, document, call, fc.integer({ min: 0, max: 5 }), (one, other, made, place) => {
      const allows = { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' } };
      const policies: PolicySet = { ...identity(one, other), resource: allows };
      if (place === 0) policies.identity.push({ name: 'deny', document: deny });
      else if (place === 1) policies.resource = { ...allows, Statement: [allows.Statement, everything.Statement] };
      else if (place === 2) policies.boundary = deny;
      else if (place === 3) policies.session = deny;
      else if (place === 4) policies.scps = [[deny]];
      else policies.rcps = [[everything]];
      expect(evaluate(asRole(made, null, null), policies).verdict).toBe('explicitDeny');
    }),
  );
});

test('adding an allow never removes access', () => {
  fc.assert(
    fc.property(document, statement, call, (one, added, made) => {
      const more = { Version: '2012-10-17', Statement: { ...added, Effect: 'Allow' } };
      if (allowed(asUser(made), identity(one))) expect(allowed(asUser(made), identity(one, more))).toBe(true);
    }),
  );
});

test('adding a deny never gives access', () => {
  fc.assert(
    fc.property(document, statement, call, (one, added, made) => {
      const less = { Version: '2012-10-17', Statement: { ...added, Effect: 'Deny' } };
      if (allowed(asUser(made), identity(one, less))) expect(allowed(asUser(made), identity(one))).toBe(true);
    }),
  );
});

test('the order of statements and policies does not matter, nor whether they are JSON text', () => {
  fc.assert(
    fc.property(document, document, call, (one, other, made) => {
      const reversed = { ...one, Statement: [...(one.Statement as unknown[])].reverse() };
      const verdict = evaluate(asUser(made), identity(one, other)).verdict;
      expect(evaluate(asUser(made), identity(other, reversed)).verdict).toBe(verdict);
      expect(evaluate(asUser(made), identity(JSON.stringify(reversed), JSON.stringify(other))).verdict).toBe(verdict);
    }),
  );
});

test('comparison is sound: what is covered is allowed, and a witness tells the two apart', () => {
  let covered = 0;
  let beyond = 0;
  fc.assert(
    fc.property(
      fc.array(document, { minLength: 1, maxLength: 2 }),
      document,
      fc.option(document),
      fc.boolean(),
      fc.array(call, { minLength: 20, maxLength: 20 }),
      (mine, extra, boundary, superset, calls) => {
        const theirs = superset ? [...mine, extra] : [extra, mine[0] ?? extra];
        const policies = (documents: Record<string, unknown>[]) =>
          documents.map((one, index) => ({ name: `policy ${index}`, document: one }));
        const sides = [
          { subject: user, policies: policies(mine), ...(boundary && { boundary }) },
          { subject: role, policies: policies(theirs), ...(boundary && superset && { boundary }) },
        ] as const;
        const rows = compareAccess(...sides);
        const [inner, outer] = sides.map((side) => ({
          ...identity(...side.policies.map((one) => one.document)),
          ...(side.boundary && { boundary: side.boundary }),
        }));
        if (!inner || !outer) return;
        if (rows.every((row) => row.verdict === 'covered')) {
          covered += rows.length;
          for (const made of calls.filter((one) => allowed(asUser(one), inner))) {
            for (const world of worlds) expect(allowed(asRole(made, ...world), outer), JSON.stringify(made)).toBe(true);
          }
        }
        for (const { witness } of rows.filter((row) => row.witness)) {
          if (!witness) continue;
          beyond++;
          const asked = (request: AccessRequest) => ({
            ...request,
            action: witness.action,
            resource: witness.resource,
            context: { ...request.context, ...witness.context },
          });
          const made = { action: witness.action, resource: witness.resource, region: null };
          expect(allowed(asked(asUser(made)), inner), JSON.stringify(witness)).toBe(true);
          for (const world of worlds) expect(allowed(asked(asRole(made, ...world)), outer), JSON.stringify(witness)).toBe(false);
        }
      },
    ),
    { numRuns: 500 },
  );
  expect(covered).toBeGreaterThan(100);
  expect(beyond).toBeGreaterThan(100);
  // Much of it on one core: it must not fail for a machine that is busy.
}, 180_000);

test('carry-over never gives the role what the user did not have, and all of it when nothing is blocked or unknown', () => {
  let equal = 0;
  fc.assert(
    fc.property(
      fc.array(document, { maxLength: 2 }),
      fc.array(document, { maxLength: 2 }),
      document,
      fc.array(call, { minLength: 20, maxLength: 20 }),
      (inline, attached, shared, calls) => {
        const managed = attached.map((one, index) => ({
          arn: `arn:aws:iam::${account}:policy/p${index}`,
          name: `p${index}`,
          document: one,
        }));
        const permissions: UserPermissions = {
          ...user,
          name: 'alice',
          attached: managed,
          inline: inline.map((one, index) => ({ name: `i${index}`, document: one })),
          groups: [{ name: 'bots', attached: managed.slice(0, 1), inline: [{ name: 'i0', document: shared }] }],
        };
        const carried = carryOver(permissions, 'app');
        const before = identity(...attached, ...inline, shared);
        const after = identity(...documentsOf(carried, permissions));
        const whole = carried.blocked.length + carried.unknown.length === 0;
        for (const made of calls) {
          const had = allowed(asUser(made), before);
          for (const world of worlds) {
            const has = allowed(asRole(made, ...world), after);
            if (has) expect(had, JSON.stringify([made, carried])).toBe(true);
            if (whole && had) expect(has, JSON.stringify([made, carried])).toBe(true);
            if (whole && had) equal++;
          }
        }
      },
    ),
    { numRuns: 500 },
  );
  expect(equal).toBeGreaterThan(100);
});

const documentsOf = (carried: CarryOver, from: UserPermissions) => [
  ...carried.attach.map(({ arn }) => from.attached.find((one) => one.arn === arn)?.document ?? {}),
  ...[...carried.inline, ...carried.create].map((one) => one.document),
];
