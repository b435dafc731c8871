import { own } from '../../state/iam.ts';
import { AwsFault, type Handlers } from '../service.ts';
import { filtered } from './filters.ts';
import { imagesOf, requireImage } from './images.ts';
import { listingPage } from './listing.ts';
import { placeOf } from './place.ts';
import { shownTags } from './tags.ts';
import type { Ec2 } from './types.ts';

/** What instances stand in: Regions, images, subnets, security groups. To be read; only instances and templates are changed here. */
export const surroundingsHandlers: Handlers<Ec2> = {
  /** Those that are not enabled are shown only with AllRegions or by name (D-87). */
  DescribeRegions({ RegionNames = [], AllRegions, Filters }, { account }) {
    const enabled = Object.keys(account.regions).map((name) => ({ name, status: 'opt-in-not-required' }));
    const all = [...enabled, ...account.disabledRegions.map((name) => ({ name, status: 'not-opted-in' }))];
    const unknown = RegionNames.find((name) => !all.some((region) => region.name === name));
    if (unknown !== undefined) throw new AwsFault('InvalidParameterValue', `Invalid region provided: [${unknown}]`);
    const named = all.filter(({ name, status }) => {
      if (RegionNames.length > 0) return RegionNames.includes(name);
      return AllRegions || status !== 'not-opted-in';
    });
    const endpoint = (name: string) => `ec2.${name}.amazonaws.com`;
    const found = filtered(named, Filters, {
      endpoint: ({ name }) => [endpoint(name)],
      'opt-in-status': ({ status }) => [status],
      'region-name': ({ name }) => [name],
    });
    return { Regions: found.map(({ name, status }) => ({ RegionName: name, Endpoint: endpoint(name), OptInStatus: status })) };
  },

  DescribeImages(input, context) {
    const place = placeOf(context);
    const { account } = context;
    const named = input.ImageIds?.length ? input.ImageIds.map((id) => requireImage(place, id)) : imagesOf(place);
    const owners = (input.Owners ?? []).map((owner) => (owner === 'self' ? account.id : owner));
    const isAmazon = (ownerId: string) => ['137112412989', '591542846629'].includes(ownerId);
    const owned = named.filter(
      ({ ownerId }) => owners.length === 0 || owners.includes(ownerId) || (owners.includes('amazon') && isAmazon(ownerId)),
    );
    const found = filtered(
      owned,
      input.Filters,
      {
        architecture: ({ architecture }) => [architecture],
        'image-id': ({ imageId }) => [imageId],
        name: ({ name }) => [name],
        'owner-id': ({ ownerId }) => [ownerId],
        state: () => ['available'],
      },
      ({ tags }) => tags,
    );
    const { page, nextToken } = listingPage(found, ({ imageId }) => imageId, { ...input }, { least: 1, most: 1000, ids: 'ImageIds' });
    const Images = page.map((image) => ({
      ImageId: image.imageId,
      Name: image.name,
      Description: image.description,
      OwnerId: image.ownerId,
      ImageLocation: `${isAmazon(image.ownerId) ? 'amazon' : image.ownerId}/${image.name}`,
      CreationDate: image.createdAt,
      Architecture: image.architecture,
      RootDeviceName: image.rootDeviceName,
      RootDeviceType: 'ebs' as const,
      State: 'available' as const,
      Public: image.ownerId !== account.id,
      ImageType: 'machine' as const,
      Hypervisor: 'xen' as const,
      VirtualizationType: 'hvm' as const,
      EnaSupport: true,
      ...(image.name.startsWith('al2023') ? { ImdsSupport: 'v2.0' as const } : {}),
      Tags: shownTags(image.tags),
    }));
    return { Images, ...nextToken };
  },

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
