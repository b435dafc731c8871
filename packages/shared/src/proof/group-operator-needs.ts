import type { GroupSnapshot } from '../plan/group-snapshot.ts';
import type { LaunchSource } from '../plan/group-steps.ts';
import type { PlannedStep } from '../plan/planned-step.ts';
import type { GroupPlan } from '../plan/recipes/auto-scaling-group.ts';
import { ec2RoleNeeds, on, passing } from './ec2-role-needs.ts';
import { type Need, need } from './operator-claims.ts';

type Place = Pick<GroupSnapshot, 'partition' | 'region' | 'awsAccountId' | 'groupName' | 'role' | 'currentRole'>;

/**
 * What the console must be allowed for the steps of a group's move and for undoing them. Whoever gives a group a template must be allowed to
 * launch from it: ec2:RunInstances and iam:PassRole, of the role that is put back too (D-74, D7). On the group's own ARN only what AWS
 * authorises there; its middle part is not known, so that the needs name the group by `*`.
 * Source: service authorization reference, Amazon EC2 Auto Scaling and Amazon EC2.
 */
export function groupNeeds(snapshot: Place, { role, steps }: Pick<GroupPlan, 'role' | 'steps'>): Need[] {
  const ofRole = ec2RoleNeeds(snapshot, role.arn, steps);
  const ofGroup = needsIn(snapshot, role.arn);
  return steps.flatMap((step) => [...ofRole(step), ...ofGroup(step)]);
}

function needsIn({ partition, region, awsAccountId, groupName, currentRole }: Place, roleArn: string) {
  const place = `${region}:${awsAccountId}`;
  const template = (id: string): string => `arn:${partition}:ec2:${place}:launch-template/${id.startsWith('step:') ? '*' : id}`;
  const group = `arn:${partition}:autoscaling:${place}:autoScalingGroup:*:autoScalingGroupName/${groupName}`;
  const configuration = (name: string): string =>
    `arn:${partition}:autoscaling:${place}:launchConfiguration:*:launchConfigurationName/${name}`;
  const instances = `arn:${partition}:ec2:${place}:instance/*`;
  const roleToday = currentRole.state === 'known' ? currentRole.value.arn : null;
  const launching = (...sources: (LaunchSource | null)[]): Need[] =>
    sources.every((source) => source === null || 'LaunchConfigurationName' in source)
      ? []
      : [need('ec2:RunInstances', instances), ...passing(roleArn), ...passing(roleToday === roleArn ? null : roleToday)];
  return (step: PlannedStep): Need[] => {
    switch (step.kind) {
      case 'create-launch-template':
        return [
          ...on(['ec2:CreateLaunchTemplate', 'ec2:DeleteLaunchTemplate'], template('step:')),
          need('ec2:CreateTags', template('step:'), { 'ec2:CreateAction': 'CreateLaunchTemplate' }),
        ];
      case 'create-launch-template-version':
        return [
          ...on(['ec2:CreateLaunchTemplateVersion', 'ec2:DeleteLaunchTemplateVersions'], template(step.launchTemplateId)),
          ...(step.shown.TagSpecifications === undefined
            ? []
            : [need('ec2:CreateTags', instances, { 'ec2:CreateAction': 'RunInstances' })]),
        ];
      case 'create-launch-configuration':
        return [
          ...on(
            ['autoscaling:CreateLaunchConfiguration', 'autoscaling:DeleteLaunchConfiguration'],
            configuration(step.launchConfigurationName),
          ),
          ...passing(step.edits.roleArn),
        ];
      case 'update-group':
        return [need('autoscaling:UpdateAutoScalingGroup', group), ...launching(step.before, step.after)];
      case 'refresh-instances':
        return [
          ...on(['autoscaling:StartInstanceRefresh', 'autoscaling:CancelInstanceRefresh', 'autoscaling:RollbackInstanceRefresh'], group),
          ...(step.preferences.AlarmSpecification === undefined ? [] : [need('cloudwatch:DescribeAlarms', '*')]),
          ...launching(step.before, step.desired),
        ];
      default:
        return [];
    }
  };
}
