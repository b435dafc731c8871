import { expect, test } from 'vitest';
import { lintPolicy } from './lint.ts';

const identity = (statement: object) =>
  lintPolicy(
    { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...statement }] },
    'identity',
  ).map(({ severity, code }) => `${severity} ${code}`);
const role = 'arn:aws:iam::123456789012:role/rolewright/app';
const passed = { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } };

test.each<[string, object, string[]]>([
  ['a named action', {}, []],
  ['Action *', { Action: '*' }, ['block all-actions']],
  ['Action *:*', { Action: ['s3:GetObject', '*:*'] }, ['block all-actions']],
  ['iam:*', { Action: 'IAM:*', Resource: role, Condition: passed }, ['block all-iam-actions']],
  ['iam:* on everything', { Action: 'iam:*' }, ['block all-iam-actions', 'block pass-any-role', 'block pass-role-to-any-service']],
  ['AssumeRole on *', { Action: 'sts:AssumeRole' }, ['block assume-any-role']],
  ['sts:* on *', { Action: 'sts:*' }, ['block assume-any-role']],
  ['AssumeRole on every role of every account', { Action: 'sts:assumerole', Resource: 'arn:aws:iam::*:role/*' }, ['block assume-any-role']],
  [
    'AssumeRole on every role of one account',
    { Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::123456789012:role/*' },
    ['warn assume-every-role-of-account'],
  ],
  ['AssumeRole on a path', { Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::123456789012:role/app/*' }, []],
  [
    'AssumeRole with NotResource',
    { Action: 'sts:AssumeRole', Resource: undefined, NotResource: role },
    ['warn allow-not-resource', 'block assume-any-role'],
  ],
  ['PassRole on *', { Action: 'iam:PassRole', Condition: passed }, ['block pass-any-role']],
  [
    'PassRole on every role of the account',
    { Action: 'iam:PassRole', Resource: 'arn:aws:iam::123456789012:role/*', Condition: passed },
    ['block pass-any-role'],
  ],
  ['PassRole without PassedToService', { Action: 'iam:PassRole', Resource: role }, ['block pass-role-to-any-service']],
  ['PassRole by a wildcard', { Action: 'iam:Pass*', Resource: role }, ['block pass-role-to-any-service']],
  [
    'PassRole with an optional PassedToService',
    { Action: 'iam:PassRole', Resource: role, Condition: { StringEqualsIfExists: { 'iam:PassedToService': 'x' } } },
    ['block pass-role-to-any-service'],
  ],
  [
    'PassRole to every service',
    { Action: 'iam:PassRole', Resource: role, Condition: { StringLike: { 'iam:PassedToService': '*' } } },
    ['block pass-role-to-any-service'],
  ],
  ['PassRole to a service', { Action: 'iam:PassRole', Resource: role, Condition: passed }, []],
  ['s3:PutObject*', { Action: 's3:PutObject*' }, ['block put-object-star']],
  ['s3:PutObject?cl', { Action: 's3:PutObject?cl' }, ['block put-object-star']],
  ['s3:Put*', { Action: 's3:Put*' }, ['warn put-wildcard']],
  ['s3:*', { Action: 's3:*' }, ['warn all-s3-actions']],
  ['PutObject and PutObjectAcl by name', { Action: ['s3:PutObject', 's3:PutObjectAcl'] }, []],
  ['Allow with NotAction', { Action: undefined, NotAction: 'iam:*' }, ['block allow-not-action']],
  ['Allow with NotResource', { Resource: undefined, NotResource: 'arn:aws:s3:::b' }, ['warn allow-not-resource']],
  ['an ARN with a colon too many', { Resource: 'arn:aws::iam::123456789012:role/role1' }, ['block malformed-arn']],
  [
    'an ARN with a colon too many in a condition',
    { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws::iam::123456789012:role/x' } } },
    ['block malformed-arn'],
  ],
  ['a Deny of everything', { Effect: 'Deny', Action: '*' }, []],
  ['a Deny with NotAction', { Effect: 'Deny', Action: undefined, NotAction: 'iam:*' }, []],
  ['a Deny with a broken ARN', { Effect: 'Deny', Resource: 'arn:aws::s3:::b' }, ['warn malformed-arn']],
])('D-55 %s', (_, statement, expected) => {
  expect(identity(JSON.parse(JSON.stringify(statement)))).toEqual(expected);
});

const trust = (...statements: object[]) =>
  lintPolicy(
    { Version: '2012-10-17', Statement: statements.map((one) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', ...one })) },
    'trust',
  ).map(({ severity, code }) => `${severity} ${code}`);
const account = { AWS: 'arn:aws:iam::123456789012:root' };
const tasks = { Service: 'ecs-tasks.amazonaws.com' };
const source = { StringEquals: { 'aws:SourceAccount': '123456789012' } };

test.each<[string, object[], string[]]>([
  ['D-44 everyone', [{ Principal: '*' }], ['block trust-everyone']],
  ['D-44 everyone under AWS', [{ Principal: { AWS: '*' } }], ['block trust-everyone']],
  [
    'D-52 everyone of an organisation',
    [{ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }],
    ['warn trust-everyone'],
  ],
  [
    'D-52 everyone, the condition optional',
    [{ Principal: '*', Condition: { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' } } }],
    ['block trust-everyone'],
  ],
  ['D-52 a whole account', [{ Principal: account }], ['block trust-whole-account']],
  ['D-52 a whole account by its digits', [{ Principal: { AWS: '123456789012' } }], ['block trust-whole-account']],
  [
    'D-52 an account narrowed to roles',
    [{ Principal: account, Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/app/*' } } }],
    [],
  ],
  [
    'D-52 an account narrowed by a broken ARN',
    [{ Principal: account, Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws::iam::123456789012:role/*' } } }],
    ['block malformed-arn'],
  ],
  ['D-47 a raw id', [{ Principal: { AWS: 'AROAQNZGKIQY56JQ7WMLX' } }], ['block dangling-principal']],
  ['D-47 a raw id in a Deny', [{ Effect: 'Deny', Principal: { AWS: ['AIDAQNZGKIQY56JQ7WMLX'] } }], ['block dangling-principal']],
  ['D-55 NotPrincipal', [{ NotPrincipal: { AWS: '123456789012' } }], ['block allow-not-principal']],
  ['a wildcard in a principal', [{ Principal: { AWS: 'arn:aws:iam::123456789012:role/*' } }], ['block principal-wildcard']],
  [
    'D-48 a service with an external id',
    [{ Principal: { Service: 'ec2.amazonaws.com' }, Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }],
    ['block service-with-external-id'],
  ],
  ['D-28 ecs-tasks of any account', [{ Principal: tasks }], ['warn no-source-account']],
  ['D-28 ecs-tasks of this account', [{ Principal: tasks, Condition: source }], []],
  [
    'D-28 a cluster in SourceArn',
    [{ Principal: tasks, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:us-east-1:123456789012:cluster/main' } } }],
    ['block task-in-source-arn'],
  ],
  [
    'D-52 role2 still trusts ec2',
    [{ Principal: { AWS: role } }, { Principal: { Service: 'ec2.amazonaws.com' } }],
    ['warn service-beside-caller'],
  ],
  ['one role', [{ Principal: { AWS: role } }], []],
])('%s', (_, statements, expected) => {
  expect(trust(...statements)).toEqual(expected);
});

test('a finding names its statement and says what to do', () => {
  const document = { Version: '2012-10-17', Statement: [{ Sid: 'Everything', Effect: 'Allow', Action: '*', Resource: '*' }] };
  expect(lintPolicy(document, 'identity')).toEqual([
    {
      code: 'all-actions',
      severity: 'block',
      statement: 'Everything',
      message: expect.stringContaining('grants everything'),
      fix: expect.any(String),
      about: { element: 'Action', value: '*' },
    },
  ]);
});
