import { type AccessSide, boundSide } from '../iam/bounds.ts';
import { type GainedAccess, gainedAccess } from '../iam/compare.ts';
import { judgeOf, sideAllows } from '../iam/witness.ts';
import { canonicalJson } from '../plan/fingerprint.ts';
import { sideOfUser } from '../plan/permissions.ts';
import type { PrincipalOf } from '../plan/snapshot.ts';

/** A policy that asks who calls says another thing for each. */
export const asksWhoCalls = (text: string): boolean => /aws:(principal|user)|\$\{/i.test(text);

/**
 * What a role may do beyond all of these users together, one row per Allow statement, action and resource of it; none for no user. Users
 * under one permissions boundary count as one, with the denies of each bearing on all, which never makes too much of them. A boundary of one
 * bears on no other: a row that no such group covers by itself is gained where its example is denied to each, else unknown.
 */
export function gainedBeyondUsers(users: readonly PrincipalOf[], after: AccessSide): GainedAccess[] {
  const sides = sidesOf(users);
  const [first, ...others] = sides.map((side) => gainedAccess(side, after));
  if (first === undefined || others.length === 0) return first ?? [];
  const judges = sides.map((side) => judgeOf(boundSide(side, 'upper')));
  return first.map((row, index): GainedAccess => {
    const rows = [row, ...others.flatMap((one) => one[index] ?? [])];
    const covered = rows.find(({ verdict }) => verdict === 'covered');
    if (covered !== undefined) return covered;
    const gained = rows.find(({ witness }) => witness !== null && !judges.some((judge) => sideAllows(judge, witness)));
    return gained ?? { ...row, verdict: 'unknown', why: 'none of the users may do all of it alone; together they may', witness: null };
  });
}

function sidesOf(users: readonly PrincipalOf[]): AccessSide[] {
  const groups = Map.groupBy(users, (user) => {
    const { policies, boundary = null } = sideOfUser(user);
    return canonicalJson([boundary, asksWhoCalls(canonicalJson([policies, boundary])) ? user.arn : null]);
  });
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ ...sideOfUser(first), policies: group.flatMap((user) => sideOfUser(user).policies) }];
  });
}
