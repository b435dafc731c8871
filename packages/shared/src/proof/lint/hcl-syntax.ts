/** An expression of HCL, as far as policies need it; all else is `other`, with its text. https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md */
export type HclExpression = { line: number; endLine: number; text: string } & (
  | { kind: 'literal'; value: string | number | boolean | null }
  | { kind: 'template'; parts: readonly (string | HclExpression)[]; isHeredoc: boolean }
  | { kind: 'list'; items: readonly HclExpression[] }
  | { kind: 'object'; entries: readonly { key: string; line: number; value: HclExpression }[] }
  | { kind: 'call'; name: string; arguments: readonly HclExpression[] }
  | { kind: 'reference' }
  | { kind: 'other' }
);

export interface HclBody {
  attributes: { name: string; line: number; value: HclExpression }[];
  blocks: HclBlock[];
}
export interface HclBlock {
  type: string;
  labels: string[];
  line: number;
  endLine: number;
  body: HclBody;
}

/** What an expression is, before it is known where it ends. */
export type HclParts = HclExpression extends infer E ? (E extends HclExpression ? Omit<E, 'line' | 'endLine' | 'text'> : never) : never;
