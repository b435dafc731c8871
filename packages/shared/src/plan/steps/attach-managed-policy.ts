import type { StepOf } from '../planned-step.ts';
import { call, type StepDescription } from './description.ts';
import { shellWord } from './shell-word.ts';

/** AttachRolePolicy of a policy that the user has, by ARN. */
export function describeAttachManagedPolicy(step: StepOf<'attach-managed-policy'>): StepDescription {
  const name = step.policyArn.slice(step.policyArn.lastIndexOf('/') + 1);
  return {
    title: `Attach ${name} to ${step.roleName}`,
    because:
      step.because ??
      `The workload has these permissions today from ${step.from}. The role gets the same policy, so that nothing it does is missing after the change.`,
    calls: [call('iam', 'AttachRolePolicy', { RoleName: step.roleName, PolicyArn: step.policyArn })],
    byHand: {
      console: [`IAM → Roles → ${step.roleName} → Add permissions → Attach policies`, `Choose ${name}`],
      cli: [`aws iam attach-role-policy --role-name ${step.roleName} --policy-arn ${shellWord(step.policyArn)}`],
    },
    undo: `Detach ${name} from ${step.roleName}`,
    reversible: true,
  };
}
