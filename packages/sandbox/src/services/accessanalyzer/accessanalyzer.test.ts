import { expect, test } from 'vitest';
import { createInvoke } from '../../http/invoke.ts';
import { mount } from '../../http/mount.ts';
import { testWorld } from '../../state/test-world.ts';
import { service } from './index.ts';

const { world } = testWorld();
const invoke = createInvoke(world, [mount('accessanalyzer', await import('@aws-sdk/client-accessanalyzer'), service)]);
const at = { accountId: '560921689673', region: 'us-east-1', service: 'accessanalyzer' } as const;
const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (Action: string | string[], Resource: string | string[], more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

const validate = async (policyDocument: string, trust = false) => {
  const type = trust
    ? ({ policyType: 'RESOURCE_POLICY', validatePolicyResourceType: 'AWS::IAM::AssumeRolePolicyDocument' } as const)
    : ({ policyType: 'IDENTITY_POLICY' } as const);
  const { findings } = await invoke({ ...at, operation: 'ValidatePolicy', input: { policyDocument, ...type } });
  return findings ?? [];
};
const codesOf = async (document: string, trust = false) => (await validate(document, trust)).map(({ issueCode }) => issueCode);

test('D-55 ValidatePolicy says where: line, column and offset of the value, and the page to read', async () => {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: [allow('s3:GetObject', ['arn:aws:s3:::a/*', 'my-bucket'])] }, null, 2);
  const [finding] = await validate(text);
  const offset = text.indexOf('"my-bucket"');
  expect(finding).toMatchObject({ findingType: 'ERROR', issueCode: 'INVALID_ARN_PREFIX' });
  expect(finding?.learnMoreLink).toMatch(/policy-checks\.html#access-analyzer-reference-policy-checks-error-invalid-arn-prefix$/);
  expect(finding?.locations).toEqual([
    {
      path: [{ value: 'Statement' }, { index: 0 }, { value: 'Resource' }, { index: 1 }],
      span: { start: { line: 9, column: 8, offset }, end: { line: 9, column: 19, offset: offset + 11 } },
    },
  ]);
});

test.each([
  ['nothing', policy(allow('s3:GetObject', 'arn:aws:s3:::a/*')), []],
  ['not JSON', '{', ['JSON_SYNTAX_ERROR']],
  [
    'no version, an empty Sid',
    JSON.stringify({ Statement: allow('s3:GetObject', '*', { Sid: '' }) }),
    ['MISSING_VERSION', 'EMPTY_SID_VALUE'],
  ],
  ['both Action and NotAction', policy(allow('s3:GetObject', '*', { NotAction: 'iam:*' })), ['UNSUPPORTED_ELEMENT_COMBINATION']],
  ['a principal', policy(allow('s3:GetObject', '*', { Principal: '*' })), ['UNSUPPORTED_PRINCIPAL']],
  ['an unknown element', policy(allow('s3:GetObject', '*', { Resources: '*' })), ['INVALID_POLICY_ELEMENT']],
  ['twice one Sid', policy(allow('s3:GetObject', '*', { Sid: 'A' }), allow('s3:PutObject', '*', { Sid: 'A' })), ['UNIQUE_SIDS_REQUIRED']],
  ['PassRole on all', policy(allow('iam:PassRole', '*')), ['PASS_ROLE_WITH_STAR_IN_RESOURCE']],
  ['everything', policy(allow('*', '*')), ['PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE']],
  [
    'PassRole to one service',
    policy(allow('iam:PassRole', '*', { Condition: { StringEquals: { 'iam:PassedToService': 'a.amazonaws.com' } } })),
    [],
  ],
])('D-55 ValidatePolicy of an identity policy with %s', async (_what, document, codes) => {
  expect(await codesOf(document)).toEqual(codes);
});

test('D-55 ValidatePolicy of a trust policy: no resource, a principal, no NotPrincipal', async () => {
  expect(await codesOf(policy({ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }), true)).toEqual([]);
  expect(await codesOf(policy(allow('sts:AssumeRole', '*')), true)).toEqual([
    'MISSING_PRINCIPAL',
    'ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE',
  ]);
  const others = policy({ Effect: 'Allow', NotPrincipal: { AWS: '560921689673' }, Action: 'sts:AssumeRole' });
  expect(await codesOf(others, true)).toEqual(['ALLOW_WITH_NOT_PRINCIPAL']);
});

test('ValidatePolicy gives its findings page by page', async () => {
  const policyDocument = policy(allow('s3:GetObject', ['a', 'b', 'c']));
  const pages: number[] = [];
  let nextToken: string | undefined;
  do {
    const input = { policyDocument, policyType: 'IDENTITY_POLICY', maxResults: 2, nextToken } as const;
    const page = await invoke({ ...at, operation: 'ValidatePolicy', input });
    pages.push(page.findings?.length ?? 0);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  expect(pages).toEqual([2, 1]);
});

const compare = async (before: string, after: string, policyType: 'IDENTITY_POLICY' | 'RESOURCE_POLICY' = 'IDENTITY_POLICY') => {
  const input = { existingPolicyDocument: before, newPolicyDocument: after, policyType };
  const { result, reasons } = await invoke({ ...at, operation: 'CheckNoNewAccess', input });
  return [result, (reasons ?? []).map(({ statementIndex }) => statementIndex)];
};
const ip = (range: string) => ({ Condition: { IpAddress: { 'aws:SourceIp': range } } });

test.each([
  ['the same', allow('s3:Get*', '*'), [allow('s3:Get*', '*')], 'PASS', []],
  ['less', allow('s3:*', '*'), [allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::a/*')], 'PASS', []],
  ['one more action', allow('s3:GetObject', '*'), [allow('s3:GetObject', '*'), allow('s3:PutObject', '*')], 'FAIL', [1]],
  ['a condition more', allow('s3:GetObject', '*'), [allow('s3:GetObject', '*', ip('10.0.0.0/8'))], 'PASS', []],
  ['a condition less', allow('s3:GetObject', '*', ip('10.0.0.0/8')), [allow('s3:GetObject', '*')], 'FAIL', [0]],
  ['a denial', allow('s3:*', '*'), [allow('s3:*', '*'), { ...allow('s3:DeleteBucket', '*'), Effect: 'Deny' }], 'PASS', []],
])('D-55 CheckNoNewAccess of identity policies: %s', async (_what, before, after, result, indexes) => {
  expect(await compare(policy(before), policy(...after))).toEqual([result, indexes]);
});

const trust = (Principal: object | string, Condition?: object) =>
  policy({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition });
const [app, batch] = ['arn:aws:iam::560921689673:role/app', 'arn:aws:iam::560921689673:role/batch'];

test.each([
  ['a caller less', trust({ AWS: [app, batch] }), trust({ AWS: app }), 'PASS'],
  ['another caller', trust({ AWS: app }), trust({ AWS: batch }), 'FAIL'],
  ['everybody', trust({ AWS: app }), trust('*'), 'FAIL'],
  ['of everybody one', trust('*'), trust({ AWS: app }), 'PASS'],
  ['an external id more', trust({ AWS: app }), trust({ AWS: app }, { StringEquals: { 'sts:ExternalId': 'x' } }), 'PASS'],
  ['an external id less', trust({ AWS: app }, { StringEquals: { 'sts:ExternalId': 'x' } }), trust({ AWS: app }), 'FAIL'],
])('D-57 CheckNoNewAccess sees what the simulator does not, the trust policy: %s', async (_what, before, after, result) => {
  expect((await compare(before, after, 'RESOURCE_POLICY'))[0]).toBe(result);
});

test('a document that is no policy is refused by name', async () => {
  await expect(compare(policy(allow('s3:GetObject', '*')), '{"Statement":[{"Effect":"Allow"}]}')).rejects.toMatchObject({
    code: 'InvalidParameterException',
    message: expect.stringContaining('newPolicyDocument'),
  });
});
