/** A value and the lines where it stands, from 1. What could not be resolved keeps its text. */
export type Located = { line: number; endLine: number } & (
  | { kind: 'scalar'; value: string | number | boolean | null }
  | { kind: 'list'; items: readonly Located[] }
  | { kind: 'map'; entries: readonly Entry[] }
  | { kind: 'unread'; text: string }
);
export interface Entry {
  key: string;
  line: number;
  value: Located;
}
export type LocatedMap = Extract<Located, { kind: 'map' }>;

/** The text is not what it is said to be. */
export class TextProblem extends Error {
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.name = 'TextProblem';
    this.line = line;
  }
}

/** The value under a key; of a key that occurs twice the last counts, as in JSON. */
export function memberOf(value: Located | undefined, key: string): Located | undefined {
  return value?.kind === 'map' ? value.entries.findLast((entry) => entry.key === key)?.value : undefined;
}

/** A list's items; one value as a list of it. */
export const itemsOf = (value: Located | undefined): readonly Located[] =>
  value === undefined ? [] : value.kind === 'list' ? value.items : [value];

/** The text of a scalar, or null. */
export const textOf = (value: Located | undefined): string | null =>
  value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : null;

/** Everything beneath, scalars and unread parts. */
export function leavesOf(value: Located): Located[] {
  if (value.kind === 'list') return value.items.flatMap(leavesOf);
  return value.kind === 'map' ? value.entries.flatMap((entry) => leavesOf(entry.value)) : [value];
}

/** Located → plain JSON; `unread` says what stands for what could not be resolved. */
export function plainOf(value: Located, unread: (text: string) => unknown): unknown {
  if (value.kind === 'scalar') return value.value;
  if (value.kind === 'unread') return unread(value.text);
  if (value.kind === 'list') return value.items.map((item) => plainOf(item, unread));
  return Object.fromEntries(value.entries.map((entry) => [entry.key, plainOf(entry.value, unread)]));
}
