import { withoutExternalIds } from '@rolewright/shared/iam/external-id.ts';
import type { PrincipalOf, RoleOf } from '@rolewright/shared/plan/snapshot.ts';
import type { PrincipalPolicies, RoleReading } from '../aws/readings.ts';

/** Adapter's reading → the plan's, whose documents are policies; external ids are fingerprints, since a plan is kept (D-48). What changes by itself (last use) is left out: a basis must hold still. */
export function roleReading(role: RoleReading, fingerprint: (value: string) => string): RoleOf {
  const trust = withoutExternalIds(role.trust as RoleOf['trust'], fingerprint);
  return { ...principalReading(role), name: role.name, path: role.path, trust };
}

export function principalReading({ arn, inline, attached, groups, boundary }: PrincipalPolicies): PrincipalOf {
  return { arn, inline, attached, groups, boundary } as PrincipalOf;
}
