import type { PlannedStep, StepOf } from '../plan/planned-step.ts';
import { type HclItem, hclText, printHcl } from './hcl.ts';
import { piecesOf } from './place.ts';
import { accountNames, type ExportSource, isSecretRef, type MigrationKind, newRevisionOf, type SecretInput } from './source.ts';
import { accountVariable, adoptVariable, declared, placeData, placeLocals, required, type } from './terraform-items.ts';
import {
  attachPolicy,
  createPolicy,
  createRole,
  putRolePolicy,
  registerRevision,
  type TerraformSource,
  updateService,
} from './terraform-steps.ts';

type Printers = { [K in MigrationKind]: (step: StepOf<K>, source: TerraformSource) => HclItem[] };

/**
 * A plan as Terraform (B13, C17): resources for what it makes, import blocks for what is there already, never `aws_iam_policy_attachment`,
 * which takes a policy away from everybody else (A13). Account, partition and Region are read from AWS; masked values are sensitive
 * variables. Formatted as `terraform fmt` does. https://registry.terraform.io/providers/hashicorp/aws/latest/docs
 */
export function terraformOf(source: ExportSource): string {
  const others = accountNames(source);
  const write = (text: string): string =>
    `"${piecesOf(text, source.place)
      .map((piece, index, all) => {
        if (typeof piece === 'string') return hclText(piece, index < all.length - 1);
        if (piece.variable === 'external-id') return piece.masked;
        if (piece.variable === 'other-account') return `\${var.${others.get(piece.accountId)}}`;
        return `\${local.${piece.variable === 'account' ? 'account_id' : piece.variable}}`;
      })
      .join('')}"`;
  const found = newRevisionOf(source);
  const revision = found && { ...found, body: withVariables(found.body) as Record<string, unknown> };
  const inputs = found?.inputs ?? [];
  const printers = {
    'create-role': createRole,
    'create-managed-policy': createPolicy,
    'attach-managed-policy': attachPolicy,
    'put-role-policy': putRolePolicy,
    'register-task-definition': registerRevision,
    'update-service': updateService,
    // `wait_for_steady_state` of the service waits; proof of use is not Terraform's.
    'wait-for-service': () => [],
    verify: () => [],
  } satisfies Printers;
  const body = source.steps.flatMap((step) => {
    const print = printers[step.kind as MigrationKind] as (step: PlannedStep, source: TerraformSource) => HclItem[];
    return print(step, { steps: source.steps, revision });
  });
  return printHcl(
    [...head(source, inputs), ...variables(source, others, inputs), ...placeData, { block: 'locals', body: placeLocals }, ...body],
    write,
  );
}

function head({ workload, blockers }: ExportSource, inputs: readonly SecretInput[]): HclItem[] {
  const fill = inputs.map(({ name, where }) => `TF_VAR_${variableName(name)}: the value of ${where}`);
  const masked = fill.length > 0 ? ['', 'Values that Rolewright masked. Set them in the environment, never in a file:', ...fill] : [];
  return [
    {
      comment: [
        `Moves ${workload} from static access keys to roles. Written by Rolewright from a plan.`,
        'The state holds what a task definition holds: keep it as secret as its values.',
        'With -var adopt=true Terraform takes over what Rolewright has applied, in place of making it.',
        ...blockers.map((sentence) => `The console does not start this plan. Not so when it was made: ${sentence}`),
        ...masked,
      ].join('\n'),
    },
    required,
    { blank: true },
  ];
}

function variables({ applied }: ExportSource, others: Map<string, string>, inputs: readonly SecretInput[]): HclItem[] {
  return [
    ...adoptVariable(applied),
    ...[...others].flatMap(([accountId, name]) => accountVariable(name, accountId)),
    ...inputs.flatMap(({ name, where }) =>
      declared(variableName(name), [
        { attribute: 'description', value: `Masked by Rolewright: ${where}` },
        type('string'),
        { attribute: 'sensitive', value: true },
      ]),
    ),
  ];
}

const variableName = (name: string): string => name.toLowerCase().replace(/^(?=\d)/, 'v');

function withVariables(value: unknown): unknown {
  if (isSecretRef(value)) return { $hcl: `var.${variableName(value.$secret)}` };
  if (Array.isArray(value)) return value.map(withVariables);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withVariables(item)]));
}
