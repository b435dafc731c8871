import type { Activity } from '@aws-sdk/client-auto-scaling';
import { autoScalingOf } from '../../state/autoscaling.ts';
import { AwsFault } from '../service.ts';
import { invalid, notHere } from './faults.ts';
import { requireGroup, requireMember } from './find.ts';
import { fromStored } from './stored.ts';
import { terminateMember } from './terminate.ts';
import { runAutoScaling } from './tick.ts';
import type { AutoScalingHandlers } from './types.ts';

export const capacityHandlers: AutoScalingHandlers = {
  SetDesiredCapacity({ AutoScalingGroupName, DesiredCapacity }, context) {
    const { group } = requireGroup(context, AutoScalingGroupName);
    const value = `New SetDesiredCapacity value ${DesiredCapacity} is`;
    if (DesiredCapacity > (group.MaxSize ?? 0)) throw invalid(`${value} above max value ${group.MaxSize} for the AutoScalingGroup.`);
    if (DesiredCapacity < (group.MinSize ?? 0)) throw invalid(`${value} below min value ${group.MinSize} for the AutoScalingGroup.`);
    group.DesiredCapacity = DesiredCapacity;
    runAutoScaling(context.world);
    return {};
  },

  /** By hand: no health gate and no way back (D-75). Without a smaller desired capacity the group launches another in its place. */
  TerminateInstanceInAutoScalingGroup({ InstanceId, InstanceIds, ShouldDecrementDesiredCapacity }, context) {
    if (InstanceIds?.length) throw notHere('InstanceIds of TerminateInstanceInAutoScalingGroup');
    if (InstanceId === undefined) throw invalid('InstanceId must be specified.');
    const { group: state, instance } = requireMember(context, InstanceId);
    const { group } = state;
    const desired = group.DesiredCapacity ?? 0;
    if (ShouldDecrementDesiredCapacity && desired <= (group.MinSize ?? 0)) {
      throw invalid(
        `Currently, desiredSize equals minSize (${group.MinSize}). Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.`,
      );
    }
    if (instance.lifecycleState.startsWith('Terminating')) {
      throw new AwsFault('ScalingActivityInProgressFault', `Instance ${InstanceId} is already being terminated.`);
    }
    if (ShouldDecrementDesiredCapacity && instance.lifecycleState !== 'Standby') group.DesiredCapacity = desired - 1;
    const place = { ...context, autoscaling: autoScalingOf(context.account, context.region) };
    const activity = terminateMember(
      place,
      state,
      instance,
      `instance ${InstanceId} was taken out of service in response to a user request.`,
    );
    const shown = fromStored<Activity>(activity);
    runAutoScaling(context.world);
    return { Activity: shown };
  },
};
