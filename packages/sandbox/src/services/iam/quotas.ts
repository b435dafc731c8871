import { policySize } from '@rolewright/shared/aws/policy-document.ts';
import { limitExceeded } from './faults.ts';

/** Default quotas of an account (D-41, IAM reference_iam-quotas). Sizes are in characters without white space. */
export const quotas = {
  UsersPerAccount: 5000,
  GroupsPerAccount: 300,
  RolesPerAccount: 1000,
  PoliciesPerAccount: 1500,
  InstanceProfilesPerAccount: 1000,
  AccessKeysPerUser: 2,
  GroupsPerUser: 10,
  PoliciesPerUser: 10,
  PoliciesPerGroup: 10,
  PoliciesPerRole: 10,
  VersionsPerPolicy: 5,
  InstanceSessionsPerInstanceProfile: 1,
  PolicySize: 6144,
  ACLSizePerRole: 2048,
} as const;

/** All inline policies of one entity together. */
export const inlineQuotas = { user: 2048, group: 5120, role: 10240 } as const;

/** Throws LimitExceeded when there would be more than the quota. `count`: how many there would be. */
export function requireQuota(quota: keyof typeof quotas, count: number): void {
  if (count > quotas[quota]) throw limitExceeded(`Cannot exceed quota for ${quota}: ${quotas[quota]}`);
}

/** Throws LimitExceeded when an entity's inline policies together would be too long. */
export function requireInlineQuota(kind: keyof typeof inlineQuotas, name: string, documents: readonly string[]): void {
  const size = documents.reduce((sum, document) => sum + policySize(document), 0);
  if (size > inlineQuotas[kind]) throw limitExceeded(`Maximum policy size of ${inlineQuotas[kind]} bytes exceeded for ${kind} ${name}`);
}
