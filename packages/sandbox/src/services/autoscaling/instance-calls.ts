import { invalid } from './faults.ts';
import { requireGroup, requireMember, requireMembers } from './find.ts';
import { runAutoScaling } from './tick.ts';
import { secondsAfter } from './times.ts';
import type { AutoScalingHandlers } from './types.ts';

export const instanceHandlers: AutoScalingHandlers = {
  SetInstanceProtection({ AutoScalingGroupName, InstanceIds, ProtectedFromScaleIn }, context) {
    const state = requireGroup(context, AutoScalingGroupName);
    if (InstanceIds.length > 50) throw invalid('The number of instance ids that may be passed in is limited to 50.');
    const members = requireMembers(state, InstanceIds);
    const wrong = members.find(({ lifecycleState }) => !/^(Pending|InService|Standby)/.test(lifecycleState));
    if (wrong) throw invalid(`The instance ${wrong.instanceId} is not in InService or EnteringStandby or Standby.`);
    for (const member of members) member.protectedFromScaleIn = ProtectedFromScaleIn;
    runAutoScaling(context.world);
    return {};
  },

  SetInstanceHealth({ InstanceId, HealthStatus, ShouldRespectGracePeriod = true }, context) {
    if (HealthStatus !== 'Healthy' && HealthStatus !== 'Unhealthy')
      throw invalid('Valid instance health states are: [Healthy, Unhealthy].');
    const { group: state, instance } = requireMember(context, InstanceId);
    const now = context.now.toISOString();
    const graceEnds = secondsAfter(context.world, instance.inServiceSince ?? now, state.group.HealthCheckGracePeriod ?? 0);
    if (HealthStatus === 'Unhealthy' && ShouldRespectGracePeriod && graceEnds > now) return {};
    instance.health = HealthStatus;
    runAutoScaling(context.world);
    return {};
  },
};
