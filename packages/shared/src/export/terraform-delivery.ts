import type { PlannedStep, StepOf } from '../plan/planned-step.ts';
import { type ChainSource, memberOf, withReferences } from './chain-source.ts';
import type { HclItem } from './hcl.ts';
import { stepsOf } from './source.ts';
import { adopted, label, resource } from './terraform-items.ts';

/**
 * What a chain delivers within its run: the secret or parameter with the AWS config, and what lets each reader read just that. External ids
 * are variables in it. `provider`: that of the account in which a step runs.
 */
export function deliveryItems({ members, steps, place }: ChainSource, provider: (step: PlannedStep) => HclItem[]): HclItem[] {
  const [store] = stepsOf(steps, 'store-config');
  if (store === undefined) return [];
  const elsewhere: HclItem[] =
    store.region === undefined || store.region === place.region ? [] : [{ attribute: 'region', value: store.region }];
  const common = [...provider(store), ...elsewhere, { attribute: 'name', value: store.name }];
  const readers = stepsOf(steps, 'put-role-policy').filter((step) => memberOf(members, step) === undefined);
  return [
    ...(store.store === 'ssm' ? parameter(store, common) : secret(store, common, [...provider(store), ...elsewhere])),
    ...readers.flatMap((step) => reader(step, provider(step))),
  ];
}

const parameter = ({ name, description, content }: StepOf<'store-config'>, common: HclItem[]): HclItem[] => [
  ...resource('aws_ssm_parameter', 'config', [
    ...common,
    { attribute: 'description', value: description },
    { attribute: 'type', value: 'SecureString' },
    { attribute: 'value', value: content },
  ]),
  ...adopted('aws_ssm_parameter.config', name),
];

/** Where the plan was applied AWS chose the end of the secret's ARN, and the version: both are read then. */
const secret = ({ name, description, content }: StepOf<'store-config'>, common: HclItem[], where: HclItem[]): HclItem[] => [
  { blank: true },
  {
    block: 'data',
    labels: ['aws_secretsmanager_secret_version', 'there'],
    body: [...where, { attribute: 'count', value: { $hcl: 'var.adopt ? 1 : 0' } }, { attribute: 'secret_id', value: name }],
  },
  ...resource('aws_secretsmanager_secret', 'config', [...common, { attribute: 'description', value: description }]),
  ...adopted('aws_secretsmanager_secret.config', { $hcl: `${there}.arn` }),
  ...resource('aws_secretsmanager_secret_version', 'config', [
    ...where,
    { attribute: 'secret_id', value: { $hcl: 'aws_secretsmanager_secret.config.id' } },
    { attribute: 'secret_string', value: content },
  ]),
  ...adopted('aws_secretsmanager_secret_version.config', { $hcl: `"\${${there}.arn}|\${${there}.version_id}"` }),
];

const there = 'data.aws_secretsmanager_secret_version.there[0]';

/** A role that is there already, and is no member of the chain. */
function reader(step: StepOf<'put-role-policy'>, provider: HclItem[]): HclItem[] {
  const name = label(`reader-${step.roleName}`);
  const document = withReferences(step.document, (text) =>
    text === step.exact?.instead ? { $hcl: 'aws_secretsmanager_secret.config.arn' } : undefined,
  );
  return [
    { blank: true },
    { block: 'data', labels: ['aws_iam_role', name], body: [...provider, { attribute: 'name', value: step.roleName }] },
    ...resource('aws_iam_role_policy', name, [
      ...provider,
      { attribute: 'name', value: step.policyName },
      { attribute: 'role', value: { $hcl: `data.aws_iam_role.${name}.name` } },
      { attribute: 'policy', value: { $jsonencode: document } },
    ]),
    ...adopted(`aws_iam_role_policy.${name}`, `${step.roleName}:${step.policyName}`),
  ];
}
