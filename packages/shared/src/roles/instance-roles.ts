import type { KnownPrincipal } from '../iam/known-principal.ts';
import { principalsOf } from '../keys/trusts.ts';
import type { RoleFinding } from './finding.ts';

/** A workload of EC2 that runs on a role. */
export interface OnInstanceRole {
  id: string;
  name: string;
}

/** Does a trust policy name EC2? */
export const trustsEc2 = (trust: unknown): boolean => principalsOf(trust).some((name) => /^ec2\.amazonaws\.com(\.cn)?$/.test(name));

/** What is said of a role that instances run on, or were meant to: no profile holds it (E2, D-42), or several workloads share it (A2, D-79). */
export function instanceRoleFindings(role: KnownPrincipal, workloads: readonly OnInstanceRole[]): RoleFinding[] {
  const about = { role: role.arn, severity: 'warn', about: 'chain', policy: null, statement: null, change: null } as const;
  const findings: RoleFinding[] = [];
  if (role.kind === 'role' && trustsEc2(role.trust) && role.instanceProfiles?.length === 0) {
    findings.push({
      ...about,
      code: 'role-without-profile',
      message: 'It trusts EC2 and no instance profile holds it, so that no instance can be given it',
      fix: `Make one and put the role into it: aws iam create-instance-profile --instance-profile-name ${role.name} && aws iam add-role-to-instance-profile --instance-profile-name ${role.name} --role-name ${role.name}`,
    });
  }
  if (workloads.length > 1) {
    findings.push({
      ...about,
      code: 'shared-instance-role',
      message: `Shared instance role: ${workloads.map(({ name }) => name).join(' and ')} run on it, and what one of them is given all of them get`,
      fix: 'Give each a role and an instance profile of its own, or let each application assume a role of its own from this one',
    });
  }
  return findings;
}

/** Why a role can, or cannot, be chosen for an instance (E3); null where it does not trust EC2 and was never meant for one. */
export function instanceUseOf(role: KnownPrincipal): { isSelectable: boolean; why: string } | null {
  const { instanceProfiles: profiles } = role;
  if (!trustsEc2(role.trust)) {
    if (!profiles?.length) return null;
    return {
      isSelectable: false,
      why: `Instance profile ${profiles.join(', ')} holds it, and its trust policy does not name ec2.amazonaws.com: instances get no credentials.`,
    };
  }
  if (profiles === undefined) return { isSelectable: false, why: 'Which instance profiles hold it is not known: scan its account again.' };
  if (profiles.length === 0) {
    return {
      isSelectable: false,
      why: 'Instances are given instance profiles, not roles, and no profile holds this role: IAM’s console makes one with the role, its API does not.',
    };
  }
  return { isSelectable: true, why: `Choose instance profile ${profiles.join(' or ')}. One made seconds ago may take a moment to show.` };
}
