import { createHash } from 'node:crypto';

/** Subnets, security groups and images: as far as launching an instance and looking at one needs them. */
export interface StoredNetwork {
  vpcId: string;
  subnets: Record<string, StoredSubnet>;
  securityGroups: Record<string, StoredSecurityGroup>;
}

export interface StoredSubnet {
  subnetId: string;
  availabilityZone: string;
  availabilityZoneId: string;
  cidrBlock: string;
  mapPublicIpOnLaunch: boolean;
  tags: Record<string, string>;
  /** Addresses that were given out: each is given once. */
  used: number;
}

export interface StoredSecurityGroup {
  groupId: string;
  groupName: string;
  description: string;
  tags: Record<string, string>;
}

export interface StoredImage {
  imageId: string;
  name: string;
  description: string;
  ownerId: string;
  createdAt: string;
  architecture: 'x86_64' | 'arm64';
  rootDeviceName: string;
  tags: Record<string, string>;
}

/** The default VPC of a Region: three public subnets and the default security group. Its ids follow from account and Region, so they are the same after a reset. */
export function newNetwork(accountId: string, region: string): StoredNetwork {
  const subnets = ['a', 'b', 'c'].map(
    (letter, index): StoredSubnet => ({
      subnetId: fixedId('subnet', accountId, region, letter),
      availabilityZone: `${region}${letter}`,
      availabilityZoneId: `${zonePrefix(region)}-az${index + 1}`,
      cidrBlock: `172.31.${16 * index}.0/20`,
      mapPublicIpOnLaunch: true,
      tags: {},
      used: 0,
    }),
  );
  const groupId = fixedId('sg', accountId, region, 'default');
  const group = { groupId, groupName: 'default', description: 'default VPC security group', tags: {} };
  return {
    vpcId: fixedId('vpc', accountId, region),
    subnets: Object.fromEntries(subnets.map((subnet) => [subnet.subnetId, subnet])),
    securityGroups: { [groupId]: group },
  };
}

/** An id in EC2's form that is always the same for the same parts. */
export function fixedId(prefix: string, ...parts: string[]): string {
  return `${prefix}-0${createHash('sha256').update(parts.join('/')).digest('hex').slice(0, 16)}`;
}

/** `us-east-1` → `use1`, as the ids of Availability Zones begin. */
function zonePrefix(region: string): string {
  const [area = '', side = '', number = ''] = region.split('-');
  return `${area}${side.replace(/(north|south|east|west|central)/g, (word) => word.charAt(0))}${number}`;
}
