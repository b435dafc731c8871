// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables look like template placeholders
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { glob } from './match.ts';
import { resourceSet, resourcesMeet, resourceWithin, tokensMeet, tokensOf, tokensWithin } from './pattern-set.ts';

const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 5 });
const texts = [
  '',
  ...['a', 'b'].flatMap((x) => [x, ...['a', 'b'].flatMap((y) => [x + y, ...['a', 'b', 'ab', 'ba', 'aab', 'bbba'].map((z) => x + y + z)])]),
];

test('containment and meeting agree with matching every short text', () => {
  fc.assert(
    fc.property(pattern, pattern, (inner, outer) => {
      const [left, right] = [tokensOf(inner, false), tokensOf(outer, false)];
      const [matchesInner, matchesOuter] = [glob(inner), glob(outer)];
      if (tokensWithin(left, right)) expect(texts.filter(matchesInner).every(matchesOuter), `${inner} in ${outer}`).toBe(true);
      if (!tokensMeet(left, right)) expect(texts.filter(matchesInner).some(matchesOuter), `${inner} meets ${outer}`).toBe(false);
    }),
    { numRuns: 5000 },
  );
});

test.each([
  ['s3:get*', 's3:*', true],
  ['s3:*', 's3:get*', false],
  ['a?c', 'a*', true],
  ['a*', 'a?c', false],
  ['*?', '?*', true],
  ['?*', '*?', true],
  ['a**b', 'a*b', true],
  ['abc', 'a?c', true],
  ['a*c', 'a*b*c', false],
  ['a*b*c', 'a*c', true],
  ['', '*', true],
  ['*', '?', false],
  ['${aws:x}', '${aws:x}', true],
  ['${aws:x}', '${AWS:X}', true],
  ['${aws:x}', '${aws:y}', false],
  ['${aws:x}', '?', false],
  ['${aws:x}', '*', true],
  ['a', '${aws:x}', false],
  ['${*}', '*', true],
  ['*', '${*}', false],
])('is %s within %s: %s', (inner, outer, within) => {
  expect(tokensWithin(tokensOf(inner, true), tokensOf(outer, true))).toBe(within);
});

test('two stars are one, and a variable may be anything', () => {
  expect(glob('a**b')('axxb')).toBe(true);
  expect(tokensMeet(tokensOf('home/${aws:x}/k', true), tokensOf('home/carol/*', true))).toBe(true);
  expect(tokensMeet(tokensOf('home/${aws:x}/k', true), tokensOf('pub/*', true))).toBe(false);
});

test('resources go field by field', () => {
  const [all, bucket, any, queue] = ['*', 'arn:aws:s3:::b/*', 'arn:aws:s3:::*', 'arn:aws:sqs:*:*:q'].map((text) => resourceSet(text, true));
  if (!all || !bucket || !any || !queue) throw new Error('unreachable');
  expect([resourceWithin(bucket, any), resourceWithin(any, bucket), resourceWithin(bucket, all), resourceWithin(all, any)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
  expect([resourcesMeet(bucket, any), resourcesMeet(bucket, queue), resourcesMeet(all, queue)]).toEqual([true, false, true]);
  expect(resourceWithin(resourceSet('arn:aws:sqs', true), resourceSet('arn:aws:sqs:*:*:*', true))).toBe(true);
});
