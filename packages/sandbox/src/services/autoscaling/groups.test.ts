import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountId, type Groups, imageId, openGroups, shown } from './test-groups.ts';

let sandbox: Groups;
beforeAll(async () => {
  sandbox = await openGroups();
});
afterAll(() => sandbox?.close());

const two = { MinSize: 2, MaxSize: 4, AvailabilityZones: ['us-east-1a', 'us-east-1b'] };

test('D-71 a launch configuration keeps what was sent, is immutable, in use while attached, and its user data stands in the list', async () => {
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

test('D-71 an account of today cannot create launch configurations, in AWS’s words', async () => {
  sandbox.account.launchConfigurationsUnavailable = true;
  const create = sandbox.aws.createLaunchConfiguration({ LaunchConfigurationName: 'new', ImageId: imageId, InstanceType: 't3.micro' });
  await expect(create).rejects.toMatchObject({
    name: 'UnsupportedOperation',
    message:
      'The Launch Configuration creation operation is not available in your account. Use launch templates to create configuration templates for your Auto Scaling groups.',
  });
  delete sandbox.account.launchConfigurationsUnavailable;
});

test('D-74 an update changes what it sends, keeps the instances, and one source takes the place of another', async () => {
  const { aws } = sandbox;
  const LaunchTemplateId = await sandbox.template('web', {}, {});
  await sandbox.started({ AutoScalingGroupName: 'update', LaunchTemplate: { LaunchTemplateId, Version: '1' }, HealthCheckGracePeriod: 30 });
  const before = await sandbox.group('update');
  expect(before.LaunchTemplate).toEqual({ LaunchTemplateId, LaunchTemplateName: 'web', Version: '1' });
  await aws.updateAutoScalingGroup({ AutoScalingGroupName: 'update', LaunchTemplate: { LaunchTemplateId, Version: '2' } });
  sandbox.clock.advance(20_000);
  const after = await sandbox.group('update');
  expect(after).toEqual({ ...before, LaunchTemplate: { ...before.LaunchTemplate, Version: '2' } });
  expect(shown(after)).toEqual(['InService 1', 'InService 1']);
  const both = { LaunchTemplate: { LaunchTemplateId }, LaunchConfigurationName: 'web-1' };
  await expect(aws.updateAutoScalingGroup({ AutoScalingGroupName: 'update', ...both })).rejects.toMatchObject({
    name: 'ValidationError',
    message: 'Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.',
  });
  await expect(aws.createAutoScalingGroup({ AutoScalingGroupName: 'none', ...two })).rejects.toMatchObject({ name: 'ValidationError' });
  await aws.updateAutoScalingGroup({ AutoScalingGroupName: 'update', LaunchConfigurationName: 'web-1' });
  const moved = await sandbox.group('update');
  expect([moved.LaunchConfigurationName, moved.LaunchTemplate]).toEqual(['web-1', undefined]);
});

test('D-74 a mixed instances policy keeps its overrides and launches from them', async () => {
  const LaunchTemplateId = await sandbox.template('mixed', {}, {});
  const other = await sandbox.template('mixed-arm', {});
  const Overrides = [
    { InstanceType: 'm5.large', WeightedCapacity: '1' },
    { InstanceType: 'm6g.large', LaunchTemplateSpecification: { LaunchTemplateId: other, Version: '1' } },
  ];
  const MixedInstancesPolicy = {
    LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateId, Version: '1' }, Overrides },
    InstancesDistribution: {
      OnDemandBaseCapacity: 1,
      OnDemandPercentageAboveBaseCapacity: 0,
      SpotAllocationStrategy: 'price-capacity-optimized',
    },
  };
  const made = await sandbox.started({ AutoScalingGroupName: 'mixed', MixedInstancesPolicy, MinSize: 3 });
  expect(made.MixedInstancesPolicy?.LaunchTemplate?.Overrides).toEqual([
    Overrides[0],
    { InstanceType: 'm6g.large', LaunchTemplateSpecification: { LaunchTemplateId: other, LaunchTemplateName: 'mixed-arm', Version: '1' } },
  ]);
  expect(made.MixedInstancesPolicy?.InstancesDistribution).toMatchObject({
    ...MixedInstancesPolicy.InstancesDistribution,
    OnDemandAllocationStrategy: 'prioritized',
  });
  expect(made.Instances?.map(({ InstanceType, LaunchTemplate }) => `${InstanceType} ${LaunchTemplate?.LaunchTemplateName}`)).toEqual([
    'm5.large mixed',
    'm5.large mixed',
    'm6g.large mixed-arm',
  ]);
  const lifecycles = made.Instances?.map(({ InstanceId }) => sandbox.ec2.instances[InstanceId ?? '']?.lifecycle);
  expect(lifecycles).toEqual([null, 'spot', 'spot']);
});

test('D-73 $Latest acts at the next launch, and the instance shows the number that it stood for (D-76)', async () => {
  const LaunchTemplateId = await sandbox.template('latest', {}, {});
  const made = await sandbox.started({
    AutoScalingGroupName: 'latest',
    LaunchTemplate: { LaunchTemplateName: 'latest', Version: '$Latest' },
  });
  expect(made.LaunchTemplate?.Version).toBe('$Latest');
  expect(shown(made)).toEqual(['InService 2', 'InService 2']);
  await sandbox.version(LaunchTemplateId);
  await sandbox.aws.setDesiredCapacity({ AutoScalingGroupName: 'latest', DesiredCapacity: 3 });
  sandbox.clock.advance(10_000);
  expect(shown(await sandbox.group('latest'))).toEqual(['InService 2', 'InService 2', 'InService 3']);
  const { AutoScalingInstances } = await sandbox.aws.describeAutoScalingInstances({});
  const mine = AutoScalingInstances!.filter(({ AutoScalingGroupName }) => AutoScalingGroupName === 'latest');
  expect(mine.map(({ HealthStatus, LaunchTemplate }) => `${HealthStatus} ${LaunchTemplate?.Version}`).sort()).toEqual([
    'HEALTHY 2',
    'HEALTHY 2',
    'HEALTHY 3',
  ]);
  const [instance] = mine;
  expect(sandbox.ec2.instances[instance?.InstanceId ?? '']?.tags).toMatchObject({ 'aws:ec2launchtemplate:id': LaunchTemplateId });
  await expect(sandbox.aws.setDesiredCapacity({ AutoScalingGroupName: 'latest', DesiredCapacity: 9 })).rejects.toMatchObject({
    message: 'New SetDesiredCapacity value 9 is above max value 4 for the AutoScalingGroup.',
  });
});

test('a group refuses a template that is not there, and says so as AWS does', async () => {
  const create = (LaunchTemplate: object) => sandbox.aws.createAutoScalingGroup({ AutoScalingGroupName: 'never', ...two, LaunchTemplate });
  await expect(create({ LaunchTemplateName: 'nowhere' })).rejects.toMatchObject({
    name: 'ValidationError',
    message:
      'You must use a valid fully-formed launch template. The specified launch template, with template name nowhere, does not exist.',
  });
  const LaunchTemplateId = await sandbox.template('profileless', { IamInstanceProfile: { Name: 'nobody' } });
  await expect(create({ LaunchTemplateId, Version: '7' })).rejects.toThrow(/Could not find the specified version 7/);
  await expect(create({ LaunchTemplateId })).rejects.toThrow(/Invalid IAM Instance Profile name/);
  await expect(create({ LaunchTemplateId, LaunchTemplateName: 'profileless' })).rejects.toMatchObject({ name: 'ValidationError' });
});

test('what a group launches is in CloudTrail as its service-linked role, and the role was made with the first group', () => {
  const role = sandbox.account.iam.roles.AWSServiceRoleForAutoScaling;
  expect(role?.arn).toBe(`arn:aws:iam::${accountId}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`);
  const events = sandbox.account.regions['us-east-1']!.cloudtrail!.events;
  const launch = JSON.parse(events.find(({ name }) => name === 'RunInstances')!.json);
  expect(launch.userIdentity.sessionContext.sessionIssuer.userName).toBe('AWSServiceRoleForAutoScaling');
  expect(launch.sourceIPAddress).toBe('autoscaling.amazonaws.com');
  const created = events.find(({ name }) => name === 'CreateLaunchConfiguration')!;
  expect(created.json).not.toContain(Buffer.from('AKIAIOSFODNN7EXAMPLE').toString('base64').slice(0, 12));
  expect(JSON.parse(created.json).requestParameters.userData).toBe('<sensitiveDataRemoved>');
});
