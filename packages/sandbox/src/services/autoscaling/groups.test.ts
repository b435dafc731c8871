import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountId, type Groups, imageId, openGroups, shown } from './test-groups.ts';

let sandbox: Groups;
beforeAll(async () => {
  sandbox = await openGroups();
});
afterAll(() => sandbox?.close());

const two = { MinSize: 2, MaxSize: 4, AvailabilityZones: ['us-east-1a', 'us-east-1b'] };

test('D9 D-71 a template whose first network interface has the groups and the public address is launched into the group’s subnets', async () => {
  const [group] = Object.keys(sandbox.ec2.network.securityGroups);
  const subnets = Object.keys(sandbox.ec2.network.subnets);
  const card = { DeviceIndex: 0, AssociatePublicIpAddress: true, Groups: [group!] };
  const LaunchTemplateId = await sandbox.template('carded', { NetworkInterfaces: [card], Monitoring: { Enabled: true } });
  const made = await sandbox.started({
    AutoScalingGroupName: 'carded',
    AvailabilityZones: undefined,
    VPCZoneIdentifier: `${subnets[0]}, ${subnets[1]}`,
    LaunchTemplate: { LaunchTemplateId, Version: '1' },
  });
  expect(made.AvailabilityZones).toEqual(['us-east-1a', 'us-east-1b']);
  const launched = made.Instances!.map(({ InstanceId }) => sandbox.ec2.instances[InstanceId ?? '']!);
  expect(launched.map(({ subnetId }) => subnetId)).toEqual(subnets.slice(0, 2));
  for (const instance of launched) expect(instance).toMatchObject({ securityGroupIds: [group], monitoring: true });
  expect(launched.every(({ publicIp }) => publicIp !== null)).toBe(true);
});

test('D11 D-74 an update changes what it sends, keeps the instances, and one source takes the place of another', async () => {
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
  await aws.createLaunchConfiguration({ LaunchConfigurationName: 'web-1', ImageId: imageId, InstanceType: 't3.micro' });
  await aws.updateAutoScalingGroup({ AutoScalingGroupName: 'update', LaunchConfigurationName: 'web-1' });
  const moved = await sandbox.group('update');
  expect([moved.LaunchConfigurationName, moved.LaunchTemplate]).toEqual(['web-1', undefined]);
});

test('D10 D-74 a mixed instances policy keeps its overrides and launches from them', async () => {
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

test('D9 D-73 $Latest acts at the next launch, and the instance shows the number that it stood for (D-76)', async () => {
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
});
