import { resourcePatternFields } from './match.ts';
import { templateOf } from './variables.ts';

/**
 * A pattern as a row of tokens: one character, `ANY` (`*`), `ONE` (`?`), or a variable whose value nobody knows yet. Patterns are
 * compared as the sets of strings that they match.
 */
export type Tokens = readonly string[];

const any = 'ANY';
const one = 'ONE';
const isVariable = (token: string | undefined): boolean => token?.startsWith('VAR ') === true;

/** Pattern → tokens; `variables` as in templateOf. Runs of wildcards are put in one order, so that `*?` and `?*` are the same. */
export function tokensOf(pattern: string, variables: boolean): Tokens {
  const tokens: string[] = [];
  for (const part of templateOf(pattern, variables).parts) {
    if ('literal' in part) tokens.push(...part.literal);
    else if ('variable' in part) tokens.push(`VAR ${part.variable} ${part.fallback ?? ''}`);
    else if (part.wildcard === '?') tokens.splice(tokens.at(-1) === any ? -1 : tokens.length, 0, one);
    else if (tokens.at(-1) !== any) tokens.push(any);
  }
  return tokens;
}

/** Is every string of the inner pattern one of the outer? Never says so wrongly; a variable equals only itself or a `*`. */
export function tokensWithin(inner: Tokens, outer: Tokens): boolean {
  return fill(inner, outer, (i, j, at) => {
    const [mine, theirs] = [inner[i], outer[j]];
    if (theirs === any) return at(i, j + 1) || (mine !== undefined && at(i + 1, j));
    if (mine === undefined || theirs === undefined) return mine === theirs;
    const taken = mine === theirs ? mine !== any : theirs === one && mine !== any && !isVariable(mine);
    return taken && at(i + 1, j + 1);
  });
}

/** May one string match both? A variable may stand for anything, so that "no" is certain. */
export function tokensMeet(left: Tokens, right: Tokens): boolean {
  return fill(left, right, (i, j, at) => {
    const [mine, theirs] = [left[i], right[j]];
    const mineAny = mine === any || isVariable(mine);
    const theirsAny = theirs === any || isVariable(theirs);
    if (mineAny) return at(i + 1, j) || (theirs !== undefined && at(i, j + 1));
    if (theirsAny) return at(i, j + 1) || (mine !== undefined && at(i + 1, j));
    if (mine === undefined || theirs === undefined) return mine === theirs;
    return (mine === theirs || mine === one || theirs === one) && at(i + 1, j + 1);
  });
}

/** Answers a question of two positions from the ends backwards, each pair once. */
function fill(left: Tokens, right: Tokens, answer: (i: number, j: number, at: (i: number, j: number) => boolean) => boolean): boolean {
  const width = right.length + 2;
  const known = new Uint8Array((left.length + 2) * width);
  const at = (i: number, j: number) => known[i * width + j] === 1;
  for (let i = left.length; i >= 0; i--) {
    for (let j = right.length; j >= 0; j--) known[i * width + j] = answer(i, j, at) ? 1 : 0;
  }
  return at(0, 0);
}

/** A Resource pattern: everything, an ARN field by field, or a text that is no ARN. */
export type ResourceSet = { kind: 'all' } | { kind: 'arn'; fields: readonly Tokens[] } | { kind: 'text'; tokens: Tokens };

/** Resource pattern → set. */
export function resourceSet(pattern: string, variables: boolean): ResourceSet {
  if (pattern === '*') return { kind: 'all' };
  const fields = resourcePatternFields(pattern);
  if (fields === null) return { kind: 'text', tokens: tokensOf(pattern, variables) };
  return { kind: 'arn', fields: fields.map((field, index) => tokensOf(field, variables && index === 5)) };
}

/** Is every resource of the inner set in the outer? Never says so wrongly. */
export function resourceWithin(inner: ResourceSet, outer: ResourceSet): boolean {
  if (outer.kind === 'all') return true;
  if (inner.kind === 'text' && outer.kind === 'text') return tokensWithin(inner.tokens, outer.tokens);
  if (inner.kind !== 'arn' || outer.kind !== 'arn') return false;
  return inner.fields.every((field, index) => tokensWithin(field, outer.fields[index] ?? []));
}

/** May one resource be in both sets? "No" is certain. */
export function resourcesMeet(left: ResourceSet, right: ResourceSet): boolean {
  if (left.kind !== 'arn' || right.kind !== 'arn') return true;
  return left.fields.every((field, index) => tokensMeet(field, right.fields[index] ?? []));
}
