import { lastNameOf } from '../instance-steps.ts';
import type { StepOf } from '../planned-step.ts';
import { call, type Place, type StepDescription } from './description.ts';

/** ReplaceIamInstanceProfileAssociation, by the association's id, on a running instance (D-65, E15). */
export function describeReplaceInstanceProfile(step: StepOf<'replace-instance-profile'>, { region }: Place): StepDescription {
  const { instanceId, associationId, fromProfileArn, profileArn } = step;
  const [from, to] = [lastNameOf(fromProfileArn), lastNameOf(profileArn)];
  return {
    title: `Replace the instance profile ${from} of ${instanceId} by ${to}`,
    because: `One call puts ${to} in the place of ${from}, so that the instance is never without a profile. Programs keep the credentials of the old role until these end, within hours. Only this instance changes: ${from} and its role stay as they are for all others (D-43).`,
    calls: [call('ec2', 'ReplaceIamInstanceProfileAssociation', { AssociationId: associationId, IamInstanceProfile: { Arn: profileArn } })],
    byHand: {
      console: [`EC2 → Instances → ${instanceId} → Actions → Security → Modify IAM role`, `Choose ${to}`, 'Update IAM role'],
      cli: [
        `aws ec2 replace-iam-instance-profile-association --region ${region} --association-id ${associationId} --iam-instance-profile Arn=${profileArn}`,
      ],
    },
    undo: `Put the instance profile ${from} back on ${instanceId}`,
    reversible: true,
  };
}
