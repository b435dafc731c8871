import { expect, test } from 'vitest';
import { lintPolicy } from './lint.ts';
import { ecsTasksContext, ecsTasksService, ecsTasksTrust, trustedPrincipals, trusts, trustsService } from './trust.ts';

const here = { partition: 'aws', region: 'us-east-1', accountId: '123456789012' };

test('D-28 the trust policy of a task role is the documented one', () => {
  expect(ecsTasksTrust(here)).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'EcsTasks',
        Effect: 'Allow',
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': '123456789012' },
          ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:us-east-1:123456789012:*' },
        },
      },
    ],
  });
  expect(lintPolicy(ecsTasksTrust(here), 'trust')).toEqual([]);
});

test.each(['aws-cn', 'aws-us-gov', 'aws-eusc', 'aws-iso-b'])('D-86 in %s no ARN is of another partition', (partition) => {
  const text = JSON.stringify(ecsTasksTrust({ ...here, partition, region: null }));
  expect(text).not.toContain('arn:aws:');
  expect(text).toContain(`arn:${partition}:ecs:*:123456789012:*`);
  expect(() => ecsTasksTrust({ ...here, partition: 'amazon' })).toThrow(/not a partition/);
});

test('D-28 ecs-tasks is trusted for tasks of the account and Region, nobody else is', () => {
  const trust = ecsTasksTrust(here);
  const context = ecsTasksContext(here);
  expect(trustsService(trust, ecsTasksService, context).verdict).toBe('allowed');
  expect(
    trustsService(JSON.stringify(trust), ecsTasksService, { ...context, 'aws:SourceArn': 'arn:aws:ecs:us-east-1:123456789012:task/main/1' })
      .verdict,
  ).toBe('allowed');
  expect(trustsService(trust, ecsTasksService, ecsTasksContext({ ...here, region: 'eu-west-1' })).verdict).toBe('implicitDeny');
  expect(trustsService(trust, ecsTasksService, ecsTasksContext({ ...here, accountId: '111122223333' })).verdict).toBe('implicitDeny');
  expect(trustsService(trust, 'ec2.amazonaws.com', context).verdict).toBe('implicitDeny');
});

test('D-44 the trust side alone: an account principal counts, whatever the identity policies say', () => {
  const role = { arn: 'arn:aws:iam::123456789012:role/target', accountId: '123456789012' };
  const caller = { kind: 'user', arn: 'arn:aws:iam::123456789012:user/alice', accountId: '123456789012' } as const;
  const trust = (principal: unknown) => ({ Statement: { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' } });
  expect(trusts(trust({ AWS: '123456789012' }), caller, role, {}).verdict).toBe('allowed');
  expect(trusts(trust({ AWS: '111122223333' }), caller, role, {}).verdict).toBe('implicitDeny');
});

test('all whom a trust policy names', () => {
  const deny = { Effect: 'Deny', Principal: { AWS: '999999999999' }, Action: 'sts:AssumeRole' };
  const allow = {
    Effect: 'Allow',
    Principal: { Service: ['a.amazonaws.com'], AWS: ['111122223333', '111122223333'] },
    Action: 'sts:AssumeRole',
  };
  expect(trustedPrincipals({ Statement: [allow, deny] })).toEqual(['a.amazonaws.com', '111122223333']);
  expect(trustedPrincipals({ Statement: { ...allow, Principal: '*' } })).toEqual(['*']);
});
