import { actionsWithin, type Reach, reachesMeet, reachOf, resourcesWithin } from './access-row.ts';
import type { BoundSide, BoundStatement } from './bounds.ts';
import { conditionsImply } from './condition-implies.ts';
import { variablesIn } from './variables.ts';

/** A proof, or what was missing for one. */
export interface Proof {
  proven: boolean;
  why: string;
}

/**
 * Is all that the row reaches allowed by the outer side? `inner` is the upper bound of the side that the row is from, `outer` a lower
 * bound. Sound: proven only when an Allow statement of the outer contains the row, its boundary does, and no Deny of it bites where the
 * inner side had none; many true cases stay unproven.
 */
export function proveCovered(row: Reach, inner: BoundSide, outer: BoundSide): Proof {
  const denied = inner.denies.map(reachOf).find((deny) => !mayBeVoid(deny) && contains(deny, row));
  if (denied) return { proven: true, why: `nothing is granted here: ${denied.policy} denies it` };
  const limits = inner.boundary?.map(reachOf).filter((limit) => reachesMeet(limit, row)) ?? null;
  if (limits?.length === 0) return { proven: true, why: 'nothing is granted here: the permissions boundary does not allow it' };

  // What the row gives is the row itself, and also what its boundary leaves of it: either may be the smaller to find.
  const pieces = limits?.map((limit) => ({ ...limit, conditions: [...limit.conditions, ...row.conditions] })) ?? [row];
  const by = coverOf([row], outer.allows) ?? coverOf(pieces, outer.allows);
  if (by === null) return { proven: false, why: 'no single statement of the other side allows all of it' };
  if (outer.boundary && !sameStatements(inner.boundary, outer.boundary)) {
    const within = coverOf([row], outer.boundary) ?? coverOf(pieces, outer.boundary);
    if (within === null) return { proven: false, why: 'the permissions boundary of the other side may not allow all of it' };
  }
  const biting = outer.denies.map(reachOf).find((deny) => reachesMeet(deny, row) && !alreadyDenied(deny, row, inner));
  if (biting) return { proven: false, why: `statement ${biting.statement} of ${biting.policy} on the other side may deny part of it` };
  return { proven: true, why: `allowed by statement ${by.statement} of ${by.policy}` };
}

/** The statement that contains the last piece, when each piece is in some statement. */
function coverOf(pieces: readonly Reach[], statements: readonly BoundStatement[]): Reach | null {
  const reaches = statements.map(reachOf).filter((reach) => !mayBeVoid(reach));
  let last: Reach | null = null;
  for (const piece of pieces) {
    last = reaches.find((reach) => contains(reach, piece)) ?? null;
    if (last === null) return null;
  }
  return last;
}

function contains(outer: Reach, inner: Reach): boolean {
  return (
    actionsWithin(inner.actions, outer.actions) &&
    resourcesWithin(inner.resources, outer.resources) &&
    conditionsImply(inner.conditions, outer.conditions)
  );
}

/** Did the inner side deny, too, what this Deny takes from the row? */
function alreadyDenied(deny: Reach, row: Reach, inner: BoundSide): boolean {
  return inner.denies
    .map(reachOf)
    .some(
      (mine) =>
        !mayBeVoid(mine) &&
        (actionsWithin(deny.actions, mine.actions) || actionsWithin(row.actions, mine.actions)) &&
        (resourcesWithin(deny.resources, mine.resources) || resourcesWithin(row.resources, mine.resources)) &&
        conditionsImply([...deny.conditions, ...row.conditions], mine.conditions),
    );
}

/** NotResource with a variable: without a value the whole statement is void, and nobody knows when. */
function mayBeVoid({ resources }: Reach): boolean {
  return resources.kind === 'except' && resources.texts.some((text) => variablesIn(text).some(({ fallback }) => fallback === null));
}

function sameStatements(left: readonly BoundStatement[] | null, right: readonly BoundStatement[]): boolean {
  return left !== null && JSON.stringify(left.map((one) => one.statement)) === JSON.stringify(right.map((one) => one.statement));
}
