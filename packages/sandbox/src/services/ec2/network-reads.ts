import { own } from '../../state/iam.ts';
import { AwsFault, type Handlers } from '../service.ts';
import { filtered } from './filters.ts';
import { listingPage } from './listing.ts';
import { placeOf } from './place.ts';
import { shownTags } from './tags.ts';
import type { Ec2 } from './types.ts';

/** The default VPC: subnets and security groups, to be read. */
export const networkReadHandlers: Handlers<Ec2> = {
  DescribeSubnets(input, context) {
    const { ec2, account, region } = placeOf(context);
    const { vpcId, subnets } = ec2.network;
    const named = (input.SubnetIds?.length ? input.SubnetIds : Object.keys(subnets)).map((id) => {
      const subnet = own(subnets, id);
      if (!subnet) throw new AwsFault('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`);
      return subnet;
    });
    const found = filtered(
      named,
      input.Filters,
      {
        'availability-zone': ({ availabilityZone }) => [availabilityZone],
        'subnet-id': ({ subnetId }) => [subnetId],
        'default-for-az': () => [true],
        'vpc-id': () => [vpcId],
      },
      ({ tags }) => tags,
    );
    const { page, nextToken } = listingPage(found, ({ subnetId }) => subnetId, { ...input }, { least: 5, most: 1000, ids: 'SubnetIds' });
    const Subnets = page.map((subnet) => ({
      SubnetId: subnet.subnetId,
      SubnetArn: `arn:${account.partition}:ec2:${region}:${account.id}:subnet/${subnet.subnetId}`,
      VpcId: vpcId,
      OwnerId: account.id,
      State: 'available' as const,
      CidrBlock: subnet.cidrBlock,
      AvailabilityZone: subnet.availabilityZone,
      AvailabilityZoneId: subnet.availabilityZoneId,
      AvailableIpAddressCount: Math.max(0, 4091 - subnet.used),
      DefaultForAz: true,
      MapPublicIpOnLaunch: subnet.mapPublicIpOnLaunch,
      Tags: shownTags(subnet.tags),
    }));
    return { Subnets, ...nextToken };
  },

  DescribeSecurityGroups(input, context) {
    const { ec2, account } = placeOf(context);
    const { vpcId, securityGroups } = ec2.network;
    const all = Object.values(securityGroups);
    const asked = [...(input.GroupIds ?? []), ...(input.GroupNames ?? [])];
    const named = asked.map((name) => {
      const group = own(securityGroups, name) ?? all.find(({ groupName }) => groupName === name);
      if (!group) throw new AwsFault('InvalidGroup.NotFound', `The security group '${name}' does not exist`);
      return group;
    });
    const found = filtered(
      asked.length > 0 ? named : all,
      input.Filters,
      { 'group-id': ({ groupId }) => [groupId], 'group-name': ({ groupName }) => [groupName], 'vpc-id': () => [vpcId] },
      ({ tags }) => tags,
    );
    const { page, nextToken } = listingPage(found, ({ groupId }) => groupId, { ...input }, { least: 5, most: 1000, ids: 'GroupIds' });
    const SecurityGroups = page.map(({ groupId, groupName, description, tags }) => ({
      GroupId: groupId,
      GroupName: groupName,
      Description: description,
      OwnerId: account.id,
      VpcId: vpcId,
      IpPermissions: [],
      IpPermissionsEgress: [],
      Tags: shownTags(tags),
    }));
    return { SecurityGroups, ...nextToken };
  },
};
