import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';
import { added, places, policySet, present, request, type Statements, statements, withOne } from './policy-sets.fixture.ts';

test('an allow that is added anywhere never removes access', () => {
  let before = 0;
  fc.assert(
    fc.property(request, statements, present, added, (asked, made, there, more) => {
      if (evaluate(asked, policySet(made, there)).verdict !== 'allowed') return;
      before++;
      expect(evaluate(asked, policySet(withOne(made, more, 'Allow'), there)).verdict).toBe('allowed');
    }),
    { numRuns: 3000 },
  );
  expect(before).toBeGreaterThan(80);
});

test('a deny that is added anywhere never gives access, and one that is explicit stays so', () => {
  let refused = 0;
  fc.assert(
    fc.property(request, statements, present, added, (asked, made, there, more) => {
      const { verdict } = evaluate(asked, policySet(made, there));
      if (verdict === 'allowed') return;
      refused++;
      const after = evaluate(asked, policySet(withOne(made, more, 'Deny'), there)).verdict;
      expect(after === 'explicitDeny' || (after === 'implicitDeny' && verdict === 'implicitDeny')).toBe(true);
    }),
    { numRuns: 2000 },
  );
  expect(refused).toBeGreaterThan(200);
});

test('the order of statements and policies does not matter', () => {
  fc.assert(
    fc.property(request, statements, present, (asked, made, there) => {
      const turned = Object.fromEntries(places.map((place) => [place, [...made[place]].reverse()])) as Statements;
      expect(evaluate(asked, policySet(turned, there)).verdict).toBe(evaluate(asked, policySet(made, there)).verdict);
    }),
    { numRuns: 2000 },
  );
});

test('a policy that limits never gives access: boundary, session policy, service and resource control policies', () => {
  fc.assert(
    fc.property(request, statements, fc.constantFrom('boundary', 'session', 'scps', 'rcps'), (asked, made, place) => {
      const none = { boundary: false, session: false, scps: false, rcps: false };
      if (evaluate(asked, policySet(made, none)).verdict === 'allowed') return;
      expect(evaluate(asked, policySet(made, { ...none, [place]: true })).verdict).not.toBe('allowed');
    }),
    { numRuns: 2000 },
  );
});
