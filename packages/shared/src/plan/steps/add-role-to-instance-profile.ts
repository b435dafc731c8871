import type { StepOf } from '../planned-step.ts';
import { call, type StepDescription } from './description.ts';

/** AddRoleToInstanceProfile: a profile holds one role at most, and is refused by EC2 while it holds none (D-42). */
export function describeAddRoleToInstanceProfile(step: StepOf<'add-role-to-instance-profile'>): StepDescription {
  const { profileName, roleName } = step;
  return {
    title: `Put ${roleName} into the instance profile ${profileName}`,
    because:
      'EC2 refuses a profile without a role. A profile holds one role at most, and the call passes the role to EC2, for which iam:PassRole is needed.',
    calls: [call('iam', 'AddRoleToInstanceProfile', { InstanceProfileName: profileName, RoleName: roleName })],
    byHand: {
      console: ['The IAM console cannot do this: it makes profile and role together'],
      cli: [`aws iam add-role-to-instance-profile --instance-profile-name ${profileName} --role-name ${roleName}`],
    },
    undo: `Take ${roleName} out of the instance profile ${profileName}`,
    reversible: true,
  };
}
