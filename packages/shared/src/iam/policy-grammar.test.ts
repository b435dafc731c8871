// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables look like template placeholders
import { expect, test } from 'vitest';
import { MalformedPolicyDocument } from '../aws/policy-document.ts';
import { type PolicyKind, policyProblems, requirePolicy } from './policy-grammar.ts';
import { ecsTasksTrust } from './trust.ts';

const text = (statement: object, more: object = { Version: '2012-10-17' }) => JSON.stringify({ ...more, Statement: statement });
const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const trust = { Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'sts:AssumeRole' };

test.each<[string, PolicyKind, string]>([
  ['identity', 'managed', text(allow)],
  ['identity without version, inline', 'inline', text([allow], {})],
  [
    'conditions and variables',
    'managed',
    text({
      ...allow,
      Resource: 'arn:aws:s3:::b/${aws:username}/*',
      Condition: { 'ForAllValues:StringLikeIfExists': { 'aws:TagKeys': ['a'] } },
    }),
  ],
  ['NotAction and NotResource', 'managed', text({ Effect: 'Deny', NotAction: 'iam:*', NotResource: 'arn:aws:s3:::b' })],
  ['trust', 'trust', text(trust)],
  [
    'trust of a service with conditions',
    'trust',
    JSON.stringify(ecsTasksTrust({ partition: 'aws-cn', region: 'cn-north-1', accountId: '123456789012' })),
  ],
  ['trust of everyone', 'trust', text({ ...trust, Principal: '*', Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'] })],
  [
    'bucket policy',
    'resource',
    text({ ...allow, Sid: 'with space', Principal: { CanonicalUser: 'abc' } }, { Id: 'x', Version: '2008-10-17' }),
  ],
  ['a Sid as people write it, to be evaluated', 'stored-identity', text({ ...allow, Sid: 'read-only access' })],
  [
    'trust with the id of a deleted role',
    'stored-trust',
    text({ ...trust, Principal: { AWS: ['AROAQNZGKIQY56JQ7WMLX', '123456789012'] } }),
  ],
  [
    'bucket policy of an origin access identity',
    'stored-resource',
    text({ ...allow, Principal: { AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1' } }),
  ],
  ['repository policy, which names no resource', 'stored-resource', text({ Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' })],
  ['resource control policy', 'resource-control', text({ ...allow, Sid: 'Full-Access', Effect: 'Deny', Principal: '*', Action: 's3:*' })],
  ['service control policy', 'service-control', text({ ...allow, Sid: 'Full-Access', Action: '*' })],
  ['every Latin-1 letter', 'inline', text({ ...allow, Resource: 'arn:aws:s3:::übung/*' })],
])('saved: %s', (_, kind, document) => {
  expect(policyProblems(document, kind)).toEqual([]);
});

test.each<[PolicyKind, string, RegExp]>([
  ['managed', '{', /invalid Json/],
  ['managed', '[]', /Syntax errors/],
  ['managed', text([]), /Syntax errors/],
  ['managed', text(allow, {}), /must be version 2012-10-17 or greater/],
  ['managed', text(allow, { Version: '2012-10-18' }), /must be version 2012-10-17 or greater/],
  ['inline', text({ Action: 's3:GetObject', Resource: '*' }), /Missing required field Effect/],
  ['inline', text({ ...allow, Actions: '*' }), /Unknown field Actions/],
  ['inline', text(allow, { Version: '2012-10-17', Comment: 'x' }), /Unknown field Comment/],
  ['inline', text(allow, { Version: '2012-10-17', Id: 'x' }), /Unknown field Id/],
  ['inline', text({ ...allow, Principal: '*' }), /should not specify a principal/],
  ['inline', text({ Effect: 'Allow', Action: 's3:GetObject' }), /must contain resources/],
  ['inline', text({ Effect: 'Allow', Resource: '*' }), /must contain actions/],
  ['inline', text({ ...allow, NotAction: 's3:*' }), /Syntax errors/],
  ['inline', text({ ...allow, Action: 'GetObject' }), /prefaced by a vendor/],
  ['inline', text({ ...allow, Action: 's3:Get:Object' }), /only one colon/],
  ['inline', text({ ...allow, Action: 's 3:GetObject' }), /Vendor s 3 is not valid/],
  ['inline', text({ ...allow, Resource: 'bucket/*' }), /must be in ARN format or "\*"/],
  ['inline', text({ ...allow, Resource: 'arn:aws::iam::123456789012:role/x' }), /must be in ARN format/],
  ['inline', text({ ...allow, Resource: 'arn:amazon:s3:::b' }), /Partition "amazon" is not valid/],
  ['inline', text({ ...allow, Resource: 'arn:aws:iam:us-east-1:123456789012:role/x' }), /cannot contain region/],
  [
    'inline',
    text([
      { ...allow, Sid: 'A' },
      { ...allow, Sid: 'A' },
    ]),
    /must be unique/,
  ],
  ['inline', text({ ...allow, Sid: 'not-alphanumeric' }), /must be alpha-numeric/],
  ['inline', text({ ...allow, Condition: { StringMatches: { 'aws:username': 'x' } } }), /Invalid Condition type/],
  ['inline', text({ ...allow, Condition: { NullIfExists: { 'aws:username': 'true' } } }), /Invalid Condition type/],
  ['inline', text({ ...allow, Condition: { StringEquals: { username: 'x' } } }), /prefaced by a vendor/],
  ['inline', text({ ...allow, Condition: { StringEquals: { 'aws:username': [] } } }), /must have a value/],
  ['managed', text({ ...allow, Sid: '🚀' }), /U\+0020 to U\+00FF/],
  ['trust', text({ ...trust, Resource: '*' }), /prohibited field Resource/],
  ['trust', text({ Effect: 'Allow', Action: 'sts:AssumeRole' }), /Missing required field Principal/],
  ['trust', text({ ...trust, Action: 's3:GetObject' }), /only specify STS AssumeRole actions/],
  ['trust', text({ ...trust, Action: 'sts:GetCallerIdentity' }), /only specify STS AssumeRole actions/],
  ['trust', text({ ...trust, Principal: { AWS: 'arn:aws:iam::123456789012:role/*' } }), /Invalid principal in policy: "AWS"/],
  ['trust', text({ ...trust, Principal: { AWS: 'arn:aws::iam::123456789012:role/x' } }), /Invalid principal in policy: "AWS"/],
  ['trust', text({ ...trust, Principal: { AWS: 'AROAQNZGKIQY56JQ7WMLX' } }), /Invalid principal in policy: "AWS":"AROA/],
  ['trust', text({ ...trust, Principal: { Service: 'ecs-tasks' } }), /Invalid principal in policy: "SERVICE"/],
  ['trust', text({ ...trust, Principal: { Group: 'x' } }), /Invalid principal in policy: "Group"/],
  ['trust', text({ ...trust, Principal: {} }), /cannot be empty/],
  ['stored-trust', text({ ...trust, Resource: '*' }), /prohibited field Resource/],
  ['stored-trust', text({ ...trust, Principal: { AWS: 'arn:aws:iam::123456789012:role/*' } }), /Invalid principal in policy: "AWS"/],
  ['stored-trust', text({ ...trust, Principal: { AWS: 'arn:aws::iam::123456789012:role/x' } }), /Invalid principal in policy: "AWS"/],
  ['stored-resource', text(allow), /Missing required field Principal/],
  ['stored-identity', text({ ...allow, Principal: '*' }), /should not specify a principal/],
  ['service-control', text({ ...allow, Principal: '*' }), /should not specify a principal/],
  ['resource-control', text(allow), /Missing required field Principal/],
])('D-40 refused as %s: %s', (kind, document, message) => {
  expect(policyProblems(document, kind).join('\n')).toMatch(message);
  expect(() => requirePolicy(document, kind)).toThrow(MalformedPolicyDocument);
});
