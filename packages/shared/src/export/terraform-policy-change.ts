import type { PlannedStep, StepOf } from '../plan/planned-step.ts';
import type { HclItem } from './hcl.ts';
import type { PolicyChangeSource } from './policy-change-source.ts';
import { type PolicyKind, stepsOf } from './source.ts';
import { adopted, imported, label, resource, untouched } from './terraform-items.ts';
import { terraformOverAccounts } from './terraform-over-accounts.ts';
import { uniqueNames } from './unique-names.ts';

/**
 * A change of policies as Terraform (B13): what is there already is imported and changed, what is new is made. Terraform takes nothing away that
 * it does not manage, so that this is left to the AWS CLI and said.
 */
export function terraformOfPolicyChange(source: PolicyChangeSource): string {
  return terraformOverAccounts(source, {
    heading: [
      `Changes policies: ${source.workload}. Written by Rolewright from a plan.`,
      'With -var adopt=true Terraform takes over what Rolewright has applied, in place of making it. Roles and policies that are there already are imported.',
      ...(stepsOf(source.steps, 'replace-trust-policy').length > 0
        ? ['A trust policy is written whole: where somebody changed it since the plan was made, make the plan anew.']
        : []),
    ],
    written: source.steps.map(documentOf),
    items: (others) => {
      const aliasOf = ({ id }: PlannedStep) => others.get(source.accountOf.get(id) ?? '');
      const names = labels(source.steps, aliasOf);
      return source.steps.flatMap((step) => print(step, source, names, aliasOf(step)));
    },
  });
}

/** What of a step stands in the configuration. */
const documentOf = (step: PlannedStep): unknown =>
  step.kind === 'replace-trust-policy' || step.kind === 'change-inline-policy' ? step.after : { ...step, content: null };

interface Place {
  source: PolicyChangeSource;
  /** Which provider: none for the account of the plan. */
  provider: HclItem[];
  /** What the resource of each step is called, by the id of the step. */
  names: ReadonlyMap<string, string>;
  /** The name of this step's own. */
  as: string;
}

/** The account's alias stands in each name, so that two of one name over the accounts are told apart. */
function labels(steps: readonly PlannedStep[], aliasOf: (step: PlannedStep) => string | undefined): Map<string, string> {
  const nameOf = (step: PlannedStep): string[] => {
    if ('holder' in step) return 'policyName' in step ? [`${step.holder.name}-${step.policyName}`] : [];
    if (step.kind === 'create-instance-profile') return [step.profileName];
    const holder = 'roleName' in step ? step.roleName : 'userName' in step ? step.userName : null;
    const policy = 'policyName' in step ? step.policyName : 'policyArn' in step ? lastOf(step.policyArn) : null;
    return holder === null && policy === null ? [] : [[holder, policy].filter((part) => part !== null).join('-')];
  };
  const wanted = steps.flatMap((step) => nameOf(step).map((name) => [step.id, [name, aliasOf(step)].filter(Boolean).join('-')] as const));
  return uniqueNames(wanted, label);
}

const lastOf = (policyArn: string): string => policyArn.slice(policyArn.lastIndexOf('/') + 1);

function print(step: PlannedStep, source: PolicyChangeSource, names: Place['names'], alias: string | undefined): HclItem[] {
  const write = printers[step.kind as PolicyKind] as (step: PlannedStep, place: Place) => HclItem[];
  return write(step, {
    source,
    provider: alias === undefined ? [] : [{ attribute: 'provider', value: { $hcl: `aws.${alias}` } }],
    names,
    as: names.get(step.id) ?? '',
  });
}

type Printers = { [K in PolicyKind]: (step: StepOf<K>, place: Place) => HclItem[] };

const printers = {
  'create-managed-policy': (step, { provider, as }) => [
    ...resource('aws_iam_policy', as, [
      ...provider,
      { attribute: 'name', value: step.policyName },
      { attribute: 'path', value: step.path },
      { attribute: 'description', value: step.description },
      { attribute: 'policy', value: { $jsonencode: step.document } },
    ]),
    ...adopted(`aws_iam_policy.${as}`, step.policyArn),
  ],
  'attach-managed-policy': (step, place) => attached('role', step.roleName, step, place),
  'attach-user-policy': (step, place) => attached('user', step.userName, step, place),
  'put-role-policy': ({ roleName, policyName, document }, place) => [
    ...inline('role', roleName, policyName, document, place),
    ...adopted(`aws_iam_role_policy.${place.as}`, `${roleName}:${policyName}`),
  ],
  'put-user-policy': ({ userName, policyName, document }, place) => [
    ...inline('user', userName, policyName, document, place),
    ...adopted(`aws_iam_user_policy.${place.as}`, `${userName}:${policyName}`),
  ],
  'replace-trust-policy': trust,
  'change-inline-policy': ({ holder: { kind, name }, policyName, after }, place) =>
    after === null
      ? byHand(`delete the inline policy ${policyName} of the ${kind} ${name}`)
      : [...inline(kind, name, policyName, after, place), ...imported(`aws_iam_${kind}_policy.${place.as}`, `${name}:${policyName}`)],
  'detach-policy': ({ holder: { kind, name }, policyArn }) => byHand(`detach ${lastOf(policyArn)} from the ${kind} ${name}`),
  'renew-config': ({ name }) => byHand(`store the next version of the secret ${name} with the script of this plan`),
  'create-instance-profile': (step, { source, provider, as }) => {
    const [add] = stepsOf(source.steps, 'add-role-to-instance-profile').filter(({ profileArn }) => profileArn === step.profileArn);
    return [
      ...resource('aws_iam_instance_profile', as, [
        ...provider,
        { attribute: 'name', value: step.profileName },
        { attribute: 'path', value: step.path },
        ...(add === undefined ? [] : [{ attribute: 'role', value: add.roleName }]),
      ]),
      ...adopted(`aws_iam_instance_profile.${as}`, step.profileName),
    ];
  },
  'add-role-to-instance-profile': ({ profileName, profileArn, roleName }, { source }) =>
    stepsOf(source.steps, 'create-instance-profile').some((step) => step.profileArn === profileArn)
      ? []
      : byHand(`put the role ${roleName} into the instance profile ${profileName}`),
  'verify-policies': () => [],
} satisfies Printers;

function attached(
  kind: 'role' | 'user',
  name: string,
  { policyArn }: { policyArn: string },
  { source, provider, names, as }: Place,
): HclItem[] {
  const made = stepsOf(source.steps, 'create-managed-policy').find((step) => step.policyArn === policyArn);
  return [
    ...resource(`aws_iam_${kind}_policy_attachment`, as, [
      ...provider,
      { attribute: kind, value: name },
      { attribute: 'policy_arn', value: made ? { $hcl: `aws_iam_policy.${names.get(made.id)}.arn` } : policyArn },
    ]),
    ...adopted(`aws_iam_${kind}_policy_attachment.${as}`, `${name}/${policyArn}`),
  ];
}

const inline = (kind: 'role' | 'user', name: string, policyName: string, document: unknown, { provider, as }: Place): HclItem[] =>
  resource(`aws_iam_${kind}_policy`, as, [
    ...provider,
    { attribute: 'name', value: policyName },
    { attribute: kind, value: name },
    { attribute: 'policy', value: { $jsonencode: document } },
  ]);

function trust({ id, roleName, after }: StepOf<'replace-trust-policy'>, { source, provider, as }: Place): HclItem[] {
  const accountId = source.accountOf.get(id);
  const role = source.principals.find(({ kind, name, awsAccountId }) => kind === 'role' && name === roleName && awsAccountId === accountId);
  const path = role === undefined ? '/' : role.arn.slice(role.arn.indexOf(':role/') + 5, -roleName.length);
  return [
    ...resource('aws_iam_role', as, [
      ...provider,
      { attribute: 'name', value: roleName },
      { attribute: 'path', value: path },
      { attribute: 'assume_role_policy', value: { $jsonencode: after } },
      { blank: true },
      untouched,
    ]),
    ...imported(`aws_iam_role.${as}`, roleName),
  ];
}

const byHand = (what: string): HclItem[] => [{ blank: true }, { comment: `Not by Terraform, after the apply: ${what}` }];
