import { type HclItem, hclText, printHcl } from './hcl.ts';
import { externalIdsOf, piecesOf } from './place.ts';
import { accountNames, type ExportSource } from './source.ts';
import { accountVariable, adoptVariable, declared, placeData, placeLocals, required, type } from './terraform-items.ts';

/** What a configuration over accounts is made of beside its source. */
export interface OverAccounts {
  /** What is done, in a line or more, and what to know before it is applied. */
  heading: readonly string[];
  /** Documents as they are written: their external ids become variables, and so do the accounts that they name. */
  written: unknown;
  /** The resources; `others` names the provider alias of each further account. */
  items: (others: ReadonlyMap<string, string>) => HclItem[];
}

/**
 * A plan over accounts as Terraform: the default provider is the account of the plan, one alias each other account that it changes. External
 * ids are sensitive variables. Formatted as `terraform fmt` does. https://registry.terraform.io/providers/hashicorp/aws/latest/docs
 */
export function terraformOverAccounts(source: ExportSource & { accountOf: ReadonlyMap<string, string> }, made: OverAccounts): string {
  const others = accountNames(source, made.written);
  const runs = new Set(source.accountOf.values());
  const ids = externalIdsOf(made.written, source.place);
  const write = (text: string): string =>
    `"${piecesOf(text, source.place)
      .map((piece, index, all) => {
        if (typeof piece === 'string') return hclText(piece, index < all.length - 1);
        if (piece.variable === 'external-id') return `\${var.external_id_${ids.indexOf(piece.masked) + 1}}`;
        if (piece.variable === 'other-account') return `\${${runs.has(piece.accountId) ? 'local' : 'var'}.${others.get(piece.accountId)}}`;
        return `\${local.${piece.variable === 'account' ? 'account_id' : piece.variable}}`;
      })
      .join('')}"`;
  const aliases = [...others].filter(([accountId]) => runs.has(accountId)).map(([, name]) => name);
  const items = [
    ...head(source, made.heading, ids.length),
    ...adoptVariable(source.applied),
    ...aliases.flatMap((name) => declared(profileOf(name), [description('A profile of the other account'), type('string')])),
    ...[...others].flatMap(([accountId, name]) => (runs.has(accountId) ? [] : accountVariable(name, accountId))),
    ...ids.flatMap((_, index) => externalId(index + 1)),
    ...providers(aliases),
    ...made.items(others),
  ];
  return printHcl(items, write);
}

function head({ blockers }: ExportSource, heading: readonly string[], ids: number): HclItem[] {
  return [
    {
      comment: [
        ...heading,
        ...(ids > 0 ? ['The state holds the external ids: keep it as secret as they are.', ...fill(ids)] : []),
        ...blockers.map((sentence) => `The console does not start this plan. Not so when it was made: ${sentence}`),
      ].join('\n'),
    },
    required,
    { blank: true },
  ];
}

const fill = (ids: number): string[] =>
  Array.from({ length: ids }, (_, index) => `TF_VAR_external_id_${index + 1}: set it in the environment, never in a file.`);

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
