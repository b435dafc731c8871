import { isSet, type LaunchConfiguration, type LaunchEdits } from './launch-configuration.ts';
import { type LaunchTemplateData, profileSpecification } from './launch-template-data.ts';

type Members = Record<string, unknown>;

export interface Converted {
  data: LaunchTemplateData;
  /** Members that a launch template does not have, each with why that changes nothing. */
  dropped: { member: string; why: string }[];
  /** Members that the copy does not know how to carry: the conversion must not be made without a person (D-21). */
  unknown: string[];
}

/**
 * A launch template that launches what the launch configuration launches. A default that the two do not share is written out: monitoring is
 * detailed in a launch configuration and basic in a template; its metadata options do not follow the account's defaults (D-71).
 * Source: Auto Scaling's CreateLaunchConfiguration, EC2's RequestLaunchTemplateData.
 */
export function launchTemplateDataOf(described: LaunchConfiguration, edits: LaunchEdits): Converted {
  const members = Object.fromEntries(Object.entries(described).filter(([, value]) => isSet(value)));
  const profile = edits.iamInstanceProfile ?? text(members.IamInstanceProfile);
  const userData = edits.userData === undefined ? text(members.UserData) : edits.userData;
  const data: LaunchTemplateData = {
    ...carried(members),
    ...network(members),
    Monitoring: { Enabled: flag(object(members.InstanceMonitoring).Enabled, true) },
    EbsOptimized: flag(members.EbsOptimized, false),
    MetadataOptions: {
      HttpTokens: 'optional',
      HttpPutResponseHopLimit: 1,
      HttpEndpoint: 'enabled',
      ...object(members.MetadataOptions),
      ...edits.metadataOptions,
    },
    ...(members.BlockDeviceMappings === undefined ? {} : { BlockDeviceMappings: list(members.BlockDeviceMappings).map(blockDevice) }),
    ...(members.SpotPrice === undefined
      ? {}
      : { InstanceMarketOptions: { MarketType: 'spot', SpotOptions: { MaxPrice: members.SpotPrice, SpotInstanceType: 'one-time' } } }),
    ...(members.PlacementTenancy === undefined ? {} : { Placement: { Tenancy: members.PlacementTenancy } }),
    ...(profile ? { IamInstanceProfile: profileSpecification(profile) } : {}),
    ...(userData ? { UserData: userData } : {}),
  };
  return {
    data,
    dropped: Object.keys(members).flatMap((member) => (member in dropped ? [{ member, why: dropped[member] ?? '' }] : [])),
    unknown: Object.keys(members).filter((member) => !known.has(member)),
  };
}

/** Same member, same meaning; the template spells one of them differently. */
const sameMeaning: Record<string, string> = {
  ImageId: 'ImageId',
  InstanceType: 'InstanceType',
  KeyName: 'KeyName',
  KernelId: 'KernelId',
  RamdiskId: 'RamDiskId',
};

const dropped: Record<string, string> = {
  ClassicLinkVPCId: 'EC2-Classic is retired: AWS ignores it',
  ClassicLinkVPCSecurityGroups: 'EC2-Classic is retired: AWS ignores it',
};

const known = new Set([
  ...Object.keys(sameMeaning),
  ...Object.keys(dropped),
  ...['LaunchConfigurationName', 'LaunchConfigurationARN', 'CreatedTime', 'UserData', 'IamInstanceProfile', 'SecurityGroups'],
  ...['AssociatePublicIpAddress', 'InstanceMonitoring', 'EbsOptimized', 'MetadataOptions', 'BlockDeviceMappings', 'SpotPrice'],
  'PlacementTenancy',
]);

const carried = (members: Members): Members =>
  Object.fromEntries(
    Object.entries(sameMeaning).flatMap(([member, name]) => (members[member] === undefined ? [] : [[name, members[member]]])),
  );

/** With a choice about the public address the security groups have to stand in the network interface, else beside it (D-71). */
function network({ SecurityGroups, AssociatePublicIpAddress }: Members): Members {
  const groups = list(SecurityGroups);
  if (AssociatePublicIpAddress === undefined) {
    if (groups.length === 0) return {};
    return groups.every((group) => String(group).startsWith('sg-')) ? { SecurityGroupIds: groups } : { SecurityGroups: groups };
  }
  const chosen = { DeviceIndex: 0, AssociatePublicIpAddress, DeleteOnTermination: true };
  return { NetworkInterfaces: [groups.length === 0 ? chosen : { ...chosen, Groups: groups }] };
}

/** Auto Scaling deletes a volume with its instance unless told otherwise, EC2 only the root volume. `NoDevice` is a flag there, a text here. */
function blockDevice(mapping: unknown): Members {
  const { Ebs, NoDevice, ...rest } = object(mapping);
  return {
    ...rest,
    ...(NoDevice === true ? { NoDevice: '' } : {}),
    ...(Ebs === undefined || Ebs === null ? {} : { Ebs: { DeleteOnTermination: true, ...object(Ebs) } }),
  };
}

const flag = (value: unknown, otherwise: boolean): boolean => (typeof value === 'boolean' ? value : otherwise);
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const object = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};
