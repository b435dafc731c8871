import { type Ec2Place, ec2Of, type StoredInstance } from '../../state/ec2.ts';
import { AwsFault } from '../service.ts';
import { associate } from './associate.ts';
import { newEc2Id } from './ids.ts';
import { requireImage } from './images.ts';
import { leave } from './instance-life.ts';
import { networkOf } from './launch-network.ts';
import { type LaunchRequest, launchSpecOf } from './launch-spec.ts';
import { draftOf, newInstance } from './new-instance.ts';
import { requireUsableProfile } from './profile.ts';
import { runEc2 } from './tick.ts';

/** Who launches besides a caller of RunInstances. */
export interface LaunchFor {
  /** `autoscaling.amazonaws.com`; null: RunInstances itself. */
  asService: string | null;
  autoScalingGroupName?: string;
  /** Tags of AWS's own or of the group, besides those of request and template. */
  tags?: Record<string, string>;
}

const mostInstances = 500;

/**
 * Launches instances in a Region, as RunInstances does it for its callers and Auto Scaling for its groups: template resolved to a number,
 * everything checked before the first is made, `pending` at once and `running` after some seconds. Nobody is asked for permission here.
 * Throws AwsFault in EC2's words, InvalidParameterValue for a profile that IAM has not spread yet among them (D-50).
 */
export function launchInstances(place: Ec2Place, request: LaunchRequest, launchFor: LaunchFor = { asService: null }): StoredInstance[] {
  const spec = launchSpecOf(place, request);
  const count = countOf(request);
  const image = requireImage(place, spec.request.ImageId ?? missing('ImageId'));
  const profile = spec.request.IamInstanceProfile ? requireUsableProfile(place, spec.request.IamInstanceProfile) : null;
  const network = networkOf(place, spec.request);
  const reservationId = newEc2Id(place.world, 'r');
  const draft = draftOf(place, spec, image, launchFor);
  const made = Array.from({ length: count }, (_, launchIndex) => {
    const instance = newInstance(place, structuredClone(draft), network, { reservationId, launchIndex });
    place.ec2.instances[instance.instanceId] = instance;
    if (profile) associate(place, instance, profile, true);
    return instance;
  });
  runEc2(place.world);
  return made;
}

/** Begins to terminate an instance, whatever state it is in; one that is on its way out already stays so. */
export function terminateInstance(place: Ec2Place, instanceId: string, why = 'User initiated'): void {
  const instance = ec2Of(place.account, place.region).instances[instanceId];
  if (!instance || ['shutting-down', 'terminated'].includes(instance.state)) return;
  leave(place, instance, 'shutting-down', why);
  runEc2(place.world);
}

function countOf({ MinCount = 1, MaxCount = MinCount }: LaunchRequest): number {
  if (MinCount < 1) throw new AwsFault('InvalidParameterValue', `Value (${MinCount}) for parameter minCount is invalid.`);
  if (MaxCount < MinCount) throw new AwsFault('InvalidParameterCombination', 'MaxCount must be greater than or equal to MinCount');
  if (MinCount > mostInstances)
    throw new AwsFault('InstanceLimitExceeded', `You have requested more instances (${MinCount}) than allowed.`);
  return Math.min(MaxCount, mostInstances);
}

function missing(name: string): never {
  throw new AwsFault('MissingParameter', `The request must contain the parameter ${name}`);
}
