import type { PolicyCondition } from '../aws/policy-document.ts';
import { operatorNameOf } from './condition.ts';
import { ipRangeWithin, parseIpRange } from './ip-address.ts';
import { arnFields } from './match.ts';
import { operators } from './operators.ts';
import { tokensOf, tokensWithin } from './pattern-set.ts';
import { variablesIn } from './variables.ts';

/**
 * Does every request for which all of the given conditions hold also satisfy each wanted one? Never says so wrongly. Compares operator
 * by operator, with what is known of their values; conditions on keys of the caller have been decided before (`specialise.ts`).
 */
export function conditionsImply(given: readonly PolicyCondition[], wanted: readonly PolicyCondition[]): boolean {
  return wanted.every((want) => given.some((have) => implies(have, want)));
}

function implies(given: PolicyCondition, wanted: PolicyCondition): boolean {
  const [have, want] = [operatorNameOf(given.operator), operatorNameOf(wanted.operator)];
  if (have === null || want === null || given.key.toLowerCase() !== wanted.key.toLowerCase() || have.set !== want.set) return false;
  // Without IfExists the key is there and matches, so that IfExists holds too; not the other way round.
  if (have.ifExists && !want.ifExists) return false;
  const [haveNegated, wantNegated] = [operators[have.base]?.negated ?? false, operators[want.base]?.negated ?? false];
  if (haveNegated !== wantNegated) return false;
  const narrower = (inner: string, outer: string) => valueWithin(family(have.base), inner, family(want.base), outer);
  if (haveNegated) {
    return wanted.values.every((inner) => given.values.some((outer) => valueWithin(family(want.base), inner, family(have.base), outer)));
  }
  return given.values.every((inner) => wanted.values.some((outer) => narrower(inner, outer)));
}

/** Positive form of an operator: `stringnotlike` → `stringlike`; ArnEquals and ArnLike are one. */
function family(base: string): string {
  const positive = base.replace('not', '');
  return positive === 'arnequals' ? 'arnlike' : positive;
}

/** Is every value of the request that matches the inner also matched by the outer? */
function valueWithin(innerFamily: string, inner: string, outerFamily: string, outer: string): boolean {
  if (innerFamily === outerFamily && inner === outer) return true;
  const pair = `${innerFamily} ${outerFamily}`;
  const literal = variablesIn(inner).length === 0 && !inner.includes('${');
  switch (pair) {
    case 'stringlike stringlike':
      return tokensWithin(tokensOf(inner, true), tokensOf(outer, true));
    case 'stringequals stringlike':
      return literal && tokensWithin([...inner], tokensOf(outer, true));
    case 'stringequals stringequalsignorecase':
      return literal && !outer.includes('${') && inner.toLowerCase() === outer.toLowerCase();
    case 'bool bool':
      return inner.toLowerCase() === outer.toLowerCase();
    case 'arnlike arnlike':
      return arnWithin(inner, outer);
    case 'ipaddress ipaddress': {
      const [narrow, wide] = [parseIpRange(inner), parseIpRange(outer)];
      return narrow !== null && wide !== null && ipRangeWithin(narrow, wide);
    }
    default:
      return false;
  }
}

function arnWithin(inner: string, outer: string): boolean {
  const [mine, theirs] = [arnFields(inner), arnFields(outer)];
  return (
    mine !== null &&
    theirs !== null &&
    mine.every((field, index) => tokensWithin(tokensOf(field, true), tokensOf(theirs[index] ?? '', true)))
  );
}
