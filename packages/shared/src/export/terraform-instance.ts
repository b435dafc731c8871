import type { InstanceKind } from '../plan/instance-steps.ts';
import { lastNameOf } from '../plan/instance-steps.ts';
import { type PlannedStep, planTag, type StepOf } from '../plan/planned-step.ts';
import { type HclItem, printHcl } from './hcl.ts';
import type { IdentityKind } from './identity-kind.ts';
import type { InstanceExportSource } from './instance-source.ts';
import { accountNames, type ExportSource, stepsOf } from './source.ts';
import { accountVariable, adopted, adoptVariable, imported, label, placeData, placeLocals, required, resource } from './terraform-items.ts';
import { writerOf } from './terraform-place.ts';
import { attachPolicy, createPolicy, createRole, putRolePolicy } from './terraform-steps.ts';

type Kind = InstanceKind | IdentityKind;
type Printers = { [K in Kind]: (step: StepOf<K>, source: InstanceExportSource) => HclItem[] };

const nothing = (): HclItem[] => [];

/** Printers of the steps that make the role and its profile, of groups too. */
export const identityPrinters = {
  'create-role': createRole,
  'create-managed-policy': createPolicy,
  'attach-managed-policy': (step, { steps }) => attachPolicy(step, { steps, revision: null }),
  'put-role-policy': (step, { steps }) => putRolePolicy(step, { steps, revision: null }),
  'replace-trust-policy': nothing,
  'create-instance-profile': instanceProfile,
  'add-role-to-instance-profile': nothing,
} satisfies { [K in IdentityKind]: (step: StepOf<K>, source: Pick<ExportSource, 'steps'>) => HclItem[] };

/** One printer a step kind; a missing one does not compile. What Terraform cannot do stands in the head of the file. */
const printers = {
  ...identityPrinters,
  'associate-instance-profile': instance,
  'replace-instance-profile': instance,
  'disassociate-instance-profile': nothing,
  'modify-metadata-options': nothing,
  'stop-instance': nothing,
  'remove-user-data-keys': nothing,
  'start-instance': nothing,
  'verify-instance': nothing,
} satisfies Printers;

/**
 * The move of an instance as Terraform: role, policies and profile as resources, the instance imported with its profile and nothing else of it
 * touched. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/instance
 */
export function terraformOfInstance(source: InstanceExportSource): string {
  const others = accountNames(source);
  const body = source.steps.flatMap((step) => {
    const print = printers[step.kind as Kind] as (step: PlannedStep, source: InstanceExportSource) => HclItem[];
    return print(step, source);
  });
  const variables = [...adoptVariable(source.applied), ...[...others].flatMap(([id, name]) => accountVariable(name, id))];
  return printHcl(
    [...head(source), ...variables, ...placeData, { block: 'locals', body: placeLocals }, ...body],
    writerOf(source.place, others),
  );
}

function head({ workload, steps, blockers }: InstanceExportSource): HclItem[] {
  const byHand = [
    ...stepsOf(steps, 'replace-trust-policy').map(({ roleName }) => `let ec2.amazonaws.com assume ${roleName} where that role is defined`),
    ...(stepsOf(steps, 'create-instance-profile').length > 0
      ? []
      : stepsOf(steps, 'add-role-to-instance-profile').map(({ profileName, roleName }) => `put ${roleName} into ${profileName}`)),
    ...stepsOf(steps, 'remove-user-data-keys').map(({ instanceId }) => `take the key lines out of the user data of ${instanceId}`),
    'start programs that hold a key again',
  ];
  return [
    {
      comment: [
        `Moves ${workload} from static access keys to an instance profile. Written by Rolewright from a plan.`,
        'The instance is there: it is imported, and nothing but its profile is changed.',
        'With -var adopt=true Terraform takes over what Rolewright has applied, in place of making it.',
        ...blockers.map((sentence) => `The console does not start this plan. Not so when it was made: ${sentence}`),
        ...byHand.map((sentence) => `Not done by this file: ${sentence}.`),
      ].join('\n'),
    },
    required,
    { blank: true },
  ];
}

/** aws_iam_instance_profile with its one role. */
function instanceProfile(step: StepOf<'create-instance-profile'>, { steps }: Pick<ExportSource, 'steps'>): HclItem[] {
  const name = label(step.profileName);
  const [add] = stepsOf(steps, 'add-role-to-instance-profile');
  const made = stepsOf(steps, 'create-role').some(({ roleName }) => roleName === add?.roleName);
  const role = add && (made ? { $hcl: `aws_iam_role.${label(add.roleName)}.name` } : add.roleName);
  const tags = Object.entries(step.tags).filter(([key]) => key !== planTag);
  return [
    ...resource('aws_iam_instance_profile', name, [
      { attribute: 'name', value: step.profileName },
      { attribute: 'path', value: step.path },
      ...(role === undefined ? [] : [{ attribute: 'role', value: role }]),
      ...(tags.length === 0 ? [] : [{ attribute: 'tags', value: Object.fromEntries(tags) }]),
    ]),
    ...adopted(`aws_iam_instance_profile.${name}`, step.profileName),
  ];
}

/** aws_instance: imported, so that all that is not written stays; metadata options where the plan changes them. */
function instance(
  { instanceId, profileArn }: { instanceId: string; profileArn: string },
  { workload, steps, machine }: InstanceExportSource,
): HclItem[] {
  const name = label(workload);
  const profile = stepsOf(steps, 'create-instance-profile').find((step) => step.profileArn === profileArn);
  const [metadata] = stepsOf(steps, 'modify-metadata-options');
  return [
    ...resource('aws_instance', name, [
      { attribute: 'ami', value: machine.imageId },
      { attribute: 'instance_type', value: machine.instanceType },
      {
        attribute: 'iam_instance_profile',
        value: profile ? { $hcl: `aws_iam_instance_profile.${label(profile.profileName)}.name` } : lastNameOf(profileArn),
      },
      ...(metadata ? [{ blank: true } as const, metadataBlock(metadata)] : []),
      { blank: true },
      {
        block: 'lifecycle',
        body: [
          { attribute: 'prevent_destroy', value: true },
          { attribute: 'ignore_changes', value: untouched.map(($hcl) => ({ $hcl })) },
        ],
      },
    ]),
    ...imported(`aws_instance.${name}`, instanceId),
  ];
}

const metadataBlock = ({ after }: StepOf<'modify-metadata-options'>): HclItem => ({
  block: 'metadata_options',
  body: [
    { attribute: 'http_tokens', value: after.httpTokens },
    { attribute: 'http_put_response_hop_limit', value: after.hopLimit },
  ],
});

/** What the plan never changes, and what would replace the instance. */
const untouched = ['ami', 'instance_type', 'tags', 'user_data', 'user_data_base64', 'user_data_replace_on_change'];
