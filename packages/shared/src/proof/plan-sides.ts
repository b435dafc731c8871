import type { AccessSide } from '../iam/bounds.ts';
import { policiesOf, type RolePermissions } from '../plan/permissions.ts';
import type { RoleTarget } from '../plan/role-target.ts';
import type { PlanSnapshot, PrincipalOf } from '../plan/snapshot.ts';

/** What is known of the keys' users and of the role, of whatever moves. */
export type MoveSnapshot = Pick<PlanSnapshot, 'owners' | 'role'>;

/** The role that a workload is moved to, and what it is given. */
export interface RoleMove {
  role: RoleTarget;
  permissions: RolePermissions;
}

/** The keys' users whose policies could be read. */
export const knownUsers = (snapshot: MoveSnapshot): PrincipalOf[] =>
  snapshot.owners.flatMap(({ user }) => (user.state === 'known' ? [user.value] : []));

/** The role as it will be: what it has, plus what the plan gives it. */
export function roleSide(snapshot: MoveSnapshot, plan: RoleMove): AccessSide {
  const present = snapshot.role.state === 'known' && !plan.role.create ? snapshot.role.value : null;
  const attached = snapshot.owners.flatMap(({ user }) => (user.state === 'known' ? policiesOf(user.value) : []));
  const byArn = new Map(attached.map((policy) => [policy.arn, policy]));
  const given = [
    ...plan.permissions.attach.flatMap(({ arn }) => byArn.get(arn) ?? []),
    ...plan.permissions.inline,
    ...plan.permissions.create,
  ].map(({ name, document }) => ({ name, document }));
  const boundaryArn = plan.permissions.boundaryArn;
  const boundaries = knownUsers(snapshot).flatMap((user) =>
    user.boundary?.arn === boundaryArn && user.boundary ? [user.boundary.document] : [],
  );
  const boundary = present?.boundary?.document ?? (boundaryArn === null ? undefined : boundaries[0]);
  return {
    subject: { kind: 'role', arn: plan.role.arn },
    policies: [...(present ? policiesOf(present).map(({ name, document }) => ({ name, document })) : []), ...given],
    ...(boundary === undefined ? {} : { boundary }),
  };
}
