import { expect, test } from 'vitest';
import { statementFacts } from './statement-facts.ts';

const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const callers = { Sid: 'Callers', Effect: 'Allow', Principal: { AWS: ['arn:a', 'arn:b'] }, Action: 'sts:AssumeRole' };
const instances = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };

test('D18: what changed is told by statement, element and value', () => {
  const after = { ...callers, Principal: { AWS: 'arn:a' }, Condition: { StringEquals: { 'sts:ExternalId': 'external-id-1' } } };
  expect(statementFacts(policy(callers, instances), policy(after))).toEqual([
    { kind: 'removed', path: 'statement 2', text: 'Allow · sts:AssumeRole · ec2.amazonaws.com' },
    { kind: 'removed', path: 'Callers → Principal.AWS', text: 'arn:b' },
    { kind: 'added', path: 'Callers → Condition.StringEquals.sts:ExternalId', text: 'external-id-1' },
  ]);
});

test('order, and one or a list of one, are no change', () => {
  const other = { ...callers, Principal: { AWS: ['arn:b', 'arn:a'] }, Action: ['sts:AssumeRole'] };
  expect(statementFacts(policy(callers), policy(other))).toEqual([]);
});

test('a whole statement is told with its conditions, and with what it leaves out', () => {
  const account = {
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::111122223333:root' },
    Action: 'sts:AssumeRole',
    Condition: { ArnLike: { 'aws:PrincipalArn': ['arn:a/*', 'arn:b/*'] }, Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
  };
  const others = { Sid: 'Others', Effect: 'Deny', NotAction: 'sts:*', NotResource: 'arn:c' };
  expect(statementFacts(policy(), policy(account, others)).map(({ text }) => text)).toEqual([
    'Allow · sts:AssumeRole · arn:aws:iam::111122223333:root · if ArnLike aws:PrincipalArn arn:a/*, arn:b/* and Bool aws:MultiFactorAuthPresent true',
    'Deny · all but sts:* · all but arn:c',
  ]);
});
