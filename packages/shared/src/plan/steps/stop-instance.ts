import type { StepOf } from '../planned-step.ts';
import { call, type Place, type StepDescription } from './description.ts';

/** StopInstances: user data can be changed on a stopped instance only (D-67). */
export function describeStopInstance({ instanceId }: StepOf<'stop-instance'>, { region }: Place): StepDescription {
  return {
    title: `Stop ${instanceId}`,
    because:
      'EC2 changes user data of stopped instances only. Everything on the instance stops: this is an outage until it has started again, and programs that were started by hand do not come back by themselves.',
    calls: [call('ec2', 'StopInstances', { InstanceIds: [instanceId] })],
    byHand: {
      console: [`EC2 → Instances → ${instanceId} → Instance state → Stop instance`],
      cli: [
        `aws ec2 stop-instances --region ${region} --instance-ids ${instanceId}`,
        `aws ec2 wait instance-stopped --region ${region} --instance-ids ${instanceId}`,
      ],
    },
    undo: `Start ${instanceId} again`,
    reversible: true,
  };
}
