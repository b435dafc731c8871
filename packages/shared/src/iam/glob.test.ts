import { expect, test } from 'vitest';
import { glob } from './match.ts';

/** The same by a regular expression: right, but without a bound on its work. */
const byRegularExpression = (pattern: string) =>
  new RegExp(
    `^${[...pattern].map((one) => (one === '*' ? '[^]*' : one === '?' ? '[^]' : one.replace(/[.+^$()|[\]{}\\]/g, '\\$&'))).join('')}$`,
    'u',
  );

/** All texts over the letters up to a length. */
function texts(letters: string[], most: number): string[] {
  if (most === 0) return [''];
  const shorter = texts(letters, most - 1);
  return [...new Set([...shorter, ...shorter.flatMap((one) => letters.map((letter) => one + letter))])];
}

test('every short pattern matches every short value as its regular expression does', () => {
  const values = texts(['a', 'b', '😀'], 4);
  for (const pattern of texts(['a', 'b', '*', '?'], 4)) {
    const [matches, expected] = [glob(pattern), byRegularExpression(pattern)];
    expect(
      values.filter((value) => matches(value) !== expected.test(value)),
      pattern,
    ).toEqual([]);
  }
});

test.each(['*a'.repeat(900), `${'*a?'.repeat(600)}b`, `${'a*'.repeat(30)}b`])(
  'a pattern of many wildcards is decided at once',
  (pattern) => {
    const started = performance.now();
    expect(glob(pattern)(`${'a'.repeat(5000)}c`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  },
);
