import type { PlannedStep, StepOf } from '../plan/planned-step.ts';
import type { HclItem } from './hcl.ts';
import type { PolicyChangeSource } from './policy-change-source.ts';
import { type PolicyKind, stepsOf } from './source.ts';
import { adopted, imported, label, resource, untouched } from './terraform-items.ts';
import { terraformOverAccounts } from './terraform-over-accounts.ts';

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
    items: (others) => source.steps.flatMap((step) => print(step, source, others)),
  });
}

/** What of a step stands in the configuration. */
const documentOf = (step: PlannedStep): unknown =>
  step.kind === 'replace-trust-policy' || step.kind === 'change-inline-policy' ? step.after : { ...step, content: null };

interface Place {
  source: PolicyChangeSource;
  /** Which provider: none for the account of the plan. */
  provider: HclItem[];
  /** A resource's name, unique over the accounts. */
  named: (name: string) => string;
}

function print(step: PlannedStep, source: PolicyChangeSource, others: ReadonlyMap<string, string>): HclItem[] {
  const alias = others.get(source.accountOf.get(step.id) ?? '');
  const write = printers[step.kind as PolicyKind] as (step: PlannedStep, place: Place) => HclItem[];
  return write(step, {
    source,
    provider: alias === undefined ? [] : [{ attribute: 'provider', value: { $hcl: `aws.${alias}` } }],
    named: (name) => label(alias === undefined ? name : `${name}-${alias}`),
  });
}

type Printers = { [K in PolicyKind]: (step: StepOf<K>, place: Place) => HclItem[] };

const printers = {
  'create-managed-policy': (step, { provider, named }) => [
    ...resource('aws_iam_policy', named(step.policyName), [
      ...provider,
      { attribute: 'name', value: step.policyName },
      { attribute: 'path', value: step.path },
      { attribute: 'description', value: step.description },
      { attribute: 'policy', value: { $jsonencode: step.document } },
    ]),
    ...adopted(`aws_iam_policy.${named(step.policyName)}`, step.policyArn),
  ],
  'attach-managed-policy': (step, place) => attached('role', step.roleName, step, place),
  'attach-user-policy': (step, place) => attached('user', step.userName, step, place),
  'put-role-policy': (step, place) => [
    ...inline('role', step.roleName, step.policyName, step.document, place),
    ...adoptedInline('role', step.roleName, step.policyName, place),
  ],
  'put-user-policy': (step, place) => [
    ...inline('user', step.userName, step.policyName, step.document, place),
    ...adoptedInline('user', step.userName, step.policyName, place),
  ],
  'replace-trust-policy': trust,
  'change-inline-policy': ({ holder: { kind, name }, policyName, after }, place) =>
    after === null
      ? byHand(`delete the inline policy ${policyName} of the ${kind} ${name}`)
      : [...inline(kind, name, policyName, after, place), ...imported(addressOf(kind, name, policyName, place), `${name}:${policyName}`)],
  'detach-policy': ({ holder: { kind, name }, policyArn }) =>
    byHand(`detach ${policyArn.slice(policyArn.lastIndexOf('/') + 1)} from the ${kind} ${name}`),
  'renew-config': ({ name }) => byHand(`store the next version of the secret ${name} with the script of this plan`),
  'verify-policies': () => [],
} satisfies Printers;

function attached(
  kind: 'role' | 'user',
  name: string,
  { policyArn }: { policyArn: string },
  { source, provider, named }: Place,
): HclItem[] {
  const made = stepsOf(source.steps, 'create-managed-policy').find((step) => step.policyArn === policyArn);
  const policyName = policyArn.slice(policyArn.lastIndexOf('/') + 1);
  const as = named(`${name}-${policyName}`);
  return [
    ...resource(`aws_iam_${kind}_policy_attachment`, as, [
      ...provider,
      { attribute: kind, value: name },
      { attribute: 'policy_arn', value: made ? { $hcl: `aws_iam_policy.${named(policyName)}.arn` } : policyArn },
    ]),
    ...adopted(`aws_iam_${kind}_policy_attachment.${as}`, `${name}/${policyArn}`),
  ];
}

const addressOf = (kind: 'role' | 'user', name: string, policyName: string, { named }: Place): string =>
  `aws_iam_${kind}_policy.${named(`${name}-${policyName}`)}`;

const adoptedInline = (kind: 'role' | 'user', name: string, policyName: string, place: Place): HclItem[] =>
  adopted(addressOf(kind, name, policyName, place), `${name}:${policyName}`);

const inline = (kind: 'role' | 'user', name: string, policyName: string, document: unknown, { provider, named }: Place): HclItem[] =>
  resource(`aws_iam_${kind}_policy`, named(`${name}-${policyName}`), [
    ...provider,
    { attribute: 'name', value: policyName },
    { attribute: kind, value: name },
    { attribute: 'policy', value: { $jsonencode: document } },
  ]);

function trust({ id, roleName, after }: StepOf<'replace-trust-policy'>, { source, provider, named }: Place): HclItem[] {
  const accountId = source.accountOf.get(id);
  const role = source.principals.find(({ kind, name, awsAccountId }) => kind === 'role' && name === roleName && awsAccountId === accountId);
  const path = role === undefined ? '/' : role.arn.slice(role.arn.indexOf(':role/') + 5, -roleName.length);
  return [
    ...resource('aws_iam_role', named(roleName), [
      ...provider,
      { attribute: 'name', value: roleName },
      { attribute: 'path', value: path },
      { attribute: 'assume_role_policy', value: { $jsonencode: after } },
      { blank: true },
      untouched,
    ]),
    ...imported(`aws_iam_role.${named(roleName)}`, roleName),
  ];
}

const byHand = (what: string): HclItem[] => [{ blank: true }, { comment: `Not by Terraform, after the apply: ${what}` }];
