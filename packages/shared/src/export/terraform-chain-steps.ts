import type { PolicyDocument } from '../aws/policy-document.ts';
import { type PlannedStep, planTag, type StepOf } from '../plan/planned-step.ts';
import { type ChainMember, type ChainSource, memberNames, memberOf, withReferences } from './chain-source.ts';
import type { HclItem } from './hcl.ts';
import { addedBy, type ChainKind } from './source.ts';
import { deliveryItems } from './terraform-delivery.ts';
import { adopted, imported, label, resource, untouched } from './terraform-items.ts';

/** What one step is printed from: whom it is about, how others refer to them, and the document with references in place of ARNs. */
interface Place {
  member: ChainMember;
  /** `aws_iam_role.role2`, or `data.aws_iam_role.role1` where it is there already. */
  address: string;
  name: string;
  /** Which provider: none for the account of the first member. */
  provider: HclItem[];
  document: (document: unknown) => unknown;
  /** Policies of the chain, that the last door waits for. */
  policies: readonly string[];
}

type Printers = { [K in Exclude<ChainKind, 'verify-chain'>]: (step: StepOf<K>, place: Place) => HclItem[] };

const printers = {
  'create-role': createRole,
  'put-role-policy': (step, place) => policy('aws_iam_role_policy', 'role', step, place, `${step.roleName}:${step.policyName}`),
  'put-user-policy': (step, place) => policy('aws_iam_user_policy', 'user', step, place, `${step.userName}:${step.policyName}`),
  'update-assume-role-policy': extendTrust,
} satisfies Printers;

/** Resources of every step, in their order; who is only referred to is read first. `others` names the account of each provider alias. */
export function chainItems(source: ChainSource, others: ReadonlyMap<string, string>): HclItem[] {
  const { members, steps, accountOf } = source;
  const names = memberNames(members, label);
  // Who is there already is referred to as it was read, so that a role can wait for policies that name it.
  const address = ({ arn, kind, create }: ChainMember): string => `${create ? '' : 'data.'}aws_iam_${kind}.${names.get(arn)}`;
  const provider = (awsAccountId: string): HclItem[] => {
    const alias = others.get(awsAccountId);
    return alias === undefined ? [] : [{ attribute: 'provider', value: { $hcl: `aws.${alias}` } }];
  };
  const reference = (text: string): unknown => {
    const member = members.find(({ arn }) => arn === text);
    return member && { $hcl: `${address(member)}.arn` };
  };
  const policies = steps.flatMap((step) => {
    const member = memberOf(members, step);
    return member && 'policyName' in step ? [policyAddress(step, names.get(member.arn) ?? '')] : [];
  });
  const print = (step: PlannedStep): HclItem[] => {
    const member = memberOf(members, step);
    if (member === undefined) return [];
    const write = printers[step.kind as keyof Printers] as (step: PlannedStep, place: Place) => HclItem[];
    return write(step, {
      member,
      address: address(member),
      name: names.get(member.arn) ?? '',
      provider: provider(accountOf.get(step.id) ?? ''),
      document: (document) => withReferences(document, reference),
      policies,
    });
  };
  const there = members.filter(({ create }) => !create);
  return [
    ...there.flatMap((member) => read(member, names.get(member.arn) ?? '', provider(member.awsAccountId))),
    ...deliveryItems(source, (step) => provider(accountOf.get(step.id) ?? '')),
    ...steps.flatMap(print),
  ];
}

/** Who is there already. */
const read = ({ kind, name }: ChainMember, as: string, provider: HclItem[]): HclItem[] => [
  { blank: true },
  {
    block: 'data',
    labels: [`aws_iam_${kind}`, as],
    body: [...provider, { attribute: kind === 'user' ? 'user_name' : 'name', value: name }],
  },
];

function createRole(step: StepOf<'create-role'>, { name, provider, document }: Place): HclItem[] {
  const tags = Object.entries(step.tags).filter(([key]) => key !== planTag);
  return [
    ...resource('aws_iam_role', name, [
      ...provider,
      { attribute: 'name', value: step.roleName },
      { attribute: 'path', value: step.path },
      { attribute: 'description', value: step.description },
      { attribute: 'assume_role_policy', value: { $jsonencode: document(step.trust) } },
      ...(step.boundaryArn === null ? [] : [{ attribute: 'permissions_boundary', value: step.boundaryArn }]),
      ...(tags.length === 0 ? [] : [{ attribute: 'tags', value: Object.fromEntries(tags) }]),
    ]),
    ...adopted(`aws_iam_role.${name}`, step.roleName),
  ];
}

type PolicyStep = StepOf<'put-role-policy'> | StepOf<'put-user-policy'>;

function policy(type: string, of: 'role' | 'user', step: PolicyStep, { member, address, name, provider, document }: Place, id: string) {
  const holder = `${address}.${of === 'user' && !member.create ? 'user_name' : 'name'}`;
  return [
    ...resource(type, label(`${name}-${step.policyName}`), [
      ...provider,
      { attribute: 'name', value: step.policyName },
      { attribute: of, value: { $hcl: holder } },
      { attribute: 'policy', value: { $jsonencode: document(step.document) } },
    ]),
    ...adopted(policyAddress(step, name), id),
  ];
}

const policyAddress = (step: { kind: string; policyName: string }, holder: string): string =>
  `aws_iam_${step.kind === 'put-user-policy' ? 'user' : 'role'}_policy.${label(`${holder}-${step.policyName}`)}`;

/**
 * A role that is there already: its trust policy is read when Terraform runs and the statement merged into it by its Sid, so that whom it trusts
 * stays, again and again (D-51), and its own external ids stay where they are. The door opens after everything else.
 */
function extendTrust(step: StepOf<'update-assume-role-policy'>, { member, name, provider, document, policies }: Place): HclItem[] {
  const added: PolicyDocument = { Version: step.after.Version ?? '2008-10-17', Statement: addedBy(step) };
  const path = member.arn.slice(member.arn.indexOf(':role/') + 5, -member.name.length);
  return [
    { blank: true },
    {
      block: 'data',
      labels: ['aws_iam_policy_document', `${name}_trust`],
      body: [
        { attribute: 'version', value: added.Version },
        { attribute: 'source_policy_documents', value: [{ $hcl: `data.aws_iam_role.${name}.assume_role_policy` }] },
        { attribute: 'override_policy_documents', value: [{ $jsonencode: document(added) }] },
      ],
    },
    ...resource('aws_iam_role', name, [
      ...provider,
      { attribute: 'name', value: member.name },
      { attribute: 'path', value: path },
      { attribute: 'assume_role_policy', value: { $hcl: `data.aws_iam_policy_document.${name}_trust.json` } },
      ...(policies.length === 0 ? [] : [{ attribute: 'depends_on', value: policies.map(($hcl) => ({ $hcl })) }]),
      { blank: true },
      untouched,
    ]),
    ...imported(`aws_iam_role.${name}`, member.name),
  ];
}
