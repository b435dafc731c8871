import { autoScalingOf, type StoredGroup } from '../../state/autoscaling.ts';
import { own, setOwn } from '../../state/iam.ts';
import { toStored } from '../ecs/stored.ts';
import { alreadyExists, notHere } from './faults.ts';
import { checkHealthCheckType, checkHealthyRange, checkSizes } from './group-checks.ts';
import { withGroupDefaults } from './group-defaults.ts';
import { newHook } from './hook-rules.ts';
import { requiredSource } from './launch-source.ts';
import { newArn } from './names.ts';
import { requireServiceRole } from './service-role.ts';
import { taggedWith } from './tag-rules.ts';
import { runAutoScaling } from './tick.ts';
import type { AutoScalingHandlers } from './types.ts';
import { zonesOf } from './zones.ts';

export const groupCreateHandlers: AutoScalingHandlers = {
  /** The instances are pending when the call answers. What EC2 refuses then stands in the activities, not in the answer. */
  CreateAutoScalingGroup(input, context) {
    const { AutoScalingGroupName: name, InstanceId, SkipZonalShiftValidation: _skip, ...given } = input;
    const { Tags, LifecycleHookSpecificationList, LaunchConfigurationName, LaunchTemplate, MixedInstancesPolicy, ...rest } = given;
    const { groups } = autoScalingOf(context.account, context.region);
    if (own(groups, name)) {
      throw alreadyExists(`AutoScalingGroup by this name already exists - A group with the name ${name} already exists`);
    }
    if (InstanceId !== undefined) throw notHere('CreateAutoScalingGroup from an instance');
    const source = requiredSource(context, { LaunchConfigurationName, LaunchTemplate, MixedInstancesPolicy });
    const { MinSize, MaxSize, DesiredCapacity = MinSize } = input;
    checkSizes({ MinSize, MaxSize, DesiredCapacity });
    checkHealthCheckType(input.HealthCheckType);
    const { MinHealthyPercentage, MaxHealthyPercentage } = input.InstanceMaintenancePolicy ?? {};
    checkHealthyRange(MinHealthyPercentage, MaxHealthyPercentage);
    const group: StoredGroup = {
      group: toStored({
        ...withGroupDefaults({ ...rest, AutoScalingGroupName: name, DesiredCapacity }),
        ...source,
        AutoScalingGroupName: name,
        AutoScalingGroupARN: newArn(context, 'autoScalingGroup', name),
        MinSize,
        MaxSize,
        DesiredCapacity,
        DefaultCooldown: input.DefaultCooldown ?? 300,
        HealthCheckType: input.HealthCheckType ?? 'EC2',
        AvailabilityZones: zonesOf(context, input),
        CreatedTime: context.now,
        ServiceLinkedRoleARN: requireServiceRole(context, input.ServiceLinkedRoleARN),
      }),
      tags: taggedWith([], name, Tags ?? []),
      suspended: {},
      instances: {},
      hooks: {},
      activities: [],
      refreshes: [],
      watched: false,
      retryAt: null,
    };
    for (const hook of LifecycleHookSpecificationList ?? []) {
      setOwn(group.hooks, hook.LifecycleHookName ?? '', newHook(name, { ...hook, LifecycleHookName: hook.LifecycleHookName ?? '' }));
    }
    setOwn(groups, name, group);
    runAutoScaling(context.world);
    return {};
  },
};
