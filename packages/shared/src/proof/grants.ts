import { actionsWithin, patternsText, type Reach, reachesMeet, reachOf, resourcesWithin, rowsOf } from '../iam/access-row.ts';
import { boundSide } from '../iam/bounds.ts';
import { conditionsImply } from '../iam/condition-implies.ts';
import { conditionText } from '../iam/granted-actions.ts';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import { blastOf } from './blast-radius.ts';
import { knownCaller } from './known-caller.ts';
import type { GrantLine } from './reach-answer.ts';

/**
 * What the policies of a user or role grant, line by line, with what its boundary and its own denies leave of each; widest first. Variables
 * of the caller are filled in. Policies that could not be read grant nothing here; `unread` of the caller names them.
 */
export function grantsOf(from: KnownPrincipal): GrantLine[] {
  const { policies, taggable } = knownCaller(from);
  const { kind, arn, uniqueId, tags } = from;
  const subject = { kind, arn, uniqueId, ...(taggable() ? {} : { tags }) };
  const { identity, boundary } = policies;
  const side = boundSide({ subject, policies: identity, ...(boundary === undefined ? {} : { boundary }) }, 'upper');
  const limits = side.boundary?.map(reachOf) ?? null;
  const denies = side.denies.map(reachOf);
  const widestLimit = Math.max(0, ...(side.boundary ?? []).flatMap(rowsOf).map((row) => blastOf(wordsOf(row))));
  const lines = side.allows.flatMap(rowsOf).map((row): GrantLine => {
    const { policy, statement } = row;
    const words = wordsOf(row);
    const found = standing(row, limits, denies);
    const blast = blastOf(words);
    return { policy, statement, ...words, ...found, blast: found.bounded ? Math.min(blast, widestLimit) : blast };
  });
  return lines.sort((one, other) => weight(other) - weight(one));
}

const wordsOf = ({ actions, resources, conditions }: Reach) => ({
  action: patternsText(actions),
  resource: patternsText(resources),
  condition: conditionText(conditions),
});

/** A line of which nothing is left comes last. */
const weight = ({ left, blast }: GrantLine): number => (left === 'none' ? -1 : blast);

function standing(row: Reach, limits: readonly Reach[] | null, denies: readonly Reach[]): Pick<GrantLine, 'left' | 'why' | 'bounded'> {
  const denied = denies.find((deny) => contains(deny, row));
  const bounded = limits !== null && !limits.some((limit) => contains(limit, row));
  if (denied) return { left: 'none', bounded, why: `${denied.policy} denies it explicitly` };
  if (limits !== null && !limits.some((limit) => reachesMeet(limit, row))) {
    return { left: 'none', bounded, why: 'the permissions boundary does not allow it' };
  }
  const biting = denies.find((deny) => reachesMeet(deny, row));
  if (biting) return { left: 'part', bounded, why: `statement ${biting.statement} of ${biting.policy} may deny part of it` };
  if (bounded) return { left: 'part', bounded, why: 'the permissions boundary may leave only part of it' };
  return { left: 'all', bounded, why: null };
}

const contains = (outer: Reach, inner: Reach): boolean =>
  actionsWithin(inner.actions, outer.actions) &&
  resourcesWithin(inner.resources, outer.resources) &&
  conditionsImply(inner.conditions, outer.conditions);
