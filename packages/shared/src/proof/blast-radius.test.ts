import { expect, test } from 'vitest';
import { blastOf } from './blast-radius.ts';

const blast = (action: string, resource: string, condition: string | null = null) => blastOf({ action, resource, condition });

test('E8: every role, table or function of an account reaches further than what lies below one bucket or name', () => {
  const all = ['arn:aws:iam::111122223333:role/*', 'arn:aws:dynamodb:*:*:table/*', 'arn:aws:lambda:*:*:function:*', '*'];
  const below = ['arn:aws:s3:::bucket/*', 'arn:aws:secretsmanager:*:*:secret:app/*', 'arn:aws:iam::111122223333:role/app/*'];
  expect(all.map((resource) => blast('x:Y', resource))).toEqual([100, 100, 100, 100]);
  expect(below.map((resource) => blast('x:Y', resource))).toEqual([3, 3, 3]);
});

test('E8: what an attacker does first ranks first, a condition halves, and what no ARN matches counts nothing', () => {
  const order = [blast('*', '*'), blast('iam:*', '*'), blast('s3:*', '*'), blast('s3:GetObject', 'arn:aws:s3:::a/b')];
  expect(order).toEqual([100_000, 50_000, 30_000, 3]);
  expect(blast('s3:*', '*', 'Bool aws:SecureTransport true')).toBe(15_000);
  expect(blast('s3:*', 'arn:aws::s3:::a/*')).toBe(0);
});
