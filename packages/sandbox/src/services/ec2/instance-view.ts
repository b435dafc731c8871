import type { Instance, InstanceNetworkInterface } from '@aws-sdk/client-ec2';
import { activeAssociation, type Ec2Place, type StoredInstance, type StoredMetadataOptions } from '../../state/ec2.ts';
import { imagesOf } from './images.ts';
import { stateCodes } from './instance-life.ts';
import { shownTags } from './tags.ts';

/** Metadata options as answers have them. */
export const shownMetadataOptions = (options: StoredMetadataOptions, state: 'pending' | 'applied' = 'applied') => ({
  State: state,
  HttpTokens: options.httpTokens,
  HttpPutResponseHopLimit: options.httpPutResponseHopLimit,
  HttpEndpoint: options.httpEndpoint,
  HttpProtocolIpv6: options.httpProtocolIpv6,
  InstanceMetadataTags: options.instanceMetadataTags,
});

export const shownState = (state: StoredInstance['state']) => ({ Code: stateCodes[state], Name: state });

export const shownGroups = ({ ec2 }: Pick<Ec2Place, 'ec2'>, ids: readonly string[]) =>
  ids.map((GroupId) => ({ GroupId, GroupName: ec2.network.securityGroups[GroupId]?.groupName ?? '' }));

/** The profile that DescribeInstances shows, or null. */
export function shownProfile({ ec2 }: Pick<Ec2Place, 'ec2'>, instanceId: string): { Arn: string; Id: string } | null {
  const active = activeAssociation(ec2, instanceId);
  return active && { Arn: active.profileArn, Id: active.profileId };
}

/** An instance as DescribeInstances and RunInstances show it. A terminated one has neither network nor profile any more. */
export function shownInstance(place: Ec2Place, instance: StoredInstance): Instance {
  const profile = shownProfile(place, instance.instanceId);
  const image = imagesOf(place).find(({ imageId }) => imageId === instance.imageId);
  return {
    InstanceId: instance.instanceId,
    ImageId: instance.imageId,
    InstanceType: instance.instanceType as NonNullable<Instance['InstanceType']>,
    ...(instance.keyName === null ? {} : { KeyName: instance.keyName }),
    AmiLaunchIndex: instance.launchIndex,
    LaunchTime: new Date(instance.launchTime),
    State: shownState(instance.state),
    StateTransitionReason: instance.stateTransitionReason,
    ...(instance.stateReason ? { StateReason: { Code: instance.stateReason.code, Message: instance.stateReason.message } } : {}),
    ProductCodes: [],
    Placement: { AvailabilityZone: instance.availabilityZone, GroupName: '', Tenancy: instance.tenancy as 'default' },
    Monitoring: { State: instance.monitoring ? 'enabled' : 'disabled' },
    Architecture: image?.architecture ?? 'x86_64',
    BlockDeviceMappings: instance.state === 'terminated' ? [] : shownVolumes(instance),
    ClientToken: instance.clientToken,
    EbsOptimized: instance.ebsOptimized,
    EnaSupport: true,
    Hypervisor: 'xen',
    ...(profile ? { IamInstanceProfile: profile } : {}),
    ...(instance.lifecycle ? { InstanceLifecycle: instance.lifecycle } : {}),
    RootDeviceName: instance.rootDeviceName,
    RootDeviceType: 'ebs',
    ...(instance.state === 'terminated' ? { NetworkInterfaces: [], SecurityGroups: [] } : networkMembers(place, instance)),
    Tags: shownTags(instance.tags),
    VirtualizationType: 'hvm',
    HibernationOptions: { Configured: false },
    MetadataOptions: shownMetadataOptions(instance.metadataOptions),
    EnclaveOptions: { Enabled: false },
    PlatformDetails: 'Linux/UNIX',
    UsageOperation: 'RunInstances',
    CurrentInstanceBootMode: 'legacy-bios',
  };
}

/** `ip-172-31-0-4.ec2.internal`; other Regions than us-east-1 have their name in it. */
export const privateDnsName = (region: string, address: string): string =>
  `ip-${address.replaceAll('.', '-')}.${region === 'us-east-1' ? 'ec2' : `${region}.compute`}.internal`;

export const shownVolumes = ({ volumes, launchTime }: StoredInstance) =>
  volumes.map(({ deviceName, volumeId, deleteOnTermination }) => ({
    DeviceName: deviceName,
    Ebs: { AttachTime: new Date(launchTime), DeleteOnTermination: deleteOnTermination, Status: 'attached' as const, VolumeId: volumeId },
  }));

function networkMembers(place: Ec2Place, instance: StoredInstance): Partial<Instance> {
  const groups = shownGroups(place, instance.securityGroupIds);
  const dns = privateDnsName(place.region, instance.privateIp);
  const publicDns = instance.publicIp === null ? '' : `ec2-${instance.publicIp.replaceAll('.', '-')}.compute-1.amazonaws.com`;
  const card: InstanceNetworkInterface = {
    NetworkInterfaceId: instance.networkInterfaceId,
    OwnerId: place.account.id,
    PrivateDnsName: dns,
    PrivateIpAddress: instance.privateIp,
    Groups: groups,
    SubnetId: instance.subnetId,
    VpcId: instance.vpcId,
    SourceDestCheck: instance.sourceDestCheck,
    Status: 'in-use',
    InterfaceType: 'interface',
    Attachment: { AttachTime: new Date(instance.launchTime), DeleteOnTermination: true, DeviceIndex: 0, Status: 'attached' },
  };
  return {
    NetworkInterfaces: [card],
    PrivateDnsName: dns,
    PrivateIpAddress: instance.privateIp,
    PublicDnsName: publicDns,
    ...(instance.publicIp === null ? {} : { PublicIpAddress: instance.publicIp }),
    SecurityGroups: groups,
    SourceDestCheck: instance.sourceDestCheck,
    SubnetId: instance.subnetId,
    VpcId: instance.vpcId,
  };
}
