import { patternsText, type Reach, reachOf, rowsOf } from './access-row.ts';
import { type AccessSide, boundSide } from './bounds.ts';
import { conditionText } from './granted-actions.ts';
import { proveCovered } from './prove-covered.ts';
import { findWitness, judgeOf, type Witness } from './witness.ts';

/** One action on one resource pattern of a side, and whether the other side allows all of it. */
export interface AccessComparison {
  policy: string;
  statement: string;
  /** Pattern as it stands in the policy; "all but …" for NotAction. */
  action: string;
  resource: string;
  condition: string | null;
  /** covered: proven. beyond: `witness` is a request that this side allows and the other does not. unknown: neither is proven. */
  verdict: 'covered' | 'beyond' | 'unknown';
  why: string;
  witness: Witness | null;
}

/** The same, in the words of the two questions. */
export type GainedAccess = Omit<AccessComparison, 'verdict'> & { verdict: 'covered' | 'gained' | 'unknown' };
export type LostAccess = Omit<AccessComparison, 'verdict'> & { verdict: 'covered' | 'lost' | 'unknown' };

/**
 * Does the new set grant anything beyond the old one? One row per Allow statement, action and resource of the new. Identity policies and
 * boundaries only: resource policies that name the user are another check.
 */
export function gainedAccess(before: AccessSide, after: AccessSide): GainedAccess[] {
  return compareAccess(after, before).map((row) => ({ ...row, verdict: row.verdict === 'beyond' ? 'gained' : row.verdict }));
}

/** Does the new set grant all of the old one? One row per Allow statement, action and resource of the old. */
export function lostAccess(before: AccessSide, after: AccessSide): LostAccess[] {
  return compareAccess(before, after).map((row) => ({ ...row, verdict: row.verdict === 'beyond' ? 'lost' : row.verdict }));
}

/**
 * Is each thing that `inner` grants granted by `outer`? Both are taken for the same calls of the same workload in one account; keys that
 * differ with the caller are decided by what is known of each (`principal-facts.ts`). Sound both ways: covered is proven statement by
 * statement, beyond is shown by a request, all else is unknown.
 */
export function compareAccess(inner: AccessSide, outer: AccessSide): AccessComparison[] {
  const upperInner = boundSide(inner, 'upper');
  const lowerOuter = boundSide(outer, 'lower');
  const certain = judgeOf(boundSide(inner, 'lower'));
  const possible = judgeOf(boundSide(outer, 'upper'));
  let rows = 0;
  let searches = 0;
  return upperInner.allows.flatMap((bound) => {
    const whole = reachOf(bound);
    rows += choices(whole.actions) * choices(whole.resources);
    if (rows > mostRows) return [comparison(whole, 'unknown', `more than ${mostRows} pairs of action and resource: not compared`, null)];
    return rowsOf(bound).map((row) => {
      const proof = proveCovered(row, upperInner, lowerOuter);
      if (proof.proven) return comparison(row, 'covered', proof.why, null);
      const witness = ++searches > mostSearches ? null : findWitness(row, certain, possible);
      if (witness) return comparison(row, 'beyond', `for example ${witness.action} on ${witness.resource}`, witness);
      return comparison(row, 'unknown', proof.why, null);
    });
  });
}

const choices = ({ kind, texts }: Pick<Reach['actions'], 'kind' | 'texts'>): number => (kind === 'except' ? 1 : texts.length);

/** A few thousand letters of policy can name a hundred thousand pairs; what is past these bounds is unknown, never covered. */
const mostRows = 1000;
const mostSearches = 200;

function comparison(row: Reach, verdict: AccessComparison['verdict'], why: string, witness: Witness | null): AccessComparison {
  return {
    policy: row.policy,
    statement: row.statement,
    action: patternsText(row.actions),
    resource: patternsText(row.resources),
    condition: conditionText(row.conditions),
    verdict,
    why,
    witness,
  };
}
