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
