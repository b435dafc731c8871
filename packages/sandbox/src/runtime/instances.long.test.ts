import { afterAll, beforeAll, expect, test } from 'vitest';
import { allow, trusting } from '../estate/policies.ts';
import { openInstances, settled } from './test-instances.ts';

let estate: Awaited<ReturnType<typeof openInstances>>;
beforeAll(async () => {
  estate = await openInstances();
});
afterAll(() => estate.close());

test('D-78: tokens required break the script that sends none, though the SDK goes on', async () => {
  const { seen } = estate;
  const builder = estate.named('builder');
  const expansive = `arn:aws:iam::${estate.at.accountId}:role/builder-expansive`;
  const implicit = await estate.role('builder-implicit', trusting('ec2.amazonaws.com'), allow([['sts:AssumeRole'], expansive]));
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: implicit }, Action: 'sts:AssumeRole' }] };
  await estate.role('builder-expansive', trust, allow([['s3:PutObject', 'ecs:ListClusters'], '*']));
  await estate.profile('builder', 'builder-implicit');
  const input = { InstanceId: builder.instanceId, IamInstanceProfile: { Name: 'builder' } };
  await estate.invoke({ ...estate.at, service: 'ec2', operation: 'AssociateIamInstanceProfile', input });
  builder.metadataOptions.httpTokens = 'required';
  await estate.restart(builder);
  await settled(() => seen('builder').failed > 1);
  expect(seen('builder').errors.join()).toContain('token');
});

test('D-78: a container that lost its key reaches the instance’s role with hop limit 2 and not with 1', async () => {
  const { at, seen, role, profile } = estate;
  const ImageId = estate.named('docker-host').imageId;
  await role('RendererRole', trusting('ec2.amazonaws.com'), allow([['s3:PutObject'], '*']));
  await profile('renderer', 'RendererRole');
  const launch = (name: string, HttpPutResponseHopLimit: number) =>
    estate.invoke({
      ...at,
      service: 'ec2',
      operation: 'RunInstances',
      input: {
        ImageId,
        InstanceType: 't3.micro',
        MinCount: 1,
        MaxCount: 1,
        IamInstanceProfile: { Name: 'renderer' },
        MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit },
        UserData: Buffer.from('#!/bin/sh\ndocker run -d renderer:4.1\n').toString('base64'),
        TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: name }] }],
      },
    });
  await launch('near', 1);
  await launch('far', 2);
  await settled(() => seen('near').failed > 1 && seen('far').calls > 1);
  expect(seen('near', 'none').errors.join()).toContain('token');
  expect(seen('far', 'assumed-role/RendererRole/i-')).toEqual({ ...seen('far'), failed: 0, errors: [] });
});

test('E4 E11 D-48: user data writes an AWS config file: the program acts as the role of its profile with the right external id, and not with a wrong one', async () => {
  const { at, seen, role, profile } = estate;
  const reporter = `arn:aws:iam::${at.accountId}:role/reporter`;
  const caller = await role('reporter-caller', trusting('ec2.amazonaws.com'), allow([['sts:AssumeRole'], reporter]));
  const [Condition, Principal] = [{ StringEquals: { 'sts:ExternalId': 'right-one' } }, { AWS: caller }];
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition }] };
  await role('reporter', trust, allow([['cloudwatch:PutMetricData'], '*']));
  await profile('reporter', 'reporter-caller');
  const { imageId: ImageId } = estate.named('metrics-collector');
  const launch = (name: string, externalId: string) => {
    const config = `[default]\nrole_arn = ${reporter}\nexternal_id = ${externalId}\ncredential_source = Ec2InstanceMetadata\nrole_session_name = ${name}\n`;
    const UserData = Buffer.from(`#!/bin/bash\nmkdir -p ~/.aws\ncat > ~/.aws/config <<'END'\n${config}END\n`).toString('base64');
    const TagSpecifications = [{ ResourceType: 'instance' as const, Tags: [{ Key: 'Name', Value: name }] }];
    const one = { ImageId, InstanceType: 't3.micro' as const, MinCount: 1, MaxCount: 1, IamInstanceProfile: { Name: 'reporter' } };
    return estate.invoke({ ...at, service: 'ec2', operation: 'RunInstances', input: { ...one, UserData, TagSpecifications } });
  };
  await launch('right', 'right-one');
  await launch('wrong', 'wrong-one');
  await settled(() => seen('right', 'assumed-role/reporter/right').calls > 2 && seen('wrong').failed > 1);
  expect(seen('right')).toMatchObject({ failed: 0, errors: [] });
  expect(seen('wrong', 'assumed-role/reporter/').calls).toBe(0);
  expect(seen('wrong').errors.join()).toContain('sts:AssumeRole: AccessDenied');
});

test('A1 D12 D15: document 003’s group goes from its launch configuration to a template with a role, one instance at a time, with 0 failed uploads', async () => {
  const { at, seen, place } = estate;
  const AutoScalingGroupName = 'image-upload-web';
  const group = () => place.account.regions[at.region]!.autoscaling!.groups[AutoScalingGroupName]!;
  const old = Object.keys(group().instances);
  await settled(() => Object.values(group().instances).every(({ reported }) => reported === 'healthy'));
  await estate.role(
    'WebServerRole',
    trusting('ec2.amazonaws.com'),
    allow([['s3:PutObject'], `arn:aws:s3:::image-upload-${at.accountId}/*`]),
  );
  await estate.profile('web-server', 'WebServerRole');
  const LaunchTemplateData = {
    ImageId: Object.values(place.ec2.instances).find(({ instanceId }) => instanceId === old[0])!.imageId,
    InstanceType: 't3.micro' as const,
    IamInstanceProfile: { Name: 'web-server' },
    UserData: Buffer.from('#!/bin/bash\nexport AWS_REGION=us-east-1\nnpm start &\n').toString('base64'),
  };
  const template = { LaunchTemplateName: 'image-upload-web', LaunchTemplateData };
  await estate.invoke({ ...at, service: 'ec2', operation: 'CreateLaunchTemplate', input: template });
  const input = {
    AutoScalingGroupName,
    DesiredConfiguration: { LaunchTemplate: { LaunchTemplateName: 'image-upload-web', Version: '1' } },
    Preferences: { MinHealthyPercentage: 100, MaxHealthyPercentage: 150 },
  };
  await estate.invoke({ ...at, service: 'autoscaling', operation: 'StartInstanceRefresh', input });
  await settled(() => group().refreshes[0]?.status === 'Successful');
  expect(Object.keys(group().instances).filter((id) => old.includes(id))).toEqual([]);
  await settled(() => seen('image-upload-web', 'assumed-role/WebServerRole/i-').instanceIds.size === 2);
  expect(seen('image-upload-web')).toMatchObject({ failed: 0, errors: [] });
});

test('A1: a group’s web server that cannot upload is unhealthy, and is replaced', async () => {
  const { at, seen, place } = estate;
  const group = () => place.account.regions[at.region]!.autoscaling!.groups['image-upload-web']!;
  const before = Object.keys(group().instances);
  const policy = { RoleName: 'WebServerRole', PolicyName: 'own' };
  await estate.invoke({ ...at, service: 'iam', operation: 'DeleteRolePolicy', input: policy });
  await settled(() => Object.keys(group().instances).some((id) => !before.includes(id)));
  expect(seen('image-upload-web').errors.join()).toContain('AccessDenied');
  expect(
    group()
      .activities.map(({ Cause }) => Cause)
      .join(),
  ).toContain('ELB system health check failure');
});
