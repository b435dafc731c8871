import type { EvaluationResult, SimulateCustomPolicyRequest } from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { allow, homeId, policy, testAccounts, trust } from '../../auth/test-calls.ts';

const { home, as } = testAccounts();
const bot = `arn:aws:iam::${homeId}:user/bot`;
const target = `arn:aws:iam::${homeId}:role/target`;
const object = 'arn:aws:s3:::a/b';

const custom = async (input: Partial<SimulateCustomPolicyRequest>): Promise<EvaluationResult> => {
  const asked = { PolicyInputList: [policy(allow('s3:GetObject'))], ActionNames: ['s3:GetObject'], ResourceArns: [object], ...input };
  return (await home.iam('SimulateCustomPolicy', asked)).EvaluationResults?.[0] ?? ({} as EvaluationResult);
};

test('D-57 SimulatePrincipalPolicy says allowed where the trust policy denies: it looks at no trust policy (aws-cli#10314)', async () => {
  await home.iam('CreateRole', { RoleName: 'target', AssumeRolePolicyDocument: trust({ Service: 'ec2.amazonaws.com' }) });
  await home.iam('CreateUser', { UserName: 'bot' });
  await home.iam('PutUserPolicy', { UserName: 'bot', PolicyName: 'p', PolicyDocument: policy(allow('sts:AssumeRole', target)) });
  const { AccessKey } = await home.iam('CreateAccessKey', { UserName: 'bot' });
  const asked = { PolicySourceArn: bot, ActionNames: ['sts:AssumeRole'], ResourceArns: [target] };
  const simulate = async (more: object) => (await home.iam('SimulatePrincipalPolicy', { ...asked, ...more })).EvaluationResults?.[0];
  expect((await simulate({}))?.EvalDecision).toBe('allowed');
  const denying = policy({ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' });
  expect((await simulate({ ResourcePolicy: denying }))?.EvalDecision).toBe('allowed');
  const { sts } = as(AccessKey?.AccessKeyId ?? '');
  await expect(sts('AssumeRole', { RoleArn: target, RoleSessionName: 'test' })).rejects.toMatchObject({ code: 'AccessDenied' });
});

test('D-57 condition keys that nobody gave are named, per resource as well, and what a condition needs can be given', async () => {
  const PolicyInputList = [policy(allow('s3:GetObject', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a' } } }))];
  const missing = await custom({ PolicyInputList });
  expect(missing).toMatchObject({ EvalDecision: 'implicitDeny', MissingContextValues: ['aws:principaltag/team'], MatchedStatements: [] });
  expect(missing.ResourceSpecificResults?.[0]).toMatchObject({ EvalResourceName: object, EvalResourceDecision: 'implicitDeny' });
  const ContextEntries = [{ ContextKeyName: 'aws:PrincipalTag/team', ContextKeyValues: ['a'], ContextKeyType: 'string' as const }];
  const given = await custom({ PolicyInputList, ContextEntries });
  expect(given).toMatchObject({
    EvalDecision: 'allowed',
    MissingContextValues: [],
    MatchedStatements: [{ SourcePolicyId: 'PolicyInputList.1' }],
  });
});

test('D-57 boundary and explicit deny are told; a resource policy counts for a user that is named, and for nobody else', async () => {
  const bounded = await custom({ PermissionsBoundaryPolicyInputList: [policy(allow('ecs:*'))] });
  expect(bounded).toMatchObject({
    EvalDecision: 'implicitDeny',
    PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
  });
  expect((await custom({ PolicyInputList: [policy(allow('*'), { ...allow('s3:*'), Effect: 'Deny' })] })).EvalDecision).toBe('explicitDeny');
  const ResourcePolicy = policy({ Effect: 'Deny', Principal: { AWS: bot }, Action: 's3:*', Resource: '*' });
  expect((await custom({ ResourcePolicy, CallerArn: bot })).EvalDecision).toBe('explicitDeny');
  await expect(custom({ ResourcePolicy })).rejects.toMatchObject({ code: 'InvalidInputException' });
  await expect(custom({ CallerArn: target })).rejects.toMatchObject({ code: 'InvalidInputException' });
});

test('results come page by page, each action on each resource once', async () => {
  const seen: string[] = [];
  const input = {
    PolicyInputList: [policy(allow('s3:*'))],
    ActionNames: ['s3:GetObject', 's3:PutObject'],
    ResourceArns: [object, `${object}c`],
  };
  for (let Marker: string | undefined, more = true; more; ) {
    const page = await home.iam('SimulateCustomPolicy', { ...input, MaxItems: 3, Marker });
    seen.push(...(page.EvaluationResults ?? []).map((one) => `${one.EvalActionName} ${one.EvalResourceName}`));
    [Marker, more] = [page.Marker, page.IsTruncated === true];
  }
  expect(new Set(seen).size).toBe(4);
  expect(seen).toHaveLength(4);
});
