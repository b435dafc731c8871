import type { Activity } from '@aws-sdk/client-auto-scaling';
import { beginActivity, endActivity } from './activities.ts';
import { invalid } from './faults.ts';
import { requireGroup, requireMembers } from './find.ts';
import { fromStored } from './stored.ts';
import { runAutoScaling } from './tick.ts';
import type { AutoScalingHandlers } from './types.ts';

/** An instance in standby stays in its group and runs, but does not count for the desired capacity and is not replaced. */
export const standbyHandlers: AutoScalingHandlers = {
  EnterStandby({ AutoScalingGroupName, InstanceIds, ShouldDecrementDesiredCapacity }, context) {
    const state = requireGroup(context, AutoScalingGroupName);
    const members = requireMembers(state, InstanceIds ?? []);
    const wrong = members.find(({ lifecycleState }) => lifecycleState !== 'InService');
    if (wrong) throw invalid(`The instance ${wrong.instanceId} is not in InService.`);
    const { group } = state;
    const left = (group.DesiredCapacity ?? 0) - members.length;
    if (ShouldDecrementDesiredCapacity && left < (group.MinSize ?? 0)) {
      throw invalid(
        `AutoScalingGroup ${AutoScalingGroupName} has min-size=${group.MinSize}. To place instances into standby, reduce min-size.`,
      );
    }
    if (ShouldDecrementDesiredCapacity) group.DesiredCapacity = left;
    const activities = members.map((member) => {
      member.lifecycleState = 'Standby';
      const cause = `instance ${member.instanceId} was moved to standby in response to a user request.`;
      const activity = beginActivity(context, state, `Moving EC2 instance to Standby: ${member.instanceId}`, cause);
      endActivity(context, state, activity.ActivityId ?? null);
      return fromStored<Activity>(activity);
    });
    runAutoScaling(context.world);
    return { Activities: activities };
  },

  ExitStandby({ AutoScalingGroupName, InstanceIds }, context) {
    const state = requireGroup(context, AutoScalingGroupName);
    const members = requireMembers(state, InstanceIds ?? []);
    const wrong = members.find(({ lifecycleState }) => lifecycleState !== 'Standby');
    if (wrong) throw invalid(`The instance ${wrong.instanceId} is not in Standby.`);
    const { group } = state;
    const more = (group.DesiredCapacity ?? 0) + members.length;
    if (more > (group.MaxSize ?? 0)) {
      throw invalid(
        `AutoScalingGroup ${AutoScalingGroupName} has max-size=${group.MaxSize}. To move instances out of standby, raise max-size.`,
      );
    }
    group.DesiredCapacity = more;
    const activities = members.map((member) => {
      member.lifecycleState = 'InService';
      const cause = `instance ${member.instanceId} was moved out of standby in response to a user request.`;
      const activity = beginActivity(context, state, `Moving EC2 instance out of Standby: ${member.instanceId}`, cause);
      endActivity(context, state, activity.ActivityId ?? null);
      return fromStored<Activity>(activity);
    });
    runAutoScaling(context.world);
    return { Activities: activities };
  },
};
