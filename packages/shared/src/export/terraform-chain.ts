import type { StepOf } from '../plan/planned-step.ts';
import { type ChainSource, newExternalIds } from './chain-source.ts';
import { type HclItem, hclText, printHcl } from './hcl.ts';
import { piecesOf } from './place.ts';
import { accountNames, stepsOf } from './source.ts';
import { chainItems } from './terraform-chain-steps.ts';
import { accountVariable, adoptVariable, declared, placeData, placeLocals, required, type } from './terraform-items.ts';

/**
 * A chain of roles as Terraform (B13): the default provider is the account of the first member, one alias each other account. Roles that are
 * there already are imported where their trust policy changes, and only read where they are referred to. External ids are sensitive
 * variables. Formatted as `terraform fmt` does. https://registry.terraform.io/providers/hashicorp/aws/latest/docs
 */
export function terraformOfChain(source: ChainSource): string {
  const others = accountNames(source);
  const runs = new Set(source.accountOf.values());
  const ids = newExternalIds(source);
  const write = (text: string): string =>
    `"${piecesOf(text, source.place)
      .map((piece) => {
        if (typeof piece === 'string') return hclText(piece);
        if (piece.variable === 'external-id') return `\${var.external_id_${ids.indexOf(piece.masked) + 1}}`;
        if (piece.variable === 'other-account') return `\${${runs.has(piece.accountId) ? 'local' : 'var'}.${others.get(piece.accountId)}}`;
        return `\${local.${piece.variable === 'account' ? 'account_id' : piece.variable}}`;
      })
      .join('')}"`;
  const aliases = [...others].filter(([accountId]) => runs.has(accountId)).map(([, name]) => name);
  const items = [
    ...head(source, ids.length),
    ...adoptVariable(source.applied),
    ...aliases.flatMap((name) => declared(profileOf(name), [description('A profile of the other account'), type('string')])),
    ...[...others].flatMap(([accountId, name]) => (runs.has(accountId) ? [] : accountVariable(name, accountId))),
    ...ids.flatMap((_, index) => externalId(index + 1)),
    ...providers(aliases),
    ...chainItems(source, others),
  ];
  return printHcl(items, write);
}

function head({ workload, blockers, steps }: ChainSource, ids: number): HclItem[] {
  const [extended] = stepsOf(steps, 'update-assume-role-policy');
  return [
    {
      comment: [
        `Lets roles assume each other: ${workload}. Written by Rolewright from a plan.`,
        'With -var adopt=true Terraform takes over what Rolewright has applied, in place of making it.',
        ...(ids > 0 ? ['The state holds the external ids: keep it as secret as they are.', ...fill(ids)] : []),
        ...(extended ? [existing(extended)] : []),
        ...blockers.map((sentence) => `The console does not start this plan. Not so when it was made: ${sentence}`),
      ].join('\n'),
    },
    required,
    { blank: true },
  ];
}

const fill = (ids: number): string[] =>
  Array.from({ length: ids }, (_, index) => `TF_VAR_external_id_${index + 1}: set it in the environment, never in a file.`);

const existing = ({ roleName }: StepOf<'update-assume-role-policy'>): string =>
  `${roleName} is there already: it is imported, whom it trusts stays, and nothing of it changes but the statement that is added.`;

const description = (value: string): HclItem => ({ attribute: 'description', value });

const externalId = (number: number): HclItem[] =>
  declared(`external_id_${number}`, [
    description(
      'External id of 32 letters and digits that the caller sends; where the plan was applied, the one that the trust policy asks for',
    ),
    type('string'),
    { attribute: 'sensitive', value: true },
  ]);

const profileOf = (name: string): string => name.replace('account', 'profile');

/** The default provider takes its credentials and Region from the environment, as the AWS CLI does. */
function providers(aliases: readonly string[]): HclItem[] {
  return [
    ...placeData,
    ...aliases.flatMap((name): HclItem[] => [
      {
        block: 'provider',
        labels: ['aws'],
        body: [
          { attribute: 'alias', value: name },
          { attribute: 'profile', value: { $hcl: `var.${profileOf(name)}` } },
          { attribute: 'region', value: { $hcl: 'local.region' } },
        ],
      },
      { blank: true },
      {
        block: 'data',
        labels: ['aws_caller_identity', name],
        body: [{ attribute: 'provider', value: { $hcl: `aws.${name}` } }],
      },
      { blank: true },
    ]),
    {
      block: 'locals',
      body: [
        ...placeLocals,
        ...aliases.map((name): HclItem => ({ attribute: name, value: { $hcl: `data.aws_caller_identity.${name}.account_id` } })),
      ],
    },
  ];
}
