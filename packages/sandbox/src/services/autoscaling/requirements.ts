import type { CreateAutoScalingGroupType, Tag, UpdateAutoScalingGroupType } from '@aws-sdk/client-auto-scaling';
import { passRole } from '../../auth/pass-role.ts';
import { autoScalingOf } from '../../state/autoscaling.ts';
import { ec2Place } from '../../state/ec2.ts';
import { own } from '../../state/iam.ts';
import { roleInProfile } from '../ec2/profile.ts';
import type { CallContext, Requirement } from '../service.ts';
import { findGroup } from './find.ts';
import { profileNamed } from './launch-configuration-checks.ts';
import { launchNeeds, versionCondition } from './launch-needs.ts';
import { unknownArn } from './names.ts';
import { hasServiceRole } from './service-role.ts';
import type { AutoScalingRequirements } from './types.ts';
import { subnetIdsOf } from './zones.ts';

/** What each operation needs. Source: service authorization reference, Amazon EC2 Auto Scaling; launches by D-74. */
export const requirements: AutoScalingRequirements = {
  CreateLaunchConfiguration: (input, context) => [
    {
      action: 'autoscaling:CreateLaunchConfiguration',
      resource: unknownArn(context, 'launchConfiguration', input.LaunchConfigurationName),
      context: present({
        'autoscaling:ImageId': input.ImageId,
        'autoscaling:InstanceType': input.InstanceType,
        'autoscaling:SpotPrice': input.SpotPrice,
        'autoscaling:MetadataHttpTokens': input.MetadataOptions?.HttpTokens,
        'autoscaling:MetadataHttpEndpoint': input.MetadataOptions?.HttpEndpoint,
        'autoscaling:MetadataHttpPutResponseHopLimit': input.MetadataOptions?.HttpPutResponseHopLimit?.toString(),
      }),
    },
    ...passesProfile(context, input.IamInstanceProfile),
  ],
  DescribeLaunchConfigurations: () => [anywhere('DescribeLaunchConfigurations')],
  DeleteLaunchConfiguration: ({ LaunchConfigurationName: name }, context) => {
    const found = own(autoScalingOf(context.account, context.region).launchConfigurations, name);
    const resource = found?.LaunchConfigurationARN ?? unknownArn(context, 'launchConfiguration', name);
    return [{ action: 'autoscaling:DeleteLaunchConfiguration', resource }];
  },

  CreateAutoScalingGroup: (input, context) => [
    onGroup(context, 'CreateAutoScalingGroup', input.AutoScalingGroupName, { ...groupConditions(input), ...requestTags(input.Tags) }),
    ...launchNeeds(context, input),
    ...makesServiceRole(context, input.ServiceLinkedRoleARN),
  ],
  UpdateAutoScalingGroup: (input, context) => [
    onGroup(context, 'UpdateAutoScalingGroup', input.AutoScalingGroupName, groupConditions(input)),
    ...launchNeeds(context, input),
  ],
  DeleteAutoScalingGroup: ({ AutoScalingGroupName: name }, context) => [onGroup(context, 'DeleteAutoScalingGroup', name)],
  DescribeAutoScalingGroups: () => [anywhere('DescribeAutoScalingGroups')],
  DescribeAutoScalingInstances: () => [anywhere('DescribeAutoScalingInstances')],
  DescribeScalingActivities: () => [anywhere('DescribeScalingActivities')],

  SetDesiredCapacity: ({ AutoScalingGroupName: name }, context) => [onGroup(context, 'SetDesiredCapacity', name)],
  TerminateInstanceInAutoScalingGroup: ({ InstanceId }, context) => [onGroupOf(context, 'TerminateInstanceInAutoScalingGroup', InstanceId)],
  SetInstanceHealth: ({ InstanceId }, context) => [onGroupOf(context, 'SetInstanceHealth', InstanceId)],
  SetInstanceProtection: ({ AutoScalingGroupName: name }, context) => [onGroup(context, 'SetInstanceProtection', name)],
  EnterStandby: ({ AutoScalingGroupName: name }, context) => [onGroup(context, 'EnterStandby', name)],
  ExitStandby: ({ AutoScalingGroupName: name }, context) => [onGroup(context, 'ExitStandby', name)],
  SuspendProcesses: ({ AutoScalingGroupName: name }, context) => [onGroup(context, 'SuspendProcesses', name)],
  ResumeProcesses: ({ AutoScalingGroupName: name }, context) => [onGroup(context, 'ResumeProcesses', name)],

  CreateOrUpdateTags: ({ Tags }, context) => onTagged(context, 'CreateOrUpdateTags', Tags),
  DeleteTags: ({ Tags }, context) => onTagged(context, 'DeleteTags', Tags),
  DescribeTags: () => [anywhere('DescribeTags')],

  PutLifecycleHook: ({ AutoScalingGroupName: name, RoleARN }, context) => [
    onGroup(context, 'PutLifecycleHook', name),
    ...(RoleARN === undefined ? [] : [passRole(RoleARN, 'autoscaling.amazonaws.com')]),
  ],
  DescribeLifecycleHooks: () => [anywhere('DescribeLifecycleHooks')],
  DeleteLifecycleHook: ({ AutoScalingGroupName: name }, context) => [onGroup(context, 'DeleteLifecycleHook', name)],
  CompleteLifecycleAction: ({ AutoScalingGroupName: name }, context) => [onGroup(context, 'CompleteLifecycleAction', name)],

  StartInstanceRefresh: ({ AutoScalingGroupName: name, DesiredConfiguration, Preferences }, context) => [
    onGroup(context, 'StartInstanceRefresh', name),
    ...launchNeeds(context, DesiredConfiguration ?? {}),
    // Source: Auto Scaling user guide, auto rollback: whoever names an alarm must be allowed to see it.
    ...(Preferences?.AlarmSpecification?.Alarms?.length ? [{ action: 'cloudwatch:DescribeAlarms', resource: '*' }] : []),
  ],
  CancelInstanceRefresh: ({ AutoScalingGroupName: name }, context) => [onGroup(context, 'CancelInstanceRefresh', name)],
  RollbackInstanceRefresh: ({ AutoScalingGroupName: name }, context) => [onGroup(context, 'RollbackInstanceRefresh', name)],
  DescribeInstanceRefreshes: () => [anywhere('DescribeInstanceRefreshes')],
};

type Conditions = NonNullable<Requirement['context']>;

/** The Describe operations have no resource type. */
const anywhere = (operation: string): Requirement => ({ action: `autoscaling:${operation}`, resource: '*' });

function onGroup(context: CallContext, operation: string, name: string, conditions: Conditions = {}): Requirement {
  const found = findGroup(context, name);
  const tags = (found?.tags ?? []).flatMap(({ Key = '', Value = '' }) => [
    [`aws:ResourceTag/${Key}`, Value] as const,
    [`autoscaling:ResourceTag/${Key}`, Value] as const,
  ]);
  const resource = found?.group.AutoScalingGroupARN ?? unknownArn(context, 'autoScalingGroup', name);
  return { action: `autoscaling:${operation}`, resource, context: { ...Object.fromEntries(tags), ...conditions } };
}

/** Operations on an instance are authorised on its group; of an instance of none nothing is known. */
function onGroupOf(context: CallContext, operation: string, instanceId: string | undefined): Requirement {
  const groups = Object.values(autoScalingOf(context.account, context.region).groups);
  const found = groups.find(({ instances }) => own(instances, instanceId ?? '') !== null);
  return onGroup(context, operation, found?.group.AutoScalingGroupName ?? '*');
}

const onTagged = (context: CallContext, operation: string, tags: Tag[]): Requirement[] =>
  [...new Set(tags.map(({ ResourceId }) => ResourceId ?? '*'))].map((name) =>
    onGroup(context, operation, name, requestTags(tags.filter(({ ResourceId }) => (ResourceId ?? '*') === name))),
  );

function requestTags(tags: Tag[] | undefined): Conditions {
  if (!tags?.length) return {};
  const each = tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value ?? ''] as const);
  return { ...Object.fromEntries(each), 'aws:TagKeys': tags.map(({ Key }) => Key ?? '') };
}

function groupConditions(input: CreateAutoScalingGroupType | UpdateAutoScalingGroupType): Conditions {
  const { LoadBalancerNames, TargetGroupARNs } = input as Partial<CreateAutoScalingGroupType>;
  const types = (input.MixedInstancesPolicy?.LaunchTemplate?.Overrides ?? []).flatMap(({ InstanceType }) => InstanceType ?? []);
  const subnets = subnetIdsOf(input);
  return present({
    'autoscaling:MinSize': input.MinSize?.toString(),
    'autoscaling:MaxSize': input.MaxSize?.toString(),
    'autoscaling:LaunchConfigurationName': input.LaunchConfigurationName,
    ...versionCondition(input),
    'autoscaling:InstanceTypes': listed(types),
    'autoscaling:LoadBalancerNames': listed(LoadBalancerNames),
    'autoscaling:TargetGroupARNs': listed(TargetGroupARNs),
    'autoscaling:VPCZoneIdentifiers': listed(subnets),
  });
}

const listed = (values: string[] | undefined): string[] | undefined => (values?.length ? values : undefined);

const present = (conditions: Record<string, string | string[] | undefined>): Conditions =>
  Object.fromEntries(Object.entries(conditions).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));

/** The role of the profile is handed to EC2 when the launch configuration is made. */
function passesProfile(context: CallContext, named: string | undefined): Requirement[] {
  const place = ec2Place(context.world, context.account, context.region);
  const role = named === undefined ? null : roleInProfile(place, profileNamed(named));
  return role === null ? [] : [passRole(role, 'ec2.amazonaws.com')];
}

function makesServiceRole(context: CallContext, named: string | undefined): Requirement[] {
  if (named !== undefined || hasServiceRole(context)) return [];
  const { partition, id } = context.account;
  const service = 'autoscaling.amazonaws.com';
  return [
    {
      action: 'iam:CreateServiceLinkedRole',
      resource: `arn:${partition}:iam::${id}:role/aws-service-role/${service}/AWSServiceRoleForAutoScaling`,
      context: { 'iam:AWSServiceName': service },
    },
  ];
}
