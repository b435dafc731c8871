import { expect, test } from 'vitest';
import { nextLaunchTemplateData } from './launch-template-data.ts';
import { templatesIn, withTemplateVersions } from './mixed-instances-policy.ts';

const described = {
  ImageId: 'ami-1',
  UserData: 'b2xk',
  IamInstanceProfile: { Name: 'old' },
  MetadataOptions: { State: 'applied', HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
  NetworkInterfaces: [{ DeviceIndex: 0, Ipv6Addresses: [{ Ipv6Address: '2001:db8::1', IsPrimaryIpv6: true }] }],
  Operator: { Principal: 'somebody', Managed: false, HiddenByDefault: false },
  BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { SnapshotId: 'snap-1' } }],
  MemberOfTomorrow: { Deep: [1] },
};

test('D-72: the whole data is carried, what only an answer has is not, and the profile is replaced whole', () => {
  expect(
    nextLaunchTemplateData(described, { iamInstanceProfile: 'arn:aws:iam::111122223333:instance-profile/web', userData: 'bmV3' }),
  ).toEqual({
    ImageId: 'ami-1',
    UserData: 'bmV3',
    IamInstanceProfile: { Arn: 'arn:aws:iam::111122223333:instance-profile/web' },
    MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
    NetworkInterfaces: [{ DeviceIndex: 0, Ipv6Addresses: [{ Ipv6Address: '2001:db8::1' }] }],
    Operator: { Principal: 'somebody' },
    BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { SnapshotId: 'snap-1' } }],
    MemberOfTomorrow: { Deep: [1] },
  });
});

test('D-72: user data that goes is gone, and stays where it is not spoken of', () => {
  expect(nextLaunchTemplateData(described, { userData: null })).not.toHaveProperty('UserData');
  expect(nextLaunchTemplateData(described, {})).toMatchObject({ UserData: 'b2xk', IamInstanceProfile: { Name: 'old' } });
});

const policy = {
  LaunchTemplate: {
    LaunchTemplateSpecification: { LaunchTemplateId: 'lt-1', LaunchTemplateName: 'web', Version: '$Latest' },
    Overrides: [
      { InstanceType: 'm5.large', WeightedCapacity: '2' },
      { InstanceType: 'm6g.large', LaunchTemplateSpecification: { LaunchTemplateId: 'lt-2', LaunchTemplateName: 'web-arm' } },
      { InstanceRequirements: { VCpuCount: { Min: 2 }, MemoryMiB: { Min: 4096 } } },
    ],
  },
  InstancesDistribution: { OnDemandBaseCapacity: 1, SpotAllocationStrategy: 'price-capacity-optimized' },
};

test('D10 D-74: inside a mixed instances policy versions move, overrides and distribution stay as they are', () => {
  expect(templatesIn(policy)).toEqual([
    { launchTemplateId: 'lt-1', version: '$Latest', override: null },
    { launchTemplateId: 'lt-2', version: '$Default', override: 1 },
  ]);
  expect(withTemplateVersions(policy, [{ launchTemplateId: 'lt-1', version: '8' }])).toEqual({
    LaunchTemplate: {
      LaunchTemplateSpecification: { LaunchTemplateId: 'lt-1', Version: '8' },
      Overrides: [
        { InstanceType: 'm5.large', WeightedCapacity: '2' },
        { InstanceType: 'm6g.large', LaunchTemplateSpecification: { LaunchTemplateId: 'lt-2', Version: '$Default' } },
        { InstanceRequirements: { VCpuCount: { Min: 2 }, MemoryMiB: { Min: 4096 } } },
      ],
    },
    InstancesDistribution: policy.InstancesDistribution,
  });
});

test('D10: a policy without overrides gets none', () => {
  const bare = { LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateId: 'lt-1', Version: '3' } } };
  expect(withTemplateVersions(bare, [{ launchTemplateId: 'lt-1', version: '4' }])).toEqual({
    LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateId: 'lt-1', Version: '4' } },
  });
});
