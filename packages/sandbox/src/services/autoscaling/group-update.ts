import { toStored } from '../ecs/stored.ts';
import { invalid } from './faults.ts';
import { requireGroup } from './find.ts';
import { checkHealthCheckType, checkHealthyRange, checkSizes } from './group-checks.ts';
import { checkedSource } from './launch-source.ts';
import { activeRefresh } from './refresh-state.ts';
import { setSource } from './source-of.ts';
import { runAutoScaling } from './tick.ts';
import type { AutoScalingHandlers } from './types.ts';
import { zonesOf } from './zones.ts';

export const groupUpdateHandlers: AutoScalingHandlers = {
  /** Changes what is sent and nothing else; instances that run stay as they are (D-74). */
  UpdateAutoScalingGroup(input, context) {
    const { AutoScalingGroupName, SkipZonalShiftValidation: _skip, ...given } = input;
    const { LaunchConfigurationName, LaunchTemplate, MixedInstancesPolicy, ...rest } = given;
    const state = requireGroup(context, AutoScalingGroupName);
    const { group } = state;
    if (group.Status) throw invalid(`AutoScalingGroup ${AutoScalingGroupName} is being deleted.`);
    const source = checkedSource(context, { LaunchConfigurationName, LaunchTemplate, MixedInstancesPolicy });
    if (source && activeRefresh(state)?.desired) {
      throw invalid(
        'An active instance refresh with a desired configuration exists. All configuration options derived from the desired configuration are not available for update while the instance refresh is active.',
      );
    }
    const { MinSize = group.MinSize ?? 0, MaxSize = group.MaxSize ?? 0 } = rest;
    // A group that is made smaller or larger takes its desired capacity with it, unless one is sent.
    const DesiredCapacity = rest.DesiredCapacity ?? Math.min(Math.max(group.DesiredCapacity ?? 0, MinSize), MaxSize);
    checkSizes({ MinSize, MaxSize, DesiredCapacity });
    checkHealthCheckType(rest.HealthCheckType);
    const { MinHealthyPercentage, MaxHealthyPercentage } = rest.InstanceMaintenancePolicy ?? {};
    checkHealthyRange(MinHealthyPercentage, MaxHealthyPercentage);
    const zones =
      rest.VPCZoneIdentifier === undefined && rest.AvailabilityZones === undefined
        ? null
        : zonesOf(context, { VPCZoneIdentifier: group.VPCZoneIdentifier, ...rest });
    Object.assign(group, toStored(rest), { DesiredCapacity }, zones ? { AvailabilityZones: zones } : {});
    // -1 takes the policy away. Source: API reference, InstanceMaintenancePolicy.
    if (MinHealthyPercentage === -1) delete group.InstanceMaintenancePolicy;
    if (source) setSource(group, source);
    runAutoScaling(context.world);
    return {};
  },
};
