import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileCondition, contextOf } from './condition.ts';
import { conditionsImply } from './condition-implies.ts';

const operator = fc
  .tuple(
    fc.constantFrom('', '', 'ForAllValues:', 'ForAnyValue:'),
    fc.constantFrom(
      'StringEquals',
      'StringNotEquals',
      'StringLike',
      'StringNotLike',
      'StringEqualsIgnoreCase',
      'StringNotEqualsIgnoreCase',
    ),
    fc.constantFrom('', 'IfExists'),
  )
  .map((parts) => parts.join(''));
const condition = fc.record({
  operator,
  key: fc.constantFrom('x:k', 'X:K'),
  values: fc.uniqueArray(fc.constantFrom('a', 'A', 'ab', 'a*', '*', '?b', ''), { minLength: 1, maxLength: 3 }),
});
const worlds = [
  {},
  ...[['a'], ['A'], ['ab'], ['b'], [''], ['a', 'b'], ['ab', 'a'], ['A', 'x'], []].map((values) => ({ 'x:k': values })),
].map(contextOf);

test('what is said to follow does follow, in every small request', () => {
  let followed = 0;
  fc.assert(
    fc.property(condition, condition, (given, wanted) => {
      if (!conditionsImply([given], [wanted])) return;
      followed++;
      const [have, want] = [compileCondition(given, true), compileCondition(wanted, true)];
      for (const world of worlds) if (have(world) === true) expect(want(world)).toBe(true);
    }),
    { numRuns: 20_000 },
  );
  expect(followed).toBeGreaterThan(200);
});

const one = (operatorName: string, ...values: string[]) => [{ operator: operatorName, key: 'x:k', values }];
test.each([
  [one('StringEquals', 'a'), one('StringEquals', 'a', 'b'), true],
  [one('StringEquals', 'a', 'b'), one('StringEquals', 'a'), false],
  [one('StringEquals', 'a/b'), one('StringLike', 'a/*'), true],
  [one('StringLike', 'a/*'), one('StringLike', 'a*'), true],
  [one('StringEquals', 'a'), one('StringEqualsIfExists', 'a'), true],
  [one('StringEqualsIfExists', 'a'), one('StringEquals', 'a'), false],
  [one('StringNotEquals', 'a', 'b'), one('StringNotEquals', 'a'), true],
  [one('StringNotEquals', 'a'), one('StringNotEquals', 'a', 'b'), false],
  [one('StringNotLike', 'a*'), one('StringNotEquals', 'ab'), true],
  [one('StringNotEquals', 'ab'), one('StringNotLike', 'a*'), false],
  [one('IpAddress', '10.1.0.0/16'), one('IpAddress', '10.0.0.0/8'), true],
  [one('IpAddress', '10.0.0.0/8'), one('IpAddress', '10.1.0.0/16'), false],
  [one('ArnLike', 'arn:aws:sns:us-east-1:111122223333:t'), one('ArnEquals', 'arn:aws:sns:*:111122223333:*'), true],
  [one('Bool', 'TRUE'), one('Bool', 'true'), true],
  [one('ForAnyValue:StringEquals', 'a'), one('StringEquals', 'a'), false],
  [one('NumericLessThan', '5'), one('NumericLessThan', '5'), true],
  [[], one('StringEquals', 'a'), false],
  [one('StringEquals', 'a'), [], true],
])('%j implies %j: %s', (given, wanted, follows) => {
  expect(conditionsImply(given, wanted)).toBe(follows);
});
