import { expect, test } from 'vitest';
import { compilePrincipals, exemptFromDeny, principalContext } from './principal.ts';

test('condition keys of a role session: the role’s ARN, the session’s id, no user name', () => {
  const session = {
    kind: 'assumed-role',
    arn: 'arn:aws:sts::123456789012:assumed-role/app/task-1',
    accountId: '123456789012',
    roleArn: 'arn:aws:iam::123456789012:role/team/app',
    uniqueId: 'AROAQNZGKIQY56JQ7WMLX',
  } as const;
  expect(principalContext(session, { team: 'web' })).toEqual({
    'aws:PrincipalAccount': '123456789012',
    'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/team/app',
    'aws:PrincipalType': 'AssumedRole',
    'aws:PrincipalIsAWSService': 'false',
    'aws:PrincipalTag/team': 'web',
    'aws:userid': 'AROAQNZGKIQY56JQ7WMLX:task-1',
  });
  const { roleArn: _, ...withoutRoleArn } = session;
  expect(principalContext(withoutRoleArn)).toMatchObject({ 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/app' });
});

test('condition keys of a user, of the root user, of a service and of nobody', () => {
  const user = { kind: 'user', arn: 'arn:aws:iam::123456789012:user/team/alice', accountId: '123456789012', uniqueId: 'AIDAX' } as const;
  expect(principalContext(user)).toMatchObject({ 'aws:username': 'alice', 'aws:userid': 'AIDAX', 'aws:PrincipalType': 'User' });
  const root = { kind: 'account-root', arn: 'arn:aws:iam::123456789012:root', accountId: '123456789012' } as const;
  expect(principalContext(root)).toMatchObject({ 'aws:userid': '123456789012', 'aws:PrincipalType': 'Account' });
  expect(principalContext({ kind: 'service', arn: 'ecs-tasks.amazonaws.com', accountId: '' })).toEqual({
    'aws:PrincipalIsAWSService': 'true',
    'aws:PrincipalServiceName': 'ecs-tasks.amazonaws.com',
  });
  expect(principalContext({ kind: 'anonymous', arn: '*', accountId: '' })).toMatchObject({ 'aws:PrincipalType': 'Anonymous' });
});

test('a deny with NotPrincipal leaves a session alone only when role, session and account are listed', () => {
  const [session, role, root] = ['arn:aws:sts::123456789012:assumed-role/app/s', 'arn:aws:iam::123456789012:role/app', '123456789012'];
  const caller = { kind: 'assumed-role', arn: session, accountId: '123456789012', roleArn: role } as const;
  const exempt = (...AWS: string[]) => exemptFromDeny(compilePrincipals({ AWS }), caller, false);
  expect([exempt(session, role, root), exempt(session, root), exempt(role, root), exempt(session, role)]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
