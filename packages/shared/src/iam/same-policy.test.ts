import { expect, test } from 'vitest';
import { samePolicy } from './same-policy.ts';

const policy = (statement: object, more: object = {}) => ({ Version: '2012-10-17', ...more, Statement: [statement] });
const base = { Effect: 'Allow', Principal: { AWS: ['111122223333', 'arn:aws:iam::444455556666:role/a'] }, Action: 'sts:AssumeRole' };

test.each<[string, object, boolean]>([
  ['the order of principals', { ...base, Principal: { AWS: ['arn:aws:iam::444455556666:role/a', '111122223333'] } }, true],
  [
    'an account as the ARN of its root',
    { ...base, Principal: { AWS: ['arn:aws:iam::111122223333:root', 'arn:aws:iam::444455556666:role/a'] } },
    true,
  ],
  ['a list of one', { ...base, Action: ['sts:assumerole'] }, true],
  ['another principal', { ...base, Principal: { AWS: ['111122223333'] } }, false],
  ['a condition', { ...base, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }, false],
  ['a Deny', { ...base, Effect: 'Deny' }, false],
])('D-51: %s', (_what, statement, same) => {
  expect(samePolicy(policy(base), policy(statement))).toBe(same);
});

test('the version decides what variables mean; the order of statements is kept', () => {
  expect(samePolicy(policy(base), policy(base, { Version: '2008-10-17' }))).toBe(false);
  const other = { ...base, Effect: 'Deny' };
  const [one, two] = [
    { ...policy(base), Statement: [base, other] },
    { ...policy(base), Statement: [other, base] },
  ];
  expect(samePolicy(one, two)).toBe(false);
});

test('what is no policy is the same as its like alone', () => {
  expect(samePolicy({ Statement: 'x' }, { Statement: 'x' })).toBe(true);
  expect(samePolicy({ Statement: 'x' }, policy(base))).toBe(false);
});
