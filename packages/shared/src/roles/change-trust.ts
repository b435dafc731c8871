import type { PolicyDocument } from '../aws/policy-document.ts';
import { statementsOf } from '../iam/trust-statements.ts';

/** One statement as it stands in a policy. */
export type RawStatement = { readonly [element: string]: unknown };

/** A policy with each statement replaced by what `change` makes of it: none, one or several. `index` is its place, from 0. */
export const mapStatements = (
  document: PolicyDocument,
  change: (statement: RawStatement, index: number) => readonly RawStatement[],
): PolicyDocument => ({ ...document, Statement: statementsOf(document).flatMap(change) });

/** Is it the statement that a finding names: by its Sid, else by its place? */
export const isNamed = ({ Sid }: RawStatement, index: number, id: string | null): boolean =>
  typeof Sid === 'string' && Sid !== '' ? Sid === id : String(index) === id;

/** One or many → many. */
export const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : value === undefined ? [] : [String(value)]);

/** The shape stays: what was one text and still is one stays a text. */
const shaped = (before: unknown, after: readonly string[]): unknown => (!Array.isArray(before) && after.length === 1 ? after[0] : after);

/**
 * A statement with the names under its Principal changed, type by type (`AWS`, `Service`, …); null where nobody is left under it. A statement
 * without Principal, or with `*`, stays as it is.
 */
export function mapPrincipals(statement: RawStatement, change: (type: string, names: string[]) => string[]): RawStatement | null {
  const { Principal } = statement;
  if (typeof Principal !== 'object' || Principal === null) return statement;
  const kept = Object.entries(Principal).flatMap(([type, names]) => {
    const after = change(type, listOf(names));
    return after.length === 0 ? [] : [[type, shaped(names, after)] as const];
  });
  return kept.length === 0 ? null : { ...statement, Principal: Object.fromEntries(kept) };
}

/** A statement with one more condition, or with other values of it. */
export function withCondition(statement: RawStatement, operator: string, key: string, values: readonly string[]): RawStatement {
  const block = (statement.Condition ?? {}) as Record<string, Record<string, unknown>>;
  const value = values.length === 1 ? values[0] : values;
  const tests = Object.entries(block[operator] ?? {}).filter(([name]) => name.toLowerCase() !== key.toLowerCase());
  return { ...statement, Condition: { ...block, [operator]: { ...Object.fromEntries(tests), [key]: value } } };
}
