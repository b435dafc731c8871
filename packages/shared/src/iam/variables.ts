import { type GlobPart, globOfParts, type Matches, partsOf } from './match.ts';

/** Reads one condition key of the request, in lower case; null when it is missing or has more than one value. */
export type ContextValue = (key: string) => string | null;

/** A string of a policy that may hold variables: fixed, or to be completed for each request. */
export type Template = { kind: 'fixed'; parts: readonly GlobPart[] } | { kind: 'variable'; parts: readonly TemplatePart[] };
type TemplatePart = GlobPart | { variable: string; fallback: string | null };

/** One variable: an escaped character, or a name with an optional default. */
export const variablePattern = /\$\{([*?$])\}|\$\{\s*([^{}'",\s]+(?:[^{}'",]*[^{}'",\s])?)\s*(?:,\s*'([^']*)'\s*)?\}/g;
const piece = new RegExp(`${variablePattern.source}|[^$]+|\\$`, 'g');

/**
 * Pattern → template. With variables (Version 2012-10-17 only) `${aws:username}` waits for the request, `${aws:username, 'x'}` has a
 * default, and `${*}`, `${?}`, `${$}` are those characters themselves. Without, all is text. Source: IAM reference_policies_variables.
 */
export function templateOf(pattern: string, variables: boolean): Template {
  if (!variables || !pattern.includes('${')) return { kind: 'fixed', parts: partsOf(pattern) };
  const parts = [...pattern.matchAll(piece)].flatMap(([text, escaped, variable, fallback]): TemplatePart[] => {
    if (escaped !== undefined) return [{ literal: escaped }];
    if (variable !== undefined) return [{ variable: variable.toLowerCase(), fallback: fallback ?? null }];
    return partsOf(text);
  });
  const fixed = parts.filter((part): part is GlobPart => !('variable' in part));
  return fixed.length === parts.length ? { kind: 'fixed', parts: fixed } : { kind: 'variable', parts };
}

/** Template → matcher for one request; null when a variable without default has no single value, so that nothing matches. */
export function matcherOf(template: Template, value: ContextValue): Matches | null {
  const parts = resolve(template, value);
  return parts === null ? null : globOfParts(parts);
}

/** Template → text for operators without wildcards (`StringEquals`); null as above. Wildcards are plain characters there. */
export function textOf(template: Template, value: ContextValue): string | null {
  const parts = resolve(template, value);
  return parts === null ? null : parts.map((part) => ('literal' in part ? part.literal : part.wildcard)).join('');
}

/** Names of the variables in a string, in lower case, each once, with whether a default stands ready. */
export function variablesIn(pattern: string): { variable: string; fallback: string | null }[] {
  const template = templateOf(pattern, true);
  return template.kind === 'fixed' ? [] : template.parts.filter((part) => 'variable' in part);
}

/** What a variable resolves to is text: a `*` in a user's name is no wildcard. */
function resolve(template: Template, value: ContextValue): readonly GlobPart[] | null {
  if (template.kind === 'fixed') return template.parts;
  const parts: GlobPart[] = [];
  for (const part of template.parts) {
    if (!('variable' in part)) {
      parts.push(part);
      continue;
    }
    const text = value(part.variable) ?? part.fallback;
    if (text === null) return null;
    parts.push({ literal: text });
  }
  return parts;
}
