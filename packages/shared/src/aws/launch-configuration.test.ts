import { expect, test } from 'vitest';
import { copyOfLaunchConfiguration, type LaunchConfiguration } from './launch-configuration.ts';
import { launchTemplateDataOf } from './launch-template-from-configuration.ts';

/** As DescribeLaunchConfigurations answers for one that uses every member of the model. */
const everyMember: LaunchConfiguration = {
  LaunchConfigurationName: 'web-7',
  LaunchConfigurationARN: 'arn:aws:autoscaling:us-east-1:111122223333:launchConfiguration:u:launchConfigurationName/web-7',
  ImageId: 'ami-0abc',
  KeyName: 'operators',
  SecurityGroups: ['sg-1', 'sg-2'],
  ClassicLinkVPCId: 'vpc-1',
  ClassicLinkVPCSecurityGroups: ['sg-3'],
  UserData: 'b2xk',
  InstanceType: 'm5.large',
  KernelId: 'aki-1',
  RamdiskId: 'ari-1',
  BlockDeviceMappings: [
    {
      DeviceName: '/dev/xvda',
      Ebs: { SnapshotId: 'snap-1', VolumeSize: 40, VolumeType: 'gp3', Iops: 3000, Throughput: 125, DeleteOnTermination: false },
    },
    { DeviceName: '/dev/xvdb', Ebs: { VolumeSize: 10, Encrypted: true } },
    { DeviceName: '/dev/xvdc', VirtualName: 'ephemeral0' },
    { DeviceName: '/dev/xvdd', NoDevice: true },
  ],
  InstanceMonitoring: { Enabled: false },
  SpotPrice: '0.05',
  IamInstanceProfile: 'old-profile',
  CreatedTime: '2024-01-01T00:00:00.000Z',
  EbsOptimized: true,
  AssociatePublicIpAddress: false,
  PlacementTenancy: 'dedicated',
  MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2, HttpEndpoint: 'enabled' },
};
const edits = { iamInstanceProfile: 'new-profile', userData: 'bmV3' };

test('D6 D7: a copy differs in its name, its profile and its user data, and in nothing else', () => {
  const copy = copyOfLaunchConfiguration(everyMember, 'web-8', edits);
  const { LaunchConfigurationARN: _, CreatedTime: __, ...rest } = everyMember;
  expect(copy).toEqual({ ...rest, LaunchConfigurationName: 'web-8', IamInstanceProfile: 'new-profile', UserData: 'bmV3' });
});

test('D6: what Describe answers for a member that was never set is not sent, which Create would refuse', () => {
  const bare = { LaunchConfigurationName: 'a', ImageId: 'ami-1', InstanceType: 't3.micro' };
  const described = { ...bare, KeyName: '', KernelId: '', RamdiskId: '', SecurityGroups: [], UserData: '', BlockDeviceMappings: [] };
  expect(copyOfLaunchConfiguration(described, 'b', {})).toEqual({ ...bare, LaunchConfigurationName: 'b' });
  expect(copyOfLaunchConfiguration(everyMember, 'b', { userData: null })).not.toHaveProperty('UserData');
});

test('D9 D-71: a template launches what the launch configuration launches, every default written out', () => {
  expect(launchTemplateDataOf(everyMember, edits)).toEqual({
    data: {
      ImageId: 'ami-0abc',
      InstanceType: 'm5.large',
      KeyName: 'operators',
      KernelId: 'aki-1',
      RamDiskId: 'ari-1',
      NetworkInterfaces: [{ DeviceIndex: 0, AssociatePublicIpAddress: false, DeleteOnTermination: true, Groups: ['sg-1', 'sg-2'] }],
      Monitoring: { Enabled: false },
      EbsOptimized: true,
      MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2, HttpEndpoint: 'enabled' },
      BlockDeviceMappings: [
        {
          DeviceName: '/dev/xvda',
          Ebs: { SnapshotId: 'snap-1', VolumeSize: 40, VolumeType: 'gp3', Iops: 3000, Throughput: 125, DeleteOnTermination: false },
        },
        { DeviceName: '/dev/xvdb', Ebs: { VolumeSize: 10, Encrypted: true, DeleteOnTermination: true } },
        { DeviceName: '/dev/xvdc', VirtualName: 'ephemeral0' },
        { DeviceName: '/dev/xvdd', NoDevice: '' },
      ],
      InstanceMarketOptions: { MarketType: 'spot', SpotOptions: { MaxPrice: '0.05', SpotInstanceType: 'one-time' } },
      Placement: { Tenancy: 'dedicated' },
      IamInstanceProfile: { Name: 'new-profile' },
      UserData: 'bmV3',
    },
    dropped: [
      { member: 'ClassicLinkVPCId', why: expect.stringContaining('EC2-Classic') },
      { member: 'ClassicLinkVPCSecurityGroups', why: expect.stringContaining('EC2-Classic') },
    ],
    unknown: [],
  });
});

test('D9 D-71: defaults that the two do not share; groups beside the interface where no address was chosen; a profile by ARN', () => {
  const arn = 'arn:aws:iam::111122223333:instance-profile/web';
  const { data } = launchTemplateDataOf(
    { LaunchConfigurationName: 'a', ImageId: 'ami-1', InstanceType: 't3.micro', SecurityGroups: ['sg-1'], IamInstanceProfile: arn },
    {},
  );
  expect(data).toEqual({
    ImageId: 'ami-1',
    InstanceType: 't3.micro',
    SecurityGroupIds: ['sg-1'],
    Monitoring: { Enabled: true },
    EbsOptimized: false,
    MetadataOptions: { HttpTokens: 'optional', HttpPutResponseHopLimit: 1, HttpEndpoint: 'enabled' },
    IamInstanceProfile: { Arn: arn },
  });
});

test('D-21: a member that is not known is named, never lost in silence', () => {
  expect(launchTemplateDataOf({ ...everyMember, NewMember: 1 }, {}).unknown).toEqual(['NewMember']);
});
