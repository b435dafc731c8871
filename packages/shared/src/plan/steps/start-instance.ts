import type { StepOf } from '../planned-step.ts';
import { call, type Place, type StepDescription } from './description.ts';

/** StartInstances: it boots without running its user data again (D-67). */
export function describeStartInstance({ instanceId }: StepOf<'start-instance'>, { region }: Place): StepDescription {
  return {
    title: `Start ${instanceId} again`,
    because:
      'It ran before, and runs on. Its user data is not run again, so that what that exported at the first boot is gone; what it wrote to files is still there. A public IP address that is no Elastic IP is another one now.',
    calls: [call('ec2', 'StartInstances', { InstanceIds: [instanceId] })],
    byHand: {
      console: [`EC2 → Instances → ${instanceId} → Instance state → Start instance`],
      cli: [
        `aws ec2 start-instances --region ${region} --instance-ids ${instanceId}`,
        `aws ec2 wait instance-running --region ${region} --instance-ids ${instanceId}`,
      ],
    },
    undo: 'Nothing to undo: it ran before',
    reversible: true,
  };
}
