import { type PlannedStep, planTag, type StepOf } from '../plan/planned-step.ts';
import type { HclItem } from './hcl.ts';
import { type NewRevision, stepsOf } from './source.ts';
import { adopted, label, resource } from './terraform-items.ts';
import { taskDefinitionItems } from './terraform-task-definition.ts';

/** What the steps are printed from: each other, and the new revision with variables in place of masked values. */
export interface TerraformSource {
  steps: readonly PlannedStep[];
  revision: NewRevision | null;
}

/** aws_iam_role. Its trust names the plan's account; the plan's own tag stays with the run that carries it out. */
export function createRole(step: StepOf<'create-role'>): HclItem[] {
  const name = label(step.roleName);
  const tags = Object.entries(step.tags).filter(([key]) => key !== planTag);
  return [
    ...resource('aws_iam_role', name, [
      { attribute: 'name', value: step.roleName },
      { attribute: 'path', value: step.path },
      { attribute: 'description', value: step.description },
      { attribute: 'assume_role_policy', value: { $jsonencode: step.trust } },
      ...(step.boundaryArn === null ? [] : [{ attribute: 'permissions_boundary', value: step.boundaryArn }]),
      ...(tags.length === 0 ? [] : [{ attribute: 'tags', value: Object.fromEntries(tags) }]),
    ]),
    ...adopted(`aws_iam_role.${name}`, step.roleName),
  ];
}

/** aws_iam_policy. */
export function createPolicy(step: StepOf<'create-managed-policy'>): HclItem[] {
  const name = label(step.policyName);
  return [
    ...resource('aws_iam_policy', name, [
      { attribute: 'name', value: step.policyName },
      { attribute: 'path', value: step.path },
      { attribute: 'description', value: step.description },
      { attribute: 'policy', value: { $jsonencode: step.document } },
    ]),
    ...adopted(`aws_iam_policy.${name}`, step.policyArn),
  ];
}

/** aws_iam_role_policy_attachment: adds one policy to one role and leaves everybody else's alone (A13). */
export function attachPolicy(step: StepOf<'attach-managed-policy'>, source: TerraformSource): HclItem[] {
  const name = attachmentLabel(step);
  const made = stepsOf(source.steps, 'create-managed-policy').find(({ policyArn }) => policyArn === step.policyArn);
  return [
    ...resource('aws_iam_role_policy_attachment', name, [
      { attribute: 'role', value: roleName(step.roleName, source) },
      { attribute: 'policy_arn', value: made ? { $hcl: `aws_iam_policy.${label(made.policyName)}.arn` } : step.policyArn },
    ]),
    ...adopted(`aws_iam_role_policy_attachment.${name}`, `${step.roleName}/${step.policyArn}`),
  ];
}

/** aws_iam_role_policy. */
export function putRolePolicy(step: StepOf<'put-role-policy'>, source: TerraformSource): HclItem[] {
  const name = inlineLabel(step);
  return [
    ...resource('aws_iam_role_policy', name, [
      { attribute: 'name', value: step.policyName },
      { attribute: 'role', value: roleName(step.roleName, source) },
      { attribute: 'policy', value: { $jsonencode: step.document } },
    ]),
    ...adopted(`aws_iam_role_policy.${name}`, `${step.roleName}:${step.policyName}`),
  ];
}

/** aws_ecs_task_definition: the whole revision, since Terraform cannot patch one. Older revisions stay, so that there is a way back. */
export function registerRevision(step: StepOf<'register-task-definition'>, source: TerraformSource): HclItem[] {
  if (source.revision === null) return [];
  const role = stepsOf(source.steps, 'create-role').find(({ roleName: name, path }) => step.taskRoleArn.endsWith(`:role${path}${name}`));
  const name = label(step.family);
  const taskRoleArn = role ? { $hcl: `aws_iam_role.${label(role.roleName)}.arn` } : step.taskRoleArn;
  return [
    ...resource('aws_ecs_task_definition', name, taskDefinitionItems({ ...source.revision.body, taskRoleArn }, source.revision.tags)),
    { blank: true },
    { comment: 'The newest revision of the family; it is imported once the plan has been applied.' },
    { block: 'data', labels: ['aws_ecs_task_definition', name], body: [{ attribute: 'task_definition', value: step.family }] },
    ...adopted(`aws_ecs_task_definition.${name}`, { $hcl: `data.aws_ecs_task_definition.${name}.arn` }),
  ];
}

/** aws_ecs_service: it is there, so that it is imported; all that the plan does not change is left as it is. */
export function updateService(step: StepOf<'update-service'>, source: TerraformSource): HclItem[] {
  const name = label(step.serviceName);
  const cluster = step.clusterArn.slice(step.clusterArn.lastIndexOf('/') + 1);
  const [revision] = stepsOf(source.steps, 'register-task-definition');
  const permissions = [
    ...stepsOf(source.steps, 'attach-managed-policy').map((one) => `aws_iam_role_policy_attachment.${attachmentLabel(one)}`),
    ...stepsOf(source.steps, 'put-role-policy').map((one) => `aws_iam_role_policy.${inlineLabel(one)}`),
  ];
  return [
    ...resource('aws_ecs_service', name, [
      { attribute: 'name', value: step.serviceName },
      { attribute: 'cluster', value: step.clusterArn },
      ...(revision ? [{ attribute: 'task_definition', value: { $hcl: `aws_ecs_task_definition.${label(revision.family)}.arn` } }] : []),
      { attribute: 'wait_for_steady_state', value: true },
      ...(permissions.length === 0 ? [] : [{ attribute: 'depends_on', value: permissions.map(($hcl) => ({ $hcl })) }]),
      { blank: true },
      { block: 'lifecycle', body: [{ attribute: 'ignore_changes', value: untouched.map(($hcl) => ({ $hcl })) }] },
    ]),
    { blank: true },
    {
      block: 'import',
      body: [
        { attribute: 'to', value: { $hcl: `aws_ecs_service.${name}` } },
        { attribute: 'id', value: `${cluster}/${step.serviceName}` },
      ],
    },
  ];
}

/** What UpdateService of a plan never sends (D-30). */
const untouched = [
  'capacity_provider_strategy',
  'deployment_circuit_breaker',
  'deployment_controller',
  'deployment_maximum_percent',
  'deployment_minimum_healthy_percent',
  'desired_count',
  'enable_ecs_managed_tags',
  'enable_execute_command',
  'health_check_grace_period_seconds',
  'iam_role',
  'launch_type',
  'load_balancer',
  'network_configuration',
  'ordered_placement_strategy',
  'placement_constraints',
  'platform_version',
  'propagate_tags',
  'scheduling_strategy',
  'service_connect_configuration',
  'service_registries',
  'tags',
  'volume_configuration',
];

/** The role of the plan by reference, so that it is made first; one that is there by its name. */
function roleName(name: string, source: TerraformSource): unknown {
  return stepsOf(source.steps, 'create-role').some((step) => step.roleName === name) ? { $hcl: `aws_iam_role.${label(name)}.name` } : name;
}

const attachmentLabel = ({ roleName: role, policyArn }: StepOf<'attach-managed-policy'>): string =>
  label(`${role}-${policyArn.slice(policyArn.lastIndexOf('/') + 1)}`);
const inlineLabel = ({ roleName: role, policyName }: StepOf<'put-role-policy'>): string => label(`${role}-${policyName}`);
