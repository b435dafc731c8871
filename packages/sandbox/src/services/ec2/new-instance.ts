import type { Ec2Place, StoredInstance } from '../../state/ec2.ts';
import type { StoredImage } from '../../state/ec2-network.ts';
import { inScaled, nowText } from '../ecs/times.ts';
import { newEc2Id } from './ids.ts';
import { checkedInstanceType } from './instance-type.ts';
import { type LaunchNetwork, publicAddress, takeAddress } from './launch-network.ts';
import type { LaunchSpec } from './launch-spec.ts';
import { launchMetadataOptions } from './metadata-options.ts';
import type { LaunchFor } from './run.ts';
import { specifiedTags } from './tags.ts';
import { times } from './times.ts';
import { checkedUserData } from './user-data.ts';

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
export function draftOf(
  place: Ec2Place,
  { request, launchTemplate }: LaunchSpec,
  image: StoredImage,
  launchFor: LaunchFor,
): Omit<StoredInstance, Placed> {
  const { world } = place;
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
    instanceType: checkedInstanceType(request.InstanceType ?? 'm1.small'),
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

/** One instance of a launch, at an address of its own. */
export function newInstance(
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
