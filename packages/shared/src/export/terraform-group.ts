import type { GroupKind } from '../plan/group-steps.ts';
import type { PlannedStep, StepOf } from '../plan/planned-step.ts';
import type { GroupExportSource } from './group-source.ts';
import { type HclItem, printHcl } from './hcl.ts';
import type { IdentityKind } from './identity-kind.ts';
import { withoutMasked } from './shown-members.ts';
import { accountNames, stepsOf } from './source.ts';
import { identityPrinters } from './terraform-instance.ts';
import { accountVariable, adoptVariable, imported, label, placeData, placeLocals, required, resource } from './terraform-items.ts';
import { newTemplate, nextVersion, templateLabel, userDataVariable } from './terraform-launch-template.ts';
import { writerOf } from './terraform-place.ts';

type Printers = { [K in GroupKind | IdentityKind]: (step: StepOf<K>, source: GroupExportSource) => HclItem[] };

const nothing = (): HclItem[] => [];

/** One printer a step kind; a missing one does not compile. What Terraform cannot do stands in the head of the file. */
const printers = {
  ...identityPrinters,
  'create-launch-template': newTemplate,
  // Of a template that the plan makes, the version is what Terraform makes at once.
  'create-launch-template-version': (step, source) => (step.launchTemplateId.startsWith('step:') ? [] : nextVersion(step, source)),
  'create-launch-configuration': nothing,
  'update-group': nothing,
  'refresh-instances': group,
  'verify-group': nothing,
} satisfies Printers;

/**
 * The move of a group as Terraform: role, policies and profile, the launch template with its new version, and the group, imported, on that
 * version with an instance refresh. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/autoscaling_group
 */
export function terraformOfGroup(source: GroupExportSource): string {
  const others = accountNames(source);
  const body = source.steps.flatMap((step) => {
    const print = printers[step.kind as GroupKind] as (step: PlannedStep, source: GroupExportSource) => HclItem[];
    return print(step, source);
  });
  const variables = [
    ...adoptVariable(source.applied),
    ...templatesOf(source).flatMap(userDataVariable),
    ...[...others].flatMap(([id, name]) => accountVariable(name, id)),
  ];
  const items = [...head(source), ...variables, ...placeData, { block: 'locals', body: placeLocals }, ...body];
  return printHcl(items, writerOf(source.place, others));
}

/** Templates whose user data Terraform has to be given. */
function templatesOf({ steps }: GroupExportSource): { templateName: string }[] {
  const made = stepsOf(steps, 'create-launch-template');
  return made.length > 0 ? made : stepsOf(steps, 'create-launch-template-version').filter(({ edits }) => edits.userData !== null);
}

function head({ workload, steps, blockers }: GroupExportSource): HclItem[] {
  const byHand = [
    ...stepsOf(steps, 'replace-trust-policy').map(({ roleName }) => `let ec2.amazonaws.com assume ${roleName} where that role is defined`),
    ...(stepsOf(steps, 'create-instance-profile').length > 0
      ? []
      : stepsOf(steps, 'add-role-to-instance-profile').map(({ profileName, roleName }) => `put ${roleName} into ${profileName}`)),
    ...stepsOf(steps, 'create-launch-template').flatMap(({ shown }) =>
      withoutMasked(shown).hidden.map((path) => `write the value of ${path}`),
    ),
    ...stepsOf(steps, 'create-launch-configuration').map(
      ({ from, launchConfigurationName }) =>
        `copy the launch configuration ${from} to ${launchConfigurationName} with the profile, and let ${workload} launch from it`,
    ),
    ...stepsOf(steps, 'refresh-instances').flatMap(({ desired }) =>
      desired !== null && 'MixedInstancesPolicy' in desired
        ? [`name the new versions in the mixed instances policy of ${workload}, where it is defined, and start an instance refresh`]
        : [],
    ),
  ];
  const made = stepsOf(steps, 'create-launch-template').length > 0;
  return [
    {
      comment: [
        `Moves the Auto Scaling group ${workload} from static access keys to a role. Written by Rolewright from a plan.`,
        'The group is there: it is imported, and nothing but what it launches from is changed.',
        ...(made
          ? ['The launch template differs from its first version on. Where Rolewright has applied the plan, import its template by its id.']
          : ['With -var adopt=true Terraform takes over what Rolewright has applied, in place of making it.']),
        ...blockers.map((sentence) => `The console does not start this plan. Not so when it was made: ${sentence}`),
        ...byHand.map((sentence) => `Not done by this file: ${sentence}.`),
      ].join('\n'),
    },
    required,
    { blank: true },
  ];
}

/** aws_autoscaling_group: imported, on the newest version of the template, its instances replaced when that changes. */
function group({ desired, preferences }: StepOf<'refresh-instances'>, { workload, steps, group: size }: GroupExportSource): HclItem[] {
  if (desired === null || !('LaunchTemplate' in desired)) return [];
  const name = label(workload);
  const [template] = [...stepsOf(steps, 'create-launch-template'), ...stepsOf(steps, 'create-launch-template-version')];
  const made = template && `aws_launch_template.${templateLabel(template)}`;
  const { LaunchTemplateId, Version } = desired.LaunchTemplate;
  return [
    ...resource('aws_autoscaling_group', name, [
      { attribute: 'name', value: workload },
      { attribute: 'min_size', value: size.minSize },
      { attribute: 'max_size', value: size.maxSize },
      { blank: true },
      {
        block: 'launch_template',
        body: [
          { attribute: 'id', value: made ? { $hcl: `${made}.id` } : LaunchTemplateId },
          { attribute: 'version', value: made ? { $hcl: `${made}.latest_version` } : Version },
        ],
      },
      { blank: true },
      { block: 'instance_refresh', body: [{ attribute: 'strategy', value: 'Rolling' }, { blank: true }, refreshPreferences(preferences)] },
      { blank: true },
      {
        block: 'lifecycle',
        body: [
          { attribute: 'prevent_destroy', value: true },
          { attribute: 'ignore_changes', value: untouched.map(($hcl) => ({ $hcl })) },
        ],
      },
    ]),
    ...imported(`aws_autoscaling_group.${name}`, workload),
  ];
}

function refreshPreferences(preferences: StepOf<'refresh-instances'>['preferences']): HclItem {
  const { AlarmSpecification: alarms, CheckpointPercentages: percentages, ...rest } = preferences;
  const attributes: [string, unknown][] = [
    ['min_healthy_percentage', rest.MinHealthyPercentage],
    ['max_healthy_percentage', rest.MaxHealthyPercentage],
    ['instance_warmup', rest.InstanceWarmup],
    ['checkpoint_percentages', percentages],
    ['checkpoint_delay', rest.CheckpointDelay],
    ['skip_matching', rest.SkipMatching],
    ['auto_rollback', rest.AutoRollback],
    ['scale_in_protected_instances', rest.ScaleInProtectedInstances],
    ['standby_instances', rest.StandbyInstances],
  ];
  return {
    block: 'preferences',
    body: [
      ...attributes.flatMap(([attribute, value]): HclItem[] => (value === undefined ? [] : [{ attribute, value }])),
      ...(alarms
        ? [{ blank: true } as const, { block: 'alarm_specification', body: [{ attribute: 'alarms', value: alarms.Alarms }] }]
        : []),
    ],
  };
}

/** What the plan never changes, and what moves by itself. */
const untouched = [
  'availability_zones',
  'desired_capacity',
  'health_check_grace_period',
  'health_check_type',
  'load_balancers',
  'max_size',
  'min_size',
  'suspended_processes',
  'tag',
  'target_group_arns',
  'termination_policies',
  'vpc_zone_identifier',
];
