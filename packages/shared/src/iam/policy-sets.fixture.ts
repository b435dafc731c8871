import fc from 'fast-check';
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
export const request = fc
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

export const places = ['identity', 'resource', 'boundary', 'session', 'scps', 'rcps'] as const;
export type Statements = Record<(typeof places)[number], Statement[]>;
const list = (one: fc.Arbitrary<Statement>) => fc.array(one, { minLength: 1, maxLength: 3 });
export const statements: fc.Arbitrary<Statements> = fc.record({
  identity: list(body),
  resource: list(attached),
  boundary: list(body),
  session: list(body),
  scps: list(body),
  rcps: list(body.map((made) => ({ ...made, Principal: '*' }))),
});
/** Which of the policies that limit are there at all. */
export const present = fc.record({ boundary: fc.boolean(), session: fc.boolean(), scps: fc.boolean(), rcps: fc.boolean() });
export type Present = { boundary: boolean; session: boolean; scps: boolean; rcps: boolean };

export function policySet(made: Statements, there: Present): PolicySet {
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
export const added = fc.record({ place: fc.constantFrom(...places), made: body, who: fc.constantFrom(...principals) });
export function withOne(
  made: Statements,
  { place, made: one, who }: { place: keyof Statements; made: Statement; who: object },
  Effect: string,
): Statements {
  const named = place === 'resource' ? who : place === 'rcps' ? { Principal: '*' } : {};
  return { ...made, [place]: [...made[place], { ...one, ...named, Effect }] };
}
