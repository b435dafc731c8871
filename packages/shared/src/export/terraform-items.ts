import type { HclItem } from './hcl.ts';

/** A resource, with an empty line before it. */
export const resource = (type: string, name: string, body: HclItem[]): HclItem[] => [
  { blank: true },
  { block: 'resource', labels: [type, name], body },
];

/** An import that happens where `adopt` is true. */
export const adopted = (to: string, id: unknown): HclItem[] => [
  { blank: true },
  {
    block: 'import',
    body: [
      { attribute: 'for_each', value: { $hcl: 'var.adopt ? toset(["plan"]) : toset([])' } },
      { attribute: 'to', value: { $hcl: to } },
      { attribute: 'id', value: id },
    ],
  },
];

/** An import of what is there, whether or not the plan was applied. */
export const imported = (to: string, id: unknown): HclItem[] => [
  { blank: true },
  {
    block: 'import',
    body: [
      { attribute: 'to', value: { $hcl: to } },
      { attribute: 'id', value: id },
    ],
  },
];

const unchanged = ['description', 'force_detach_policies', 'max_session_duration', 'permissions_boundary', 'tags'];

/** A role that is there already: never destroyed, and nothing of it changes but its trust policy. */
export const untouched: HclItem = {
  block: 'lifecycle',
  body: [
    { attribute: 'prevent_destroy', value: true },
    { attribute: 'ignore_changes', value: unchanged.map(($hcl) => ({ $hcl })) },
  ],
};

/** `LimboTaskRole` → `limbo_task_role`: how Terraform's own style names resources. */
export const label = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replace(/^(?=\d)/, 'r')
    .toLowerCase();

/** The versions that all of this needs: `for_each` of an import, and the provider's newest arguments. */
export const required: HclItem = {
  block: 'terraform',
  body: [
    { attribute: 'required_version', value: '>= 1.7.0' },
    { blank: true },
    { block: 'required_providers', body: [{ attribute: 'aws', value: { source: 'hashicorp/aws', version: '>= 6.0.0' } }] },
  ],
};

/** A variable, with an empty line after it. */
export const declared = (name: string, body: HclItem[]): HclItem[] => [{ block: 'variable', labels: [name], body }, { blank: true }];

/** The type of a variable. */
export const type = (name: string): HclItem => ({ attribute: 'type', value: { $hcl: name } });

/** Whether what the plan makes is there already. */
export const adoptVariable = (applied: boolean): HclItem[] =>
  declared('adopt', [
    { attribute: 'description', value: 'true: Rolewright has applied the plan, and its results are imported' },
    type('bool'),
    { attribute: 'default', value: applied },
  ]);

/** Another account that documents name; the one place where a literal belongs is the variable's own default. */
export const accountVariable = (name: string, accountId: string): HclItem[] =>
  declared(name, [
    { attribute: 'description', value: 'Another account that the plan names' },
    type('string'),
    { attribute: 'default', value: { $hcl: JSON.stringify(accountId) } },
  ]);

/** Account, partition and Region are read from AWS; an empty line after each. */
export const placeData: HclItem[] = ['aws_caller_identity', 'aws_partition', 'aws_region'].flatMap((kind): HclItem[] => [
  { block: 'data', labels: [kind, 'current'], body: [] },
  { blank: true },
]);

/** Their names in the documents. */
export const placeLocals: HclItem[] = [
  { attribute: 'account_id', value: { $hcl: 'data.aws_caller_identity.current.account_id' } },
  { attribute: 'partition', value: { $hcl: 'data.aws_partition.current.partition' } },
  { attribute: 'region', value: { $hcl: 'data.aws_region.current.region' } },
];
