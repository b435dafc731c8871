import { lineReach, patternsText, type Reach, reachesMeet, rowsOf } from '../iam/access-row.ts';
import { type AccessSide, boundSide } from '../iam/bounds.ts';
import { type LostAccess, lostAccess } from '../iam/compare.ts';
import { conditionText, grantedActions } from '../iam/granted-actions.ts';
import { sideOfUser } from '../plan/permissions.ts';
import type { PrincipalOf } from '../plan/snapshot.ts';
import type { PermissionRow } from './check.ts';
import { gainedBeyondUsers } from './gained-beyond-users.ts';
import { knownUsers, type MoveSnapshot, type RoleMove, roleSide } from './plan-sides.ts';

/** Rows of the three columns on the Permissions screen. */
export function permissionRows(snapshot: MoveSnapshot, plan: RoleMove): PermissionRow[] {
  const after = roleSide(snapshot, plan);
  const users = knownUsers(snapshot);
  if (users.length === 0) {
    return grantedActions(after.policies).map(({ policy, action, resource, condition }) => ({
      action,
      resource,
      condition,
      source: policy,
      user: false,
      role: true,
      change: 'unknown',
      why: 'What the key may do is not known.',
    }));
  }
  const rows = comparedRows(users, after, (policy) => plan.permissions.blocked.some((one) => one.policy === policy));
  return users.length === snapshot.owners.length ? rows : rows.map(openGain);
}

/** Where not every user could be read, nothing is known to be new. */
export const openGain = (row: PermissionRow): PermissionRow =>
  row.change === 'gained' ? { ...row, change: 'unknown', why: 'Not every user could be read: one of them may do it today.' } : row;

/** What users may do today beside what a role will be allowed, action by action; `isBlocked`: the policy is never carried over. */
export function comparedRows(users: readonly PrincipalOf[], after: AccessSide, isBlocked: (policy: string) => boolean): PermissionRow[] {
  if (users.length === 0) return [];
  const given = boundSide(after, 'upper').allows.flatMap(rowsOf);
  const kept = users.flatMap((user) => lostAccess(sideOfUser(user), after).map((row) => keptRow(row, given, isBlocked(row.policy))));
  const gained = gainedBeyondUsers(users, after)
    .filter((row) => row.verdict !== 'covered')
    .map(
      (row): PermissionRow => ({
        action: row.action,
        resource: row.resource,
        condition: row.condition,
        source: row.policy,
        user: false,
        role: true,
        change: row.verdict === 'gained' ? 'gained' : 'unknown',
        why: row.why,
      }),
    );
  return [...kept, ...gained];
}

/** What a user may do: kept whole, in part, or not at all. */
function keptRow(row: LostAccess, given: readonly Reach[], isBlocked: boolean): PermissionRow {
  const { action, resource, condition, policy, verdict } = row;
  const line = { action, resource, condition, source: policy, user: true };
  if (verdict === 'covered') return { ...line, role: true, change: 'kept', why: null };
  if (verdict === 'unknown') return { ...line, role: false, change: 'unknown', why: row.why };
  if (isBlocked) return { ...line, role: false, change: 'blocked', why: row.why };
  const reach = lineReach(row);
  const left = given.filter((one) => reachesMeet(one, reach)).map(reachText);
  if (left.length === 0) return { ...line, role: false, change: 'lost', why: row.why };
  const more = left.length > 3 ? `, and ${left.length - 3} more` : '';
  return { ...line, role: true, change: 'narrowed', why: `only ${left.slice(0, 3).join('; ')}${more}` };
}

function reachText({ actions, resources, conditions }: Reach): string {
  const condition = conditionText(conditions);
  return `${patternsText(actions)} on ${patternsText(resources)}${condition ? ` if ${condition}` : ''}`;
}
