import type { BlockDeviceMapping, LaunchConfiguration, LaunchTemplateOverrides } from '@aws-sdk/client-auto-scaling';
import type { RunInstancesRequest } from '@aws-sdk/client-ec2';
import type { LaunchSource } from '../../state/autoscaling.ts';
import type { Ec2Place } from '../../state/ec2.ts';
import type { Stored } from '../../state/ecs.ts';
import { type LaunchRequest, launchSpecOf } from '../ec2/launch-spec.ts';
import { profileNamed } from './launch-configuration-checks.ts';
import { requirementsType } from './launch-source.ts';

/** What a group asks of EC2 for one instance. `spot`: which kind its distribution wants next. */
export interface Wanted {
  source: LaunchSource;
  launchConfiguration: Stored<LaunchConfiguration> | null;
  /** Of a mixed policy the override that is next. */
  override: Stored<LaunchTemplateOverrides> | null;
  spot: boolean;
  subnetId: string | null;
  availabilityZone: string | null;
}

/** The request to EC2 that a source stands for, in one of the group's subnets or zones. */
export function launchRequestOf(place: Ec2Place, wanted: Wanted): LaunchRequest {
  const { launchConfiguration } = wanted;
  if (launchConfiguration) return placed(place, ofLaunchConfiguration(launchConfiguration), wanted);
  const { LaunchTemplate, MixedInstancesPolicy } = wanted.source;
  const { override } = wanted;
  const template =
    override?.LaunchTemplateSpecification ?? MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification ?? LaunchTemplate ?? {};
  const type = override?.InstanceType ?? (override?.InstanceRequirements ? requirementsType : undefined);
  const maxPrice = MixedInstancesPolicy?.InstancesDistribution?.SpotMaxPrice;
  const request: LaunchRequest = {
    LaunchTemplate: { LaunchTemplateId: template.LaunchTemplateId, Version: template.Version },
    ...(type === undefined ? {} : { InstanceType: type as LaunchRequest['InstanceType'] }),
    ...(override?.ImageId === undefined ? {} : { ImageId: override.ImageId }),
    ...(wanted.spot ? spotMarket(maxPrice) : {}),
  };
  return placed(place, request, wanted);
}

const spotMarket = (maxPrice: string | undefined): LaunchRequest => ({
  InstanceMarketOptions: { MarketType: 'spot', SpotOptions: { ...(maxPrice ? { MaxPrice: maxPrice } : {}) } },
});

/** A subnet goes into the first network interface where there is one, as Auto Scaling puts it. */
function placed(place: Ec2Place, request: LaunchRequest, { subnetId, availabilityZone }: Wanted): LaunchRequest {
  const [card, ...others] = launchSpecOf(place, request).request.NetworkInterfaces ?? [];
  if (subnetId === null) return availabilityZone === null ? request : { ...request, Placement: { AvailabilityZone: availabilityZone } };
  if (!card) return { ...request, SubnetId: subnetId };
  return { ...request, NetworkInterfaces: [{ ...card, SubnetId: subnetId }, ...others] };
}

/** The members of a launch configuration under their names in EC2 (D-71). Monitoring is detailed unless it is switched off. */
function ofLaunchConfiguration(from: Stored<LaunchConfiguration>): LaunchRequest {
  const { AssociatePublicIpAddress: isPublic, SecurityGroups = [], SpotPrice } = from;
  const ids = SecurityGroups.filter((name) => name.startsWith('sg-'));
  const groups = isPublic === undefined ? { SecurityGroups } : {};
  const card = { DeviceIndex: 0, AssociatePublicIpAddress: isPublic, Groups: ids };
  return {
    ImageId: from.ImageId,
    InstanceType: from.InstanceType as LaunchRequest['InstanceType'],
    ...groups,
    ...(isPublic === undefined ? {} : { NetworkInterfaces: [card] }),
    ...(from.KeyName ? { KeyName: from.KeyName } : {}),
    ...(from.KernelId ? { KernelId: from.KernelId } : {}),
    ...(from.RamdiskId ? { RamdiskId: from.RamdiskId } : {}),
    ...(from.UserData ? { UserData: from.UserData } : {}),
    ...(from.IamInstanceProfile ? { IamInstanceProfile: profileNamed(from.IamInstanceProfile) } : {}),
    Monitoring: { Enabled: from.InstanceMonitoring?.Enabled ?? true },
    EbsOptimized: from.EbsOptimized ?? false,
    ...(from.BlockDeviceMappings?.length ? { BlockDeviceMappings: from.BlockDeviceMappings.map(ofMapping) } : {}),
    ...(from.PlacementTenancy ? { Placement: { Tenancy: from.PlacementTenancy as 'default' } } : {}),
    ...(SpotPrice ? spotMarket(SpotPrice) : {}),
    ...(from.MetadataOptions ? { MetadataOptions: from.MetadataOptions as RunInstancesRequest['MetadataOptions'] } : {}),
  };
}

function ofMapping({ Ebs, NoDevice, ...device }: Stored<BlockDeviceMapping>): NonNullable<LaunchRequest['BlockDeviceMappings']>[number] {
  const { VolumeType, ...volume } = Ebs ?? {};
  return {
    ...device,
    // EC2 says it with an empty text.
    ...(NoDevice ? { NoDevice: '' } : {}),
    ...(Ebs ? { Ebs: { ...volume, ...(VolumeType ? { VolumeType: VolumeType as 'gp2' } : {}) } } : {}),
  };
}
