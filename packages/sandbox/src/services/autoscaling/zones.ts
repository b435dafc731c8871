import { ec2Of } from '../../state/ec2.ts';
import { own } from '../../state/iam.ts';
import type { CallContext } from '../service.ts';
import { invalid } from './faults.ts';

interface Placed {
  AvailabilityZones?: string[] | undefined;
  VPCZoneIdentifier?: string | undefined;
}

type Place = Pick<CallContext, 'account' | 'region'>;

export const subnetIdsOf = ({ VPCZoneIdentifier }: Placed): string[] =>
  (VPCZoneIdentifier ?? '')
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');

/** The zones of a group: those that it names, else those of its subnets. Throws ValidationError for ones that are not there. */
export function zonesOf({ account, region }: Place, placed: Placed): string[] {
  const { subnets } = ec2Of(account, region).network;
  const ids = subnetIdsOf(placed);
  const ofSubnets = ids.map((id) => {
    const subnet = own(subnets, id);
    if (!subnet) throw invalid(`The subnet ID '${id}' does not exist`);
    return subnet.availabilityZone;
  });
  const named = placed.AvailabilityZones ?? [];
  const known = new Set(Object.values(subnets).map(({ availabilityZone }) => availabilityZone));
  const strange = named.find((zone) => !known.has(zone));
  if (strange !== undefined) throw invalid(`Invalid availability zones: [${strange}]`);
  if (named.length === 0 && ids.length === 0) throw invalid('At least one Availability Zone or VPC Subnet is required.');
  if (ids.length > 0 && named.some((zone) => !ofSubnets.includes(zone))) {
    throw invalid('The availability zones of the specified subnets and the Auto Scaling group do not match');
  }
  return [...new Set(ids.length > 0 ? ofSubnets : named)].sort();
}
