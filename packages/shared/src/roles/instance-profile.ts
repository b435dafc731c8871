import { z } from 'zod';
import { proposed } from './proposal.ts';

/** One row of GET /api/instance-profiles. */
export const instanceProfile = z.object({
  arn: z.string(),
  name: z.string(),
  accountId: z.string(),
  /** null: it holds no role, so that its instances get no credentials (D-42). */
  roleArn: z.string().nullable(),
  /** Workloads whose instances have it. */
  workloads: z.array(z.object({ id: z.string(), name: z.string() })),
  /** What is wrong with it, and what mends it; null where nothing is. */
  finding: z.object({ message: z.string(), fix: z.string() }).nullable(),
  /** The change that mends it, or why a person has to choose; null where nothing is wrong. */
  fix: proposed.nullable(),
  checkedAt: z.string(),
});
export type InstanceProfile = z.infer<typeof instanceProfile>;

/** What is wrong with a profile: it holds no role (E2). */
export function profileFinding({
  name,
  roleArn,
  workloads,
}: Pick<InstanceProfile, 'name' | 'roleArn' | 'workloads'>): InstanceProfile['finding'] {
  if (roleArn !== null) return null;
  const users =
    workloads.length === 0
      ? 'no workload has it'
      : `${workloads.map((one) => one.name).join(', ')} ${workloads.length === 1 ? 'has' : 'have'} it and no credentials from it`;
  return {
    message: `Instance profile ${name} holds no role: ${users}.`,
    fix: `aws iam add-role-to-instance-profile --instance-profile-name ${name} --role-name ROLE, or delete the profile.`,
  };
}

/** GET /api/instances/{id}: from an instance to its profile, its role, and who else has either (A1, A2). */
export const instanceIdentity = z.object({
  instanceId: z.string(),
  accountId: z.string(),
  region: z.string(),
  workload: z.object({ id: z.string(), name: z.string(), kind: z.string() }),
  instanceProfileArn: z.string().nullable(),
  profileState: z.string().nullable(),
  /** known: `roleArn` says it. absent: no profile, or one without a role. unreadable: IAM did not tell. */
  reading: z.enum(['known', 'absent', 'unreadable']),
  roleArn: z.string().nullable(),
  /** Other instances with the same profile. */
  sharesProfile: z.array(z.object({ instanceId: z.string(), workloadId: z.string(), workloadName: z.string() })),
});
export type InstanceIdentity = z.infer<typeof instanceIdentity>;
