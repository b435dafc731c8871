import { nextLaunchTemplateData } from '../aws/launch-template-data.ts';
import type { PlannedEdits } from '../plan/group-steps.ts';
import { lastNameOf } from '../plan/instance-steps.ts';
import { launchEditsOf } from '../plan/launch-edits.ts';
import type { StepOf } from '../plan/planned-step.ts';
import { versionOf } from './group-source.ts';
import type { HclItem } from './hcl.ts';
import { withoutMasked } from './shown-members.ts';
import { type ExportSource, stepsOf } from './source.ts';
import { declared, imported, label, resource, type } from './terraform-items.ts';
import { itemsOf } from './terraform-members.ts';

/** The template of a step: the one that is there, imported, or the one that the plan makes. */
export const templateLabel = (step: Pick<StepOf<'create-launch-template-version'>, 'templateName'>): string => label(step.templateName);

/** aws_launch_template, imported: its next version differs in what the plan changes, and everything else is left as it is. */
export function nextVersion(step: StepOf<'create-launch-template-version'>, source: Pick<ExportSource, 'steps'>): HclItem[] {
  const name = templateLabel(step);
  const { edits, launchTemplateId } = step;
  const untouched = [
    'block_device_mappings',
    'description',
    'image_id',
    'instance_type',
    'key_name',
    'monitoring',
    'network_interfaces',
    'placement',
    'tag_specifications',
    'tags',
    'update_default_version',
    'vpc_security_group_ids',
  ];
  const kept = [
    ...untouched,
    ...(edits.userData === null ? ['user_data'] : []),
    ...(edits.metadataOptions === null ? ['metadata_options'] : []),
  ];
  return [
    ...resource('aws_launch_template', name, [
      { attribute: 'name', value: step.templateName },
      ...(edits.userData === null ? [] : [userData(step)]),
      { blank: true },
      profileBlock(edits, source),
      ...(edits.metadataOptions === null ? [] : [{ blank: true } as const, metadataBlock(edits.metadataOptions)]),
      { blank: true },
      {
        block: 'lifecycle',
        body: [
          { attribute: 'prevent_destroy', value: true },
          { attribute: 'ignore_changes', value: kept.toSorted().map(($hcl) => ({ $hcl })) },
        ],
      },
    ]),
    ...imported(`aws_launch_template.${name}`, launchTemplateId),
  ];
}

/** aws_launch_template, new: what the launch configuration launches, with what the plan changes in it from the first version on. */
export function newTemplate(step: StepOf<'create-launch-template'>, source: Pick<ExportSource, 'steps'>): HclItem[] {
  const version = versionOf(step, source);
  const data = nextLaunchTemplateData(withoutMasked(step.shown).document, version ? launchEditsOf(version.edits, null) : {});
  const { IamInstanceProfile: _, ...members } = data;
  return resource('aws_launch_template', templateLabel(step), [
    { attribute: 'name', value: step.templateName },
    ...(version?.edits.hasNoUserData ? [] : [userData(step)]),
    ...(version ? [profileBlock(version.edits, source)] : []),
    ...itemsOf(members),
  ]);
}

const userData = ({ templateName }: { templateName: string }): HclItem => ({ attribute: 'user_data', value: userDataFile(templateName) });

/** User data is in no file of ours: it is read from one of the operator's. */
export const userDataFile = (name: string): unknown => ({ $hcl: `filebase64(var.${fileVariable(name)})` });

/** Where the operator says which file that is. */
export const userDataVariable = (name: string): HclItem[] =>
  declared(fileVariable(name), [
    { attribute: 'description', value: `A file with the user data of ${name}, without key lines` },
    type('string'),
  ]);

const fileVariable = (name: string): string => `${label(name)}_user_data_file`;

const profileBlock = (edits: PlannedEdits, source: Pick<ExportSource, 'steps'>): HclItem => ({
  block: 'iam_instance_profile',
  body: [{ attribute: 'name', value: profileName(edits, source) }],
});

/** The profile that the plan makes, or the name of the one that is there. */
export function profileName({ profileArn }: PlannedEdits, { steps }: Pick<ExportSource, 'steps'>): unknown {
  const made = stepsOf(steps, 'create-instance-profile').find((step) => step.profileArn === profileArn);
  return made ? { $hcl: `aws_iam_instance_profile.${label(made.profileName)}.name` } : lastNameOf(profileArn);
}

const metadataBlock = ({ httpTokens, hopLimit }: NonNullable<PlannedEdits['metadataOptions']>): HclItem => ({
  block: 'metadata_options',
  body: [
    { attribute: 'http_tokens', value: httpTokens },
    { attribute: 'http_put_response_hop_limit', value: hopLimit },
  ],
});
