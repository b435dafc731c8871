import { expect, test } from 'vitest';
import { standingOf, undoneBeside, withoutDeleted } from './policy-standing.ts';

const deleted = 'AROAEXAMPLE1234567890';
const statement = (Sid: string, AWS: string | string[]) => ({ Sid, Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' });
const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const arn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const [kept, old, fresh, others] = [
  statement('Kept', arn('kept')),
  statement('Old', arn('old')),
  statement('New', arn('new')),
  statement('Others', arn('others')),
];
const before = policy(kept, old);
const planned = policy(kept, fresh);

test.each([
  ['planned', policy(kept, fresh)],
  ['before', policy(kept, old)],
  ['planned-and-more', policy(kept, fresh, others)],
  ['planned-and-more', policy(fresh)],
  ['before-and-more', policy(others, old)],
  ['neither', policy(kept, old, fresh)],
  ['neither', policy(kept)],
])('D-51: it stands %s', (standing, now) => {
  expect(standingOf(before, planned, now)).toBe(standing);
});

test('a policy that is to go, or went', () => {
  expect(standingOf(before, null, null)).toBe('planned');
  expect(standingOf(before, null, before)).toBe('before');
  expect(standingOf(before, null, planned)).toBe('neither');
  expect(standingOf(before, planned, null)).toBe('neither');
});

test('undoing beside somebody else’s change takes out what was added and puts back what was taken, in its place', () => {
  expect(undoneBeside(policy(old, kept), planned, policy(kept, fresh, others))).toEqual(policy(old, kept, others));
});

test('B15 D-47: put back without the deleted, it stands as before; what named only them is not put back', () => {
  const orphaned = policy(statement('Callers', [deleted, arn('kept')]), old);
  const mended = policy(statement('Callers', arn('kept')));
  expect(withoutDeleted(orphaned)).toEqual(policy(statement('Callers', [arn('kept')]), old));
  expect(standingOf(orphaned, mended, orphaned)).toBe('before');
  expect(standingOf(orphaned, mended, policy(statement('Callers', [arn('kept')]), old))).toBe('before');
  expect(withoutDeleted(policy(statement('Gone', deleted)))).toBeNull();
  expect(withoutDeleted(planned)).toBe(planned);
});

test('B15 D-47: undone beside somebody else’s statement it stands as before, so that undoing twice is no conflict', () => {
  const orphaned = policy(statement('Gone', deleted), old);
  const now = undoneBeside(orphaned, planned, policy(kept, fresh, others));
  expect(standingOf(orphaned, planned, now)).toBe('before-and-more');
});
