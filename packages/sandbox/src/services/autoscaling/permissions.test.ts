import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountId, type Groups, imageId, openGroups, region } from './test-groups.ts';

let sandbox: Groups;
beforeAll(async () => {
  sandbox = await openGroups();
  const invoke = (operation: 'CreateRole' | 'CreateInstanceProfile' | 'AddRoleToInstanceProfile', input: object) =>
    sandbox.invoke({ accountId, region, service: 'iam', operation, input: input as never });
  const trust = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };
  await invoke('CreateRole', { RoleName: 'web', AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }) });
  await invoke('CreateInstanceProfile', { InstanceProfileName: 'web' });
  await invoke('AddRoleToInstanceProfile', { InstanceProfileName: 'web', RoleName: 'web' });
  sandbox.clock.advance(10_000);
});
afterAll(() => sandbox?.close());

/** A user with these statements, and the SDK's client of it. */
async function user(UserName: string, ...Statement: object[]) {
  const at = { accountId, region, service: 'iam' as const };
  await sandbox.invoke({ ...at, operation: 'CreateUser', input: { UserName } });
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await sandbox.invoke({ ...at, operation: 'PutUserPolicy', input: { UserName, PolicyName: 'own', PolicyDocument } });
  const { AccessKey } = await sandbox.invoke({ ...at, operation: 'CreateAccessKey', input: { UserName } });
  sandbox.clock.advance(10_000);
  return sandbox.clientOf({ accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! });
}

const allow = (Action: string | string[], Resource: string = '*', more: object = {}) => ({ Effect: 'Allow', Action, Resource, ...more });
const denied = (action: string) => new RegExp(`is not authorized to perform: ${action} on resource`);

test('D-74 whoever gives a group a template must be allowed to launch from it and to pass its role', async () => {
  const LaunchTemplateId = await sandbox.template('guarded', { IamInstanceProfile: { Name: 'web' } }, {});
  await sandbox.started({ AutoScalingGroupName: 'guarded', LaunchTemplate: { LaunchTemplateId, Version: '1' } });
  const change = { AutoScalingGroupName: 'guarded', LaunchTemplate: { LaunchTemplateId, Version: '1' } };
  const group = `arn:aws:autoscaling:${region}:${accountId}:autoScalingGroup:*:autoScalingGroupName/guarded`;
  const bare = await user('bare', allow('autoscaling:*', group));
  await expect(bare.updateAutoScalingGroup(change)).rejects.toThrow(denied('ec2:RunInstances'));
  await bare.updateAutoScalingGroup({ AutoScalingGroupName: 'guarded', MaxSize: 5 });
  await expect(bare.updateAutoScalingGroup({ AutoScalingGroupName: 'other', MaxSize: 5 })).rejects.toThrow(
    denied('autoscaling:UpdateAutoScalingGroup'),
  );
  const launcher = await user('launcher', allow(['autoscaling:*', 'ec2:RunInstances']));
  await expect(launcher.updateAutoScalingGroup(change)).rejects.toThrow(denied('iam:PassRole'));
  const refresh = { AutoScalingGroupName: 'guarded', DesiredConfiguration: { LaunchTemplate: change.LaunchTemplate } };
  await expect(launcher.startInstanceRefresh(refresh)).rejects.toThrow(denied('iam:PassRole'));
  const toEc2 = { Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } } };
  const whole = await user(
    'whole',
    allow(['autoscaling:*', 'ec2:RunInstances']),
    allow('iam:PassRole', `arn:aws:iam::${accountId}:role/web`, toEc2),
  );
  await whole.updateAutoScalingGroup(change);
});

test('a launch configuration passes the role when it is made; naming it in a group asks for nothing of EC2', async () => {
  const configuration = { ImageId: imageId, InstanceType: 't3.micro', IamInstanceProfile: 'web' };
  const maker = await user('maker', allow('autoscaling:*'));
  const create = maker.createLaunchConfiguration({ ...configuration, LaunchConfigurationName: 'passing' });
  await expect(create).rejects.toThrow(denied('iam:PassRole'));
  await sandbox.aws.createLaunchConfiguration({ ...configuration, LaunchConfigurationName: 'passing' });
  await maker.createAutoScalingGroup({
    AutoScalingGroupName: 'by-name',
    LaunchConfigurationName: 'passing',
    MinSize: 0,
    MaxSize: 1,
    AvailabilityZones: ['us-east-1a'],
  });
});

test('conditions: a version must be named, tags of the group decide, sizes are bounded', async () => {
  const LaunchTemplateId = await sandbox.template('conditions', {});
  const tag = { Key: 'team', Value: 'web', ResourceType: 'auto-scaling-group', PropagateAtLaunch: true };
  await sandbox.started({ AutoScalingGroupName: 'mine', LaunchTemplate: { LaunchTemplateId, Version: '1' }, Tags: [tag] });
  await sandbox.started({ AutoScalingGroupName: 'theirs', LaunchTemplate: { LaunchTemplateId, Version: '1' } });
  const pinned = await user(
    'pinned',
    allow('ec2:RunInstances'),
    allow('autoscaling:UpdateAutoScalingGroup', '*', {
      Condition: {
        Bool: { 'autoscaling:LaunchTemplateVersionSpecified': 'true' },
        StringEquals: { 'autoscaling:ResourceTag/team': 'web' },
        NumericLessThanEqualsIfExists: { 'autoscaling:MaxSize': '5' },
      },
    }),
  );
  const update = (AutoScalingGroupName: string, Version: string, MaxSize = 4) =>
    pinned.updateAutoScalingGroup({ AutoScalingGroupName, MaxSize, LaunchTemplate: { LaunchTemplateId, Version } });
  await update('mine', '1');
  await expect(update('mine', '$Latest')).rejects.toMatchObject({ name: 'AccessDenied' });
  await expect(update('theirs', '1')).rejects.toMatchObject({ name: 'AccessDenied' });
  await expect(update('mine', '1', 9)).rejects.toMatchObject({ name: 'AccessDenied' });
});
