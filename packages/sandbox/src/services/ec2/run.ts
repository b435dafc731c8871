import { type Ec2Place, ec2Of, type StoredInstance } from '../../state/ec2.ts';
import type { StoredImage } from '../../state/ec2-network.ts';
import type { InstanceProfileState } from '../../state/iam.ts';
import { inScaled, nowText } from '../ecs/times.ts';
import { AwsFault } from '../service.ts';
import { associate } from './associate.ts';
import { newEc2Id } from './ids.ts';
import { requireImage } from './images.ts';
import { leave } from './instance-life.ts';
import { type LaunchNetwork, networkOf, publicAddress, takeAddress } from './launch-network.ts';
import { type LaunchRequest, type LaunchSpec, launchSpecOf } from './launch-spec.ts';
import { launchMetadataOptions } from './metadata-options.ts';
import { requireUsableProfile } from './profile.ts';
import { specifiedTags } from './tags.ts';
import { runEc2 } from './tick.ts';
import { times } from './times.ts';
import { checkedUserData } from './user-data.ts';

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
    if (profile) associate(place, instance, profile as InstanceProfileState, true);
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

type Placed =
  | 'instanceId'
  | 'reservationId'
  | 'launchIndex'
  | 'vpcId'
  | 'subnetId'
  | 'availabilityZone'
  | 'privateIp'
  | 'publicIp'
  | 'networkInterfaceId'
  | 'securityGroupIds'
  | 'volumes';

/** All that the instances of one launch have alike; whatever can be refused is refused here. */
function draftOf(
  place: Ec2Place,
  { request, launchTemplate }: LaunchSpec,
  image: StoredImage,
  launchFor: LaunchFor,
): Omit<StoredInstance, Placed> {
  const { world } = place;
  const instanceType = String(request.InstanceType ?? 'm1.small');
  if (!/^[a-z0-9-]+\.[a-z0-9-]+$/.test(instanceType)) {
    throw new AwsFault('InvalidParameterValue', `The following supplied instance types do not exist: [${instanceType}]`);
  }
  const ofTemplate = launchTemplate
    ? { 'aws:ec2launchtemplate:id': launchTemplate.id, 'aws:ec2launchtemplate:version': launchTemplate.version }
    : null;
  return {
    state: 'pending',
    next: { at: inScaled(world, times.boot), state: 'running' },
    launchTime: nowText(world),
    boots: 0,
    bootedAt: null,
    stateTransitionReason: '',
    stateReason: { code: 'pending', message: 'pending' },
    imageId: image.imageId,
    instanceType,
    keyName: request.KeyName ?? null,
    userData: request.UserData ? checkedUserData(request.UserData) : null,
    metadataOptions: launchMetadataOptions(place, request.MetadataOptions, image.name),
    tags: { ...specifiedTags(request.TagSpecifications, 'instance'), ...launchFor.tags, ...ofTemplate },
    launchTemplate,
    autoScalingGroupName: launchFor.autoScalingGroupName ?? null,
    associationId: null,
    launchedBy: launchFor.asService,
    credentials: null,
    clientToken: request.ClientToken ?? '',
    rootDeviceName: image.rootDeviceName,
    monitoring: request.Monitoring?.Enabled ?? false,
    ebsOptimized: request.EbsOptimized ?? false,
    disableApiTermination: request.DisableApiTermination ?? false,
    disableApiStop: request.DisableApiStop ?? false,
    shutdownBehavior: request.InstanceInitiatedShutdownBehavior === 'terminate' ? 'terminate' : 'stop',
    sourceDestCheck: true,
    tenancy: request.Placement?.Tenancy ?? 'default',
    lifecycle: request.InstanceMarketOptions?.MarketType === 'spot' ? 'spot' : null,
  };
}

function newInstance(
  { world, ec2 }: Ec2Place,
  draft: Omit<StoredInstance, Placed>,
  { subnet, securityGroupIds, publicAddress: isPublic }: LaunchNetwork,
  reservation: Pick<StoredInstance, 'reservationId' | 'launchIndex'>,
): StoredInstance {
  return {
    instanceId: newEc2Id(world, 'i'),
    ...reservation,
    ...draft,
    vpcId: ec2.network.vpcId,
    subnetId: subnet.subnetId,
    availabilityZone: subnet.availabilityZone,
    privateIp: takeAddress(subnet),
    publicIp: isPublic ? publicAddress(world) : null,
    networkInterfaceId: newEc2Id(world, 'eni'),
    securityGroupIds: [...securityGroupIds],
    volumes: [{ deviceName: draft.rootDeviceName, volumeId: newEc2Id(world, 'vol'), deleteOnTermination: true }],
  };
}
