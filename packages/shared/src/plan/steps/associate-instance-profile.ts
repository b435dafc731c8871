import { lastNameOf } from '../instance-steps.ts';
import type { StepOf } from '../planned-step.ts';
import { call, type Place, type StepDescription } from './description.ts';

/** AssociateIamInstanceProfile, on an instance that has none, running or stopped (D-65). */
export function describeAssociateInstanceProfile(step: StepOf<'associate-instance-profile'>, { region }: Place): StepDescription {
  const { instanceId, profileArn } = step;
  const name = lastNameOf(profileArn);
  return {
    title: `Attach the instance profile ${name} to ${instanceId}`,
    because:
      'From here on the metadata service of the instance gives credentials of the role. Programs that found none so far take them at their next call; programs that started with a key keep it until they are started again (D-66). The instance itself runs on.',
    calls: [call('ec2', 'AssociateIamInstanceProfile', { InstanceId: instanceId, IamInstanceProfile: { Arn: profileArn } })],
    byHand: {
      console: [`EC2 → Instances → ${instanceId} → Actions → Security → Modify IAM role`, `Choose ${name}`, 'Update IAM role'],
      cli: [
        `aws ec2 associate-iam-instance-profile --region ${region} --instance-id ${instanceId} --iam-instance-profile Arn=${profileArn}`,
      ],
    },
    undo: `Take the instance profile ${name} off ${instanceId}, which had none`,
    reversible: true,
  };
}
