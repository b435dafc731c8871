import type { LaunchConfiguration } from '@aws-sdk/client-auto-scaling';
import { autoScalingOf, type GroupInstance, type StoredGroup } from '../../state/autoscaling.ts';
import type { Stored } from '../../state/ecs.ts';
import { own } from '../../state/iam.ts';
import type { CallContext } from '../service.ts';
import { invalid } from './faults.ts';

type Place = Pick<CallContext, 'account' | 'region'>;

/** The group of that name, or null. */
export const findGroup = ({ account, region }: Place, name: string): StoredGroup | null => own(autoScalingOf(account, region).groups, name);

/** The group of that name; throws ValidationError in AWS's words. */
export function requireGroup(place: Place, name: string): StoredGroup {
  const group = findGroup(place, name);
  if (!group) throw invalid(`AutoScalingGroup name not found - AutoScalingGroup '${name}' not found`);
  return group;
}

/** A launch configuration by name; throws ValidationError in AWS's words. */
export function requireLaunchConfiguration({ account, region }: Place, name: string): Stored<LaunchConfiguration> {
  const found = own(autoScalingOf(account, region).launchConfigurations, name);
  if (!found) throw invalid(`Launch configuration name not found - Launch configuration ${name} not found`);
  return found;
}

/** The group that an instance belongs to; throws ValidationError when it belongs to none. */
export function requireMember({ account, region }: Place, instanceId: string): { group: StoredGroup; instance: GroupInstance } {
  for (const group of Object.values(autoScalingOf(account, region).groups)) {
    const instance = own(group.instances, instanceId);
    if (instance) return { group, instance };
  }
  throw invalid(`Instance Id not found - No managed instance found for instance ID ${instanceId}`);
}

/** Members of one group by their ids; throws ValidationError for the first that is none. */
export function requireMembers(group: StoredGroup, instanceIds: readonly string[]): GroupInstance[] {
  return instanceIds.map((id) => {
    const instance = own(group.instances, id);
    if (!instance) throw invalid(`The instance ${id} is not part of Auto Scaling group ${group.group.AutoScalingGroupName}.`);
    return instance;
  });
}
