import type { AutoScalingGroup, AutoScalingInstanceDetails, Instance } from '@aws-sdk/client-auto-scaling';
import { autoScalingOf, type GroupInstance, type StoredGroup } from '../../state/autoscaling.ts';
import { ec2Of } from '../../state/ec2.ts';
import { own } from '../../state/iam.ts';
import type { AccountState } from '../../state/world.ts';
import { fromStored } from './stored.ts';

/** A group as DescribeAutoScalingGroups shows it. `Overrides` of a mixed policy come back as they were sent (D-74). */
export function groupShape(account: AccountState, region: string, state: StoredGroup): AutoScalingGroup {
  return {
    ...fromStored<Omit<AutoScalingGroup, 'Instances' | 'Tags' | 'SuspendedProcesses'>>(state.group),
    Instances: Object.values(state.instances).map((instance) => instanceShape(account, region, instance)),
    SuspendedProcesses: Object.entries(state.suspended).map(([ProcessName, SuspensionReason]) => ({ ProcessName, SuspensionReason })),
    Tags: structuredClone(state.tags),
  };
}

function instanceShape(account: AccountState, region: string, instance: GroupInstance): Instance {
  const { launchTemplate, launchConfigurationName: name } = instance;
  // The name of a launch configuration that is gone is no longer shown.
  const isThere = name !== null && own(autoScalingOf(account, region).launchConfigurations, name) !== null;
  return {
    InstanceId: instance.instanceId,
    InstanceType: instance.instanceType,
    AvailabilityZone: instance.availabilityZone,
    LifecycleState: instance.lifecycleState,
    HealthStatus: instance.health,
    ProtectedFromScaleIn: instance.protectedFromScaleIn,
    ...imageOf(account, region, instance),
    ...(isThere ? { LaunchConfigurationName: name } : {}),
    ...(launchTemplate === null
      ? {}
      : {
          LaunchTemplate: {
            LaunchTemplateId: launchTemplate.id,
            LaunchTemplateName: launchTemplate.name,
            Version: launchTemplate.version,
          },
        }),
  };
}

function imageOf(account: AccountState, region: string, { instanceId }: GroupInstance): { ImageId?: string } {
  const image = ec2Of(account, region).instances[instanceId]?.imageId;
  return image === undefined ? {} : { ImageId: image };
}

/** DescribeAutoScalingInstances writes health in capitals, DescribeAutoScalingGroups does not. */
export function instanceDetails(
  account: AccountState,
  region: string,
  { group }: StoredGroup,
  instance: GroupInstance,
): AutoScalingInstanceDetails {
  return {
    ...instanceShape(account, region, instance),
    AutoScalingGroupName: group.AutoScalingGroupName,
    HealthStatus: instance.health.toUpperCase(),
  };
}
