import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import { shortArn } from '../../lib/format.ts';

/** Why an instance or a group cannot begin a chain (E2, E3); null: its role can. Not known is not none. */
export function whyNotCaller({ ec2, state, why }: Pick<Workload, 'ec2' | 'state' | 'why'>): string | null {
  if (ec2 === null) return 'It does not run on EC2.';
  if (ec2.roleArn !== null) return null;
  if (ec2.instanceProfileArn === null) return 'It has no instance profile: give it one with a role first.';
  const profile = shortArn(ec2.instanceProfileArn);
  if (state === 'unknown') return `Which role its instance profile ${profile} holds is not known. ${why}`;
  return `Its instance profile ${profile} holds no role: put one into it first.`;
}
