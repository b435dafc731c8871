import type { Tag } from '@aws-sdk/client-ecs';
import { passRole } from '../../auth/pass-role.ts';
import { ecsOf } from '../../state/ecs.ts';
import { own } from '../../state/iam.ts';
import type { CallContext, Requirement, Requirements } from '../service.ts';
import { clusterNameOf, ecsArn, familyAndRevision, serviceNameOf } from './names.ts';
import { roleArnOf } from './roles.ts';
import { clusterOfService } from './service-lookup.ts';
import { findTaskDefinition } from './task-definitions.ts';

type Ecs = typeof import('@aws-sdk/client-ecs');

/** What each operation needs. Source: service authorization reference, Amazon ECS; PassRole by D-36; tagging on creation by D-23. */
export const requirements: Requirements<Ecs> = {
  CreateCluster: ({ clusterName, tags }, context) => [
    need(context, 'CreateCluster', '*', requestTags(tags)),
    ...taggingNeeds(context, 'CreateCluster', `cluster/${clusterName ?? 'default'}`, tags),
  ],
  DescribeClusters: ({ clusters }, context) =>
    (clusters?.length ? clusters : ['default']).map((cluster) => onCluster(context, 'DescribeClusters', cluster)),
  ListClusters: (_input, context) => [need(context, 'ListClusters', '*')],
  DeleteCluster: ({ cluster }, context) => [onCluster(context, 'DeleteCluster', cluster)],
  ListContainerInstances: ({ cluster }, context) => [onCluster(context, 'ListContainerInstances', cluster)],
  DescribeContainerInstances: ({ cluster, containerInstances }, context) =>
    (containerInstances ?? []).map((id) =>
      need(
        context,
        'DescribeContainerInstances',
        `container-instance/${clusterNameOf(cluster)}/${id.split('/').at(-1)}`,
        inCluster(context, cluster),
      ),
    ),

  RegisterTaskDefinition: (input, context) => [
    need(context, 'RegisterTaskDefinition', `task-definition/${input.family}:*`, requestTags(input.tags)),
    ...taggingNeeds(context, 'RegisterTaskDefinition', `task-definition/${input.family}:*`, input.tags),
    ...passRoles(context, [input.taskRoleArn, input.executionRoleArn]),
  ],
  DescribeTaskDefinition: (_input, context) => [need(context, 'DescribeTaskDefinition', '*')],
  ListTaskDefinitions: (_input, context) => [need(context, 'ListTaskDefinitions', '*')],
  ListTaskDefinitionFamilies: (_input, context) => [need(context, 'ListTaskDefinitionFamilies', '*')],
  DeregisterTaskDefinition: (_input, context) => [need(context, 'DeregisterTaskDefinition', '*')],
  DeleteTaskDefinitions: ({ taskDefinitions }, context) =>
    (taskDefinitions ?? []).map((name) => onTaskDefinition(context, 'DeleteTaskDefinitions', name)),

  CreateService: (input, context) => [
    onService(context, 'CreateService', input.cluster, input.serviceName, { ...requestTags(input.tags), ...naming(input.taskDefinition) }),
    ...taggingNeeds(context, 'CreateService', `service/${clusterNameOf(input.cluster)}/${input.serviceName}`, input.tags),
    ...passRolesOf(context, input.taskDefinition),
  ],
  UpdateService: (input, context) => [
    onService(context, 'UpdateService', input.cluster, input.service, naming(input.taskDefinition)),
    ...passRolesOf(context, input.taskDefinition),
  ],
  DeleteService: ({ cluster, service }, context) => [onService(context, 'DeleteService', cluster, service)],
  DescribeServices: ({ cluster, services }, context) =>
    (services ?? []).map((service) => onService(context, 'DescribeServices', cluster, service)),
  ListServices: ({ cluster }, context) => [need(context, 'ListServices', '*', inCluster(context, cluster))],
  ListServiceDeployments: ({ cluster, service }, context) => [onService(context, 'ListServiceDeployments', cluster, service)],
  DescribeServiceDeployments: ({ serviceDeploymentArns }, context) =>
    (serviceDeploymentArns ?? []).map((arn) => need(context, 'DescribeServiceDeployments', arn)),

  CreateTaskSet: ({ cluster, service, taskDefinition }, context) => [
    onService(context, 'CreateTaskSet', cluster, service, naming(taskDefinition)),
    ...passRolesOf(context, taskDefinition),
  ],
  DescribeTaskSets: ({ cluster, service }, context) => [
    need(context, 'DescribeTaskSets', `task-set/${clusterNameOf(cluster)}/${serviceNameOf(service ?? '')}/*`, inCluster(context, cluster)),
  ],

  RunTask: (input, context) => [
    onTaskDefinition(context, 'RunTask', input.taskDefinition ?? '', { ...inCluster(context, input.cluster), ...requestTags(input.tags) }),
    ...taggingNeeds(context, 'RunTask', `task/${clusterNameOf(input.cluster)}/*`, input.tags),
    ...passRolesOf(context, input.taskDefinition),
    ...passRoles(context, [input.overrides?.taskRoleArn, input.overrides?.executionRoleArn]),
  ],
  StopTask: ({ cluster, task }, context) => [onTask(context, 'StopTask', cluster, task)],
  ListTasks: ({ cluster }, context) => [
    need(context, 'ListTasks', `container-instance/${clusterNameOf(cluster)}/*`, inCluster(context, cluster)),
  ],
  DescribeTasks: ({ cluster, tasks }, context) => (tasks ?? []).map((task) => onTask(context, 'DescribeTasks', cluster, task)),

  ListTagsForResource: ({ resourceArn }, context) => [need(context, 'ListTagsForResource', resourceArn ?? '*')],
  TagResource: ({ resourceArn, tags }, context) => [need(context, 'TagResource', resourceArn ?? '*', requestTags(tags))],
  UntagResource: ({ resourceArn, tagKeys }, context) => [
    need(context, 'UntagResource', resourceArn ?? '*', tagKeys?.length ? { 'aws:TagKeys': tagKeys } : {}),
  ],

  ListAccountSettings: (_input, context) => [need(context, 'ListAccountSettings', '*')],
  PutAccountSetting: ({ name }, context) => [need(context, 'PutAccountSetting', '*', { 'ecs:account-setting': name ?? '' })],
  PutAccountSettingDefault: ({ name }, context) => [need(context, 'PutAccountSettingDefault', '*', { 'ecs:account-setting': name ?? '' })],
};

type Conditions = NonNullable<Requirement['context']>;

/** `resource` is `*`, an ARN, or the part of one behind the account. */
function need(context: CallContext, action: string, resource: string, conditions: Conditions = {}): Requirement {
  const arn = resource === '*' || resource.startsWith('arn:') ? resource : ecsArn(context, resource);
  return { action: `ecs:${action}`, resource: arn, ...(Object.keys(conditions).length > 0 ? { context: conditions } : {}) };
}

const inCluster = (context: CallContext, cluster: string | undefined): Conditions => ({
  'ecs:cluster': ecsArn(context, `cluster/${clusterNameOf(cluster)}`),
});

const naming = (taskDefinition: string | undefined): Conditions => (taskDefinition ? { 'ecs:task-definition': taskDefinition } : {});

function requestTags(tags: Tag[] | undefined): Conditions {
  if (!tags?.length) return {};
  const each = tags.map(({ key, value }) => [`aws:RequestTag/${key}`, value ?? ''] as const);
  return { ...Object.fromEntries(each), 'aws:TagKeys': tags.map(({ key }) => key ?? '') };
}

function resourceTags(tags: Tag[] | undefined): Conditions {
  const each = (tags ?? []).flatMap(({ key, value }) => [
    [`aws:ResourceTag/${key}`, value ?? ''] as const,
    [`ecs:ResourceTag/${key}`, value ?? ''] as const,
  ]);
  return Object.fromEntries(each);
}

const taggingNeeds = (context: CallContext, createAction: string, resource: string, tags: Tag[] | undefined): Requirement[] =>
  tags?.length ? [need(context, 'TagResource', resource, { ...requestTags(tags), 'ecs:CreateAction': createAction })] : [];

const onCluster = (context: CallContext, action: string, cluster: string | undefined): Requirement => {
  const name = clusterNameOf(cluster);
  return need(context, action, `cluster/${name}`, resourceTags(own(ecsOf(context.account, context.region).clusters, name)?.tags));
};

function onService(
  context: CallContext,
  action: string,
  cluster: string | undefined,
  service: string | undefined,
  more: Conditions = {},
): Requirement {
  const clusterName = clusterNameOf(clusterOfService(service ?? '', cluster));
  const name = serviceNameOf(service ?? '');
  const tags = ecsOf(context.account, context.region).services[`${clusterName}/${name}`]?.tags;
  return need(context, action, `service/${clusterName}/${name}`, { ...inCluster(context, clusterName), ...resourceTags(tags), ...more });
}

const onTask = (context: CallContext, action: string, cluster: string | undefined, task: string | undefined): Requirement =>
  need(context, action, `task/${clusterNameOf(cluster)}/${(task ?? '').split('/').at(-1)}`, inCluster(context, cluster));

function onTaskDefinition(context: CallContext, action: string, name: string, more: Conditions = {}): Requirement {
  const found = findTaskDefinition(ecsOf(context.account, context.region), name);
  const { family, revision } = familyAndRevision(name);
  const arn = found?.definition.taskDefinitionArn ?? `task-definition/${family}:${revision ?? '*'}`;
  return need(context, action, arn, { ...resourceTags(found?.tags), ...more });
}

const passRoles = (context: CallContext, roles: (string | undefined)[]): Requirement[] =>
  [...new Set(roles)].flatMap((role) => (role ? [passRole(roleArnOf(context, role), 'ecs-tasks.amazonaws.com')] : []));

/** Running a definition passes the roles that it names (D-36). */
function passRolesOf(context: CallContext, taskDefinition: string | undefined): Requirement[] {
  const found = taskDefinition === undefined ? null : findTaskDefinition(ecsOf(context.account, context.region), taskDefinition);
  return found ? passRoles(context, [found.definition.taskRoleArn, found.definition.executionRoleArn]) : [];
}
