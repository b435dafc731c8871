import type { Ec2Place } from '../../state/ec2.ts';
import type { StoredSubnet } from '../../state/ec2-network.ts';
import { own } from '../../state/iam.ts';
import type { World } from '../../state/world.ts';
import { AwsFault } from '../service.ts';
import type { LaunchRequest } from './launch-spec.ts';

/** Where an instance comes to stand. */
export interface LaunchNetwork {
  subnet: StoredSubnet;
  securityGroupIds: string[];
  publicAddress: boolean;
}

const primary = ({ NetworkInterfaces: interfaces }: LaunchRequest) =>
  interfaces?.find(({ DeviceIndex }) => (DeviceIndex ?? 0) === 0) ?? interfaces?.[0];

/** Subnet, groups and address of a launch; the default VPC's where nothing is asked for. Throws in EC2's words. */
export function networkOf(place: Ec2Place, request: LaunchRequest): LaunchNetwork {
  const card = primary(request);
  if (card && (request.SecurityGroupIds?.length || request.SecurityGroups?.length || request.SubnetId !== undefined)) {
    const message = 'Network interfaces and an instance-level security groups or subnet ID may not be specified on the same request';
    throw new AwsFault('InvalidParameterCombination', message);
  }
  const subnet = subnetOf(place, card?.SubnetId ?? request.SubnetId, request.Placement?.AvailabilityZone);
  return {
    subnet,
    securityGroupIds: groupsOf(place, card?.Groups ?? request.SecurityGroupIds ?? [], request.SecurityGroups ?? []),
    publicAddress: card?.AssociatePublicIpAddress ?? subnet.mapPublicIpOnLaunch,
  };
}

function subnetOf({ ec2 }: Ec2Place, id: string | undefined, zone: string | undefined): StoredSubnet {
  const subnets = Object.values(ec2.network.subnets);
  if (id !== undefined) {
    const found = own(ec2.network.subnets, id);
    if (!found) throw new AwsFault('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`);
    return found;
  }
  const least = subnets
    .filter(({ availabilityZone }) => zone === undefined || availabilityZone === zone)
    .sort((a, b) => a.used - b.used)[0];
  if (!least) throw new AwsFault('InvalidParameterValue', `Invalid availability zone: [${zone}]`);
  return least;
}

function groupsOf({ ec2 }: Ec2Place, ids: readonly string[], names: readonly string[]): string[] {
  const { securityGroups } = ec2.network;
  for (const id of ids) {
    if (!own(securityGroups, id)) throw new AwsFault('InvalidGroup.NotFound', `The security group '${id}' does not exist`);
  }
  const idOf = (name: string) => Object.values(securityGroups).find(({ groupName }) => groupName === name)?.groupId;
  const named = names.map((name) => {
    // A launch configuration may name a group by its id in the same list.
    const id = own(securityGroups, name)?.groupId ?? idOf(name);
    if (id === undefined)
      throw new AwsFault('InvalidGroup.NotFound', `The security group '${name}' does not exist in default VPC '${ec2.network.vpcId}'`);
    return id;
  });
  const all = [...new Set([...ids, ...named])];
  return all.length > 0 ? all : [idOf('default')].filter((id) => id !== undefined);
}

/** The next free address of a subnet; AWS keeps the first four to itself. */
export function takeAddress(subnet: StoredSubnet): string {
  subnet.used += 1;
  const [a = 172, b = 31, c = 0] = subnet.cidrBlock.split(/[./]/).map(Number);
  const host = subnet.used + 3;
  return `${a}.${b}.${c + (host >> 8)}.${host & 255}`;
}

/** An address of the block that is kept for tests of networks (RFC 2544): it is nobody's. */
export function publicAddress({ random }: World): string {
  const [third = 0, fourth = 0] = random(2);
  return `198.18.${third}.${fourth}`;
}
