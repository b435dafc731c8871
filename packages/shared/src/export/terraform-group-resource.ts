import type { LaunchSource } from '../plan/group-steps.ts';
import type { StepOf } from '../plan/planned-step.ts';
import type { GroupExportSource } from './group-source.ts';
import type { HclItem } from './hcl.ts';
import { stepsOf } from './source.ts';
import { imported, label, resource } from './terraform-items.ts';
import { templateLabel } from './terraform-launch-template.ts';
import { itemsOf } from './terraform-members.ts';

type Steps = GroupExportSource['steps'];

/** aws_autoscaling_group: imported, on what the plan makes for it, its instances replaced when that changes. */
export function group(step: StepOf<'refresh-instances'>, { workload, steps, group: size }: GroupExportSource): HclItem[] {
  const name = label(workload);
  return [
    ...resource('aws_autoscaling_group', name, [
      { attribute: 'name', value: workload },
      { attribute: 'min_size', value: size.minSize },
      { attribute: 'max_size', value: size.maxSize },
      ...launches(step.desired ?? step.before, steps),
      { blank: true },
      {
        block: 'instance_refresh',
        body: [{ attribute: 'strategy', value: 'Rolling' }, { blank: true }, refreshPreferences(step.preferences)],
      },
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

/** What the group launches from when the plan is through. */
function launches(source: LaunchSource, steps: Steps): HclItem[] {
  if ('LaunchConfigurationName' in source) return launchConfigurationOf(source.LaunchConfigurationName, steps);
  if ('MixedInstancesPolicy' in source)
    return [{ blank: true }, ...itemsOf({ MixedInstancesPolicy: withTemplates(source.MixedInstancesPolicy, steps) }, ofTemplate)];
  const { LaunchTemplateId: id, Version: version } = templateOf(source.LaunchTemplate, steps);
  const body: HclItem[] = [
    { attribute: 'id', value: id },
    { attribute: 'version', value: version },
  ];
  return [{ blank: true }, { block: 'launch_template', body }];
}

/** The copy that the plan makes; without one the group stays with what it has. */
function launchConfigurationOf(before: string, steps: Steps): HclItem[] {
  const [made] = stepsOf(steps, 'create-launch-configuration');
  const value = made ? { $hcl: `aws_launch_configuration.${label(made.launchConfigurationName)}.name` } : before;
  return [{ attribute: 'launch_configuration', value }];
}

/** Inside of a mixed instances policy the provider's words for a template are others than Auto Scaling's. */
const ofTemplate = { LaunchTemplateId: 'launch_template_id', Version: 'version' };

/** The policy as it is, each version that the plan makes in its place (D-74). */
function withTemplates(value: unknown, steps: Steps): Record<string, unknown> {
  const open = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(open);
    if (typeof one !== 'object' || one === null) return one;
    const { LaunchTemplateId, Version } = one as { LaunchTemplateId?: unknown; Version?: unknown };
    if (typeof LaunchTemplateId === 'string' && typeof Version === 'string') return templateOf({ LaunchTemplateId, Version }, steps);
    return Object.fromEntries(Object.entries(one).map(([member, inner]) => [member, open(inner)]));
  };
  return open(value) as Record<string, unknown>;
}

/** A version that the plan makes is the latest of its template in Terraform; one that it leaves stays a number. */
function templateOf({ LaunchTemplateId, Version }: { LaunchTemplateId: string; Version: string }, steps: Steps) {
  const own = Version.startsWith('step:') ? Version.slice('step:'.length) : null;
  const all = [...stepsOf(steps, 'create-launch-template'), ...stepsOf(steps, 'create-launch-template-version')];
  const step = all.find(({ id }) => id === own);
  if (step === undefined) return { LaunchTemplateId, Version };
  const made = `aws_launch_template.${templateLabel(step)}`;
  return { LaunchTemplateId: { $hcl: `${made}.id` }, Version: { $hcl: `${made}.latest_version` } };
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
