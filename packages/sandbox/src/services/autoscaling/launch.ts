import type { AutoScalingPlace, GroupInstance, LaunchSource, StoredGroup } from '../../state/autoscaling.ts';
import { ec2Place, type StoredInstance } from '../../state/ec2.ts';
import { own } from '../../state/iam.ts';
import type { LaunchRequest } from '../ec2/launch-spec.ts';
import { launchInstances } from '../ec2/run.ts';
import { inScaled, nowText } from '../ecs/times.ts';
import { AwsFault } from '../service.ts';
import { beginActivity, endActivity } from './activities.ts';
import { launchRequestOf } from './launch-request.ts';
import { nextOfPolicy } from './mixed-choice.ts';
import { times } from './times.ts';
import { recordByService } from './trail.ts';
import { subnetIdsOf } from './zones.ts';

/**
 * Launches one instance into the group from `source`; `refreshId` is the refresh that it counts for. A launch that EC2 refuses becomes a
 * failed activity, and the group tries again later; then the answer is null.
 */
export function launchMember(
  place: AutoScalingPlace,
  state: StoredGroup,
  source: LaunchSource,
  cause: string,
  refreshId: string | null,
): GroupInstance | null {
  const activity = beginActivity(place, state, 'Launching a new EC2 instance', cause, 'PreInService');
  const groupName = state.group.AutoScalingGroupName ?? '';
  try {
    const made = launchFor(place, state, source);
    activity.Description = `Launching a new EC2 instance: ${made.instanceId}`;
    const member = memberOf(place, state, made, source, refreshId, activity.ActivityId ?? null);
    state.instances[made.instanceId] = member;
    state.retryAt = null;
    recordByService(place, 'RunInstances', {
      ...(made.launchTemplate
        ? { launchTemplate: { launchTemplateId: made.launchTemplate.id, version: made.launchTemplate.version } }
        : {}),
      instanceType: made.instanceType,
      instancesSet: { items: [{ instanceId: made.instanceId }] },
      autoScalingGroupName: groupName,
    });
    return member;
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error;
    endActivity(place, state, activity.ActivityId ?? null, 'Failed', `${error.message} Launching EC2 instance failed.`);
    state.retryAt = inScaled(place.world, times.retry);
    recordByService(place, 'RunInstances', { autoScalingGroupName: groupName }, error);
    return null;
  }
}

function launchFor(place: AutoScalingPlace, state: StoredGroup, source: LaunchSource): StoredInstance {
  const { world, account, region, autoscaling } = place;
  const ec2 = ec2Place(world, account, region);
  const name = source.LaunchConfigurationName;
  const launchConfiguration = name === undefined ? null : own(autoscaling.launchConfigurations, name);
  if (name !== undefined && !launchConfiguration) throw new AwsFault('ValidationError', `Launch configuration ${name} not found.`);
  const { override, spot } = nextOfPolicy(ec2, state, source);
  const where = nextPlace(ec2, state);
  const request: LaunchRequest = launchRequestOf(ec2, { source, launchConfiguration, override, spot, ...where });
  const tags = Object.fromEntries(state.tags.filter((tag) => tag.PropagateAtLaunch).map(({ Key = '', Value = '' }) => [Key, Value]));
  const groupName = state.group.AutoScalingGroupName ?? '';
  const [made] = launchInstances(ec2, request, {
    asService: 'autoscaling.amazonaws.com',
    autoScalingGroupName: groupName,
    tags: { ...tags, 'aws:autoscaling:groupName': groupName },
  });
  if (!made) throw new AwsFault('InternalFailure', 'EC2 launched nothing.', 500);
  return made;
}

/** The zone with the fewest members is next, in the subnet of it that the group names. */
function nextPlace(
  { ec2 }: ReturnType<typeof ec2Place>,
  { group, instances }: StoredGroup,
): { subnetId: string | null; availabilityZone: string | null } {
  const membersIn = (zone: string) => Object.values(instances).filter(({ availabilityZone }) => availabilityZone === zone).length;
  const [zone] = [...(group.AvailabilityZones ?? [])].sort((a, b) => membersIn(a) - membersIn(b));
  const subnetId = subnetIdsOf(group).find((id) => own(ec2.network.subnets, id)?.availabilityZone === zone);
  return { subnetId: subnetId ?? null, availabilityZone: zone ?? null };
}

function memberOf(
  { world }: AutoScalingPlace,
  { group }: StoredGroup,
  made: StoredInstance,
  source: LaunchSource,
  refreshId: string | null,
  activityId: string | null,
): GroupInstance {
  return {
    instanceId: made.instanceId,
    instanceType: made.instanceType,
    availabilityZone: made.availabilityZone,
    lifecycleState: 'Pending',
    health: 'Healthy',
    reported: null,
    protectedFromScaleIn: group.NewInstancesProtectedFromScaleIn ?? false,
    launchConfigurationName: source.LaunchConfigurationName ?? null,
    launchTemplate: made.launchTemplate,
    launchedAt: nowText(world),
    inServiceSince: null,
    refreshId,
    activityId,
    hold: null,
  };
}
