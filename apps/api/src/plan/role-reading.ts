import type { PrincipalOf, RoleOf } from '@rolewright/shared/plan/snapshot.ts';
import type { PrincipalPolicies, RoleReading } from '../aws/port.ts';

/** Adapter's reading → the plan's, whose documents are policies. What changes by itself (last use) is left out: a basis must hold still. */
export function roleReading(role: RoleReading): RoleOf {
  return { ...principalReading(role), name: role.name, path: role.path, trust: role.trust as RoleOf['trust'] };
}

export function principalReading({ arn, inline, attached, groups, boundary }: PrincipalPolicies): PrincipalOf {
  return { arn, inline, attached, groups, boundary } as PrincipalOf;
}
