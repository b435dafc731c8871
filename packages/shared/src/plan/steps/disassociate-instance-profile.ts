import { lastNameOf } from '../instance-steps.ts';
import type { StepOf } from '../planned-step.ts';
import { call, type Place, type StepDescription } from './description.ts';

/** DisassociateIamInstanceProfile of a stopped instance, on which EC2 does not replace (D-65). */
export function describeDisassociateInstanceProfile(step: StepOf<'disassociate-instance-profile'>, { region }: Place): StepDescription {
  const { instanceId, associationId, profileArn } = step;
  const name = lastNameOf(profileArn);
  return {
    title: `Take the instance profile ${name} off ${instanceId}`,
    because:
      'EC2 replaces the profile of a running instance only. This one is stopped: its profile is taken off, and the next step attaches the new one. Nothing runs on it in between.',
    calls: [call('ec2', 'DisassociateIamInstanceProfile', { AssociationId: associationId })],
    byHand: {
      console: [`EC2 → Instances → ${instanceId} → Actions → Security → Modify IAM role`, 'Choose No IAM role', 'Update IAM role'],
      cli: [`aws ec2 disassociate-iam-instance-profile --region ${region} --association-id ${associationId}`],
    },
    undo: `Attach the instance profile ${name} to ${instanceId} again`,
    reversible: true,
  };
}
