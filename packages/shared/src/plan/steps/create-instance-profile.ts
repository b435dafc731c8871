import type { StepOf } from '../planned-step.ts';
import { call, type StepDescription } from './description.ts';

/** CreateInstanceProfile: a thing of its own, which the API makes for no role by itself (D-42). */
export function describeCreateInstanceProfile({ profileName, path, tags }: StepOf<'create-instance-profile'>): StepDescription {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return {
    title: `Create the instance profile ${profileName}`,
    because:
      'An instance is given a profile, never a role: the profile hands the role to it. A profile of its own keeps the change to what this plan is about, where changing the role in a profile that others share would change all of them (D-43).',
    calls: [call('iam', 'CreateInstanceProfile', { InstanceProfileName: profileName, Path: path, Tags })],
    byHand: {
      console: [
        'The IAM console makes a profile of the role’s name by itself, for roles with the use case EC2; any other needs the AWS CLI',
      ],
      cli: [`aws iam create-instance-profile --instance-profile-name ${profileName} --path ${path}`],
    },
    undo: `Delete the instance profile ${profileName}`,
    reversible: true,
  };
}
