import * as autoscaling from '@aws-sdk/client-auto-scaling';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operationsOf } from '../../protocol/shape.ts';
import { type Groups, imageId, openGroups, shown } from './test-groups.ts';

let sandbox: Groups;
beforeAll(async () => {
  sandbox = await openGroups();
});
afterAll(() => sandbox?.close());

test('D6 D-71 a launch configuration keeps what was sent, is immutable, in use while attached, and its user data stands in the list', async () => {
  const { aws } = sandbox;
  const UserData = Buffer.from('#!/bin/bash\nexport AWS_ACCESS_KEY=AKIAIOSFODNN7EXAMPLE\n').toString('base64');
  const sent = {
    LaunchConfigurationName: 'web-1',
    ImageId: imageId,
    InstanceType: 't3.micro',
    KeyName: 'ops',
    UserData,
    AssociatePublicIpAddress: true,
    EbsOptimized: true,
    PlacementTenancy: 'default',
    InstanceMonitoring: { Enabled: false },
    MetadataOptions: { HttpTokens: 'optional', HttpPutResponseHopLimit: 1, HttpEndpoint: 'enabled' } as const,
    BlockDeviceMappings: [
      { DeviceName: '/dev/xvda', Ebs: { VolumeSize: 20, VolumeType: 'gp3', Encrypted: true, Iops: 3000, Throughput: 125 } },
    ],
  };
  await aws.createLaunchConfiguration(sent);
  const { LaunchConfigurations } = await aws.describeLaunchConfigurations({});
  expect(LaunchConfigurations).toHaveLength(1);
  expect(LaunchConfigurations![0]).toMatchObject({ ...sent, SecurityGroups: [], KernelId: '', RamdiskId: '' });
  expect(LaunchConfigurations![0]?.LaunchConfigurationARN).toMatch(
    /^arn:aws:autoscaling:us-east-1:560921689673:launchConfiguration:[0-9a-f-]{36}:launchConfigurationName\/web-1$/,
  );
  expect(LaunchConfigurations![0]?.CreatedTime).toBeInstanceOf(Date);
  await expect(aws.createLaunchConfiguration(sent)).rejects.toMatchObject({ name: 'AlreadyExistsFault' });
  const { events } = sandbox.account.regions['us-east-1']!.cloudtrail!;
  const created = events.find(({ name }) => name === 'CreateLaunchConfiguration')!;
  expect(created.json).not.toContain(Buffer.from('AKIAIOSFODNN7EXAMPLE').toString('base64').slice(0, 12));
  expect(JSON.parse(created.json).requestParameters.userData).toBe('<sensitiveDataRemoved>');
  await aws.createLaunchConfiguration({ LaunchConfigurationName: 'bare', ImageId: imageId, InstanceType: 't3.micro' });
  const bare = await aws.describeLaunchConfigurations({ LaunchConfigurationNames: ['bare'] });
  expect(bare.LaunchConfigurations![0]).toMatchObject({ InstanceMonitoring: { Enabled: true }, EbsOptimized: false, UserData: '' });

  const made = await sandbox.started({ AutoScalingGroupName: 'by-configuration', LaunchConfigurationName: 'web-1' });
  expect(shown(made)).toEqual(['InService web-1', 'InService web-1']);
  const launched = sandbox.ec2.instances[made.Instances![0]?.InstanceId ?? '']!;
  expect(launched).toMatchObject({ userData: UserData, monitoring: false, keyName: 'ops', autoScalingGroupName: 'by-configuration' });
  expect(launched.tags).toMatchObject({ 'aws:autoscaling:groupName': 'by-configuration' });
  await expect(aws.deleteLaunchConfiguration({ LaunchConfigurationName: 'web-1' })).rejects.toMatchObject({
    name: 'ResourceInUseFault',
    message: 'Cannot delete launch configuration web-1 because it is attached to AutoScalingGroup by-configuration',
  });
  await aws.deleteLaunchConfiguration({ LaunchConfigurationName: 'bare' });
  await expect(aws.deleteLaunchConfiguration({ LaunchConfigurationName: 'bare' })).rejects.toMatchObject({ name: 'ValidationError' });
});

test('D6 D-71 every member of a launch configuration comes back as it was sent', async () => {
  const [group] = Object.keys(sandbox.ec2.network.securityGroups);
  const sent = {
    LaunchConfigurationName: 'every-member',
    ImageId: imageId,
    KeyName: 'ops',
    SecurityGroups: [group!],
    ClassicLinkVPCId: 'vpc-0a1b2c3d',
    ClassicLinkVPCSecurityGroups: ['sg-0a1b2c3d'],
    UserData: Buffer.from('#!/bin/bash\n').toString('base64'),
    InstanceType: 'm5.large',
    KernelId: 'aki-0a1b2c3d',
    RamdiskId: 'ari-0a1b2c3d',
    BlockDeviceMappings: [
      {
        DeviceName: '/dev/xvda',
        Ebs: {
          SnapshotId: 'snap-0a1b2c3d',
          VolumeSize: 20,
          VolumeType: 'io1',
          DeleteOnTermination: false,
          Iops: 100,
          Encrypted: true,
          Throughput: 125,
        },
      },
      { DeviceName: '/dev/sdb', VirtualName: 'ephemeral0' },
      { DeviceName: '/dev/sdc', NoDevice: true },
    ],
    InstanceMonitoring: { Enabled: false },
    SpotPrice: '0.05',
    IamInstanceProfile: 'every-member',
    EbsOptimized: true,
    AssociatePublicIpAddress: false,
    PlacementTenancy: 'dedicated',
    MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2, HttpEndpoint: 'enabled' } as const,
  };
  const { shape } = operationsOf(autoscaling).get('CreateLaunchConfiguration')!.input;
  const known = shape.kind === 'struct' ? shape.members.map(({ name }) => name) : [];
  expect(known.filter((name) => name !== 'InstanceId').sort()).toEqual(Object.keys(sent).sort());
  await sandbox.profile('every-member');
  await sandbox.aws.createLaunchConfiguration(sent);
  const names = { LaunchConfigurationNames: ['every-member'] };
  const [made] = (await sandbox.aws.describeLaunchConfigurations(names)).LaunchConfigurations!;
  const { LaunchConfigurationARN, CreatedTime, ...carried } = made!;
  expect(carried).toEqual(sent);
  expect([typeof LaunchConfigurationARN, CreatedTime instanceof Date]).toEqual(['string', true]);
  const name = { AutoScalingGroupName: 'every-member', LaunchConfigurationName: 'every-member' };
  const [member] = (await sandbox.started({ ...name, MinSize: 1 })).Instances!;
  expect(sandbox.ec2.instances[member?.InstanceId ?? '']).toMatchObject({
    instanceType: 'm5.large',
    lifecycle: 'spot',
    tenancy: 'dedicated',
    publicIp: null,
    securityGroupIds: [group],
    metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 2 },
  });
});

test('D9 D-71 an account of today cannot create launch configurations, in AWS’s words', async () => {
  sandbox.account.launchConfigurationsUnavailable = true;
  const create = sandbox.aws.createLaunchConfiguration({ LaunchConfigurationName: 'new', ImageId: imageId, InstanceType: 't3.micro' });
  await expect(create).rejects.toMatchObject({
    name: 'UnsupportedOperation',
    message:
      'The Launch Configuration creation operation is not available in your account. Use launch templates to create configuration templates for your Auto Scaling groups.',
  });
  delete sandbox.account.launchConfigurationsUnavailable;
});
