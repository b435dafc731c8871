import type { GroupKind } from '../plan/group-steps.ts';
import type { PlannedStep, StepOf } from '../plan/planned-step.ts';
import { type GroupExportSource, templatesWithUserData } from './group-source.ts';
import { type HclItem, printHcl } from './hcl.ts';
import type { IdentityKind } from './identity-kind.ts';
import { withoutMasked } from './shown-members.ts';
import { accountNames, stepsOf } from './source.ts';
import { group } from './terraform-group-resource.ts';
import { identityPrinters } from './terraform-instance.ts';
import { accountVariable, adoptVariable, placeData, placeLocals, required } from './terraform-items.ts';
import { launchConfiguration, notInTerraform } from './terraform-launch-configuration.ts';
import { newTemplate, nextVersion, userDataVariable } from './terraform-launch-template.ts';
import { writerOf } from './terraform-place.ts';

type Printers = { [K in GroupKind | IdentityKind]: (step: StepOf<K>, source: GroupExportSource) => HclItem[] };

const nothing = (): HclItem[] => [];

/** One printer a step kind; a missing one does not compile. What Terraform cannot do stands in the head of the file. */
const printers = {
  ...identityPrinters,
  'create-launch-template': newTemplate,
  // Of a template that the plan makes, the version is what Terraform makes at once.
  'create-launch-template-version': (step, source) => (step.launchTemplateId.startsWith('step:') ? [] : nextVersion(step, source)),
  'create-launch-configuration': launchConfiguration,
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
    ...withUserData(source).flatMap(userDataVariable),
    ...[...others].flatMap(([id, name]) => accountVariable(name, id)),
  ];
  const items = [...head(source), ...variables, ...placeData, { block: 'locals', body: placeLocals }, ...body];
  return printHcl(items, writerOf(source.place, others));
}

/** Templates and launch configurations whose user data Terraform has to be given. */
function withUserData({ steps }: Pick<GroupExportSource, 'steps'>): string[] {
  const copies = stepsOf(steps, 'create-launch-configuration').flatMap(({ launchConfigurationName: name, edits }) =>
    edits.hasNoUserData ? [] : [name],
  );
  const made = templatesWithUserData({ steps });
  const versions = stepsOf(steps, 'create-launch-template-version').filter(({ edits }) => edits.userData !== null);
  return [...copies, ...(made.length > 0 ? made : versions).map(({ templateName }) => templateName)];
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
    ...stepsOf(steps, 'create-launch-configuration').flatMap((step) =>
      notInTerraform(step).map((what) => `write into ${step.launchConfigurationName}: ${what}`),
    ),
    ...(steps.some(({ kind }) => /^create-launch-/.test(kind))
      ? []
      : [`start an instance refresh of ${workload}: what it launches from stays`]),
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
