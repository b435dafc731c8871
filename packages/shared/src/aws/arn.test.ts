// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables look like template placeholders
import { expect, test } from 'vitest';
import {
  accountOf,
  arnPatternProblem,
  arnProblem,
  assumedRoleOf,
  formatArn,
  iamNameOf,
  parseArn,
  partitionOf,
  requireArn,
  roleNameOf,
} from './arn.ts';

test('D-86 the six fields come apart and go together again', () => {
  for (const text of [
    'arn:aws:iam::123456789012:role/team/app',
    'arn:aws-cn:s3:::bucket/key with:colon'.replace(' ', '-'),
    'arn:aws-us-gov:ecs:us-gov-west-1:123456789012:task-definition/limbo:3',
    'arn:aws-eusc:sts::123456789012:assumed-role/app/session',
    'arn:aws-iso-b:logs:us-isob-east-1:123456789012:log-group:x:*',
    'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
  ]) {
    expect(formatArn(requireArn(text))).toBe(text);
  }
  expect(parseArn('arn:aws:logs:eu-west-1:123456789012:log-group:x')?.resource).toBe('log-group:x');
});

test('D-86 a colon too many is caught, and other things that look like an ARN', () => {
  expect(arnProblem('arn:aws::iam::123456789012:role/role1')).toMatch(/no service in its third field/);
  expect(arnProblem('arn:aws:iam:123456789012:role/x')).toMatch(/fewer than the six fields/);
  expect(arnProblem('arn:amazon:iam::123456789012:role/x')).toMatch(/partition "amazon"/);
  expect(arnProblem('arn:aws:iam::12345:role/x')).toMatch(/12 digits/);
  expect(arnProblem('arn:aws:ecs:us_east_1:123456789012:cluster/x')).toMatch(/Region/);
  expect(arnProblem('arn:aws:s3:::')).toMatch(/no resource/);
  expect(arnProblem('role/x')).toMatch(/does not begin/);
  expect(parseArn('arn:aws:iam::123456789012:role/a b')).toBeNull();
  expect(() => partitionOf('nonsense')).toThrow(/arn:/);
});

test('names come out of role, user and session ARNs, with their path', () => {
  expect(iamNameOf('arn:aws:iam::123456789012:role/team/web/app', 'role')).toEqual({ path: '/team/web/', name: 'app' });
  expect(iamNameOf('arn:aws:iam::123456789012:user/bot', 'user')).toEqual({ path: '/', name: 'bot' });
  expect(iamNameOf('arn:aws:iam::123456789012:user/bot', 'role')).toBeNull();
  expect(iamNameOf('arn:aws:iam::123456789012:role/team/', 'role')).toBeNull();
  expect(roleNameOf('arn:aws-cn:iam::123456789012:role/team/app')).toBe('app');
  expect(roleNameOf('arn:aws:sts::123456789012:assumed-role/app/session')).toBe('app');
  expect(roleNameOf('arn:aws:iam::123456789012:user/bot')).toBeNull();
  expect(assumedRoleOf('arn:aws:sts::123456789012:assumed-role/app')).toBeNull();
  expect(partitionOf('arn:aws-us-gov:iam::123456789012:role/x')).toBe('aws-us-gov');
  expect(accountOf('arn:aws:s3:::bucket')).toBeNull();
});

test('D-86 an ARN of a policy may hold wildcards and variables, and is still held to its fields', () => {
  for (const text of [
    '*',
    'arn:aws:s3:::b*/*',
    'arn:*:s3:::b',
    'arn:aws:sqs',
    'arn:aws:ecs:*:*:task/x',
    'arn:aws:iam::123456789012:user/${aws:username}',
  ]) {
    expect(arnPatternProblem(text), text).toBeNull();
  }
  for (const text of [
    'arn:aws::iam::123456789012:role/x',
    'arn:amazon:s3:::b',
    'bucket/*',
    'arn:aws:iam::1234:role/x',
    'arn:aws:ecs:nowhere:123456789012:x',
  ]) {
    expect(arnPatternProblem(text), text).not.toBeNull();
  }
});
