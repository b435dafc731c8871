import fc from 'fast-check';
import type { AccessRequest, PolicySet } from './request.ts';

// Small worlds for property tests: few names, so that statements meet often.
export const account = '111122223333';
export const userArn = `arn:aws:iam::${account}:user/alice`;
export const roleArn = `arn:aws:iam::${account}:role/app`;
const actions = ['*', 's3:*', 's3:Get*', 's3:GetObject', 's3:PutObject', 'S3:put?bject', 'iam:GetUser'];
// biome-ignore lint/suspicious/noTemplateCurlyInString: policy variables look like template placeholders
const resources = ['*', 'arn:aws:s3:::a/*', 'arn:aws:s3:::a/${aws:username}/*', 'arn:aws:s3:::*', 'arn:aws:s3:::b/?', "arn:aws:s3:::a/${aws:userid, 'x'}/*"];
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
export const statement = fc
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

export const document = fc
  .record({ Version: fc.constantFrom('2012-10-17', '2012-10-17', '2008-10-17'), Statement: fc.array(statement, { minLength: 1, maxLength: 4 }) })
  .map((made): Record<string, unknown> => made);

/** What the workload asks for, without what depends on who asks. */
export const call = fc.record({
  action: fc.constantFrom('s3:GetObject', 's3:PutObject', 's3:GetBucketAcl', 'iam:GetUser'),
  resource: fc.constantFrom('arn:aws:s3:::a/alice/x', 'arn:aws:s3:::a/x/y', 'arn:aws:s3:::b/1', 'arn:aws:s3:::c', userArn, '*'),
  region: fc.constantFrom('eu-west-1', 'eu-north-1', 'us-east-1', null),
});
export type Call = { action: string; resource: string; region: string | null };

const common = (made: Call) => ({
  action: made.action,
  resource: made.resource,
  resourceAccountId: account,
});

/** The call, signed with the user's access key. */
export const asUser = (made: Call): AccessRequest => ({
  ...common(made),
  principal: { arn: userArn, kind: 'user', accountId: account },
  context: { ...regionOf(made), 'aws:username': 'alice', 'aws:userid': 'AIDAQNZGKIQY56JQ7WMLX', 'aws:PrincipalArn': userArn, 'aws:PrincipalType': 'User' },
});

/** The call from a task with the role; `mfa` and `team` as AWS may send them. */
export const asRole = (made: Call, mfa: 'false' | null, team: string | null): AccessRequest => ({
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

export const identity = (...documents: PolicySet['identity'][number]['document'][]): PolicySet => ({
  identity: documents.map((one, index) => ({ name: `policy ${index}`, document: one })),
  scps: [],
});

const regionOf = ({ region }: Call): Record<string, string> => (region === null ? {} : { 'aws:RequestedRegion': region });
