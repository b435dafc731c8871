import { matcherOf } from './glob.ts';

/** Does this value match? Compiled once per pattern. */
export type Matches = (value: string) => boolean;

/** A piece of a pattern: text that stands for itself, or a wildcard. */
export type GlobPart = { literal: string } | { wildcard: '*' | '?' };

const always: Matches = () => true;

/** `*` any characters, also none; `?` exactly one. Case-sensitive. Source: IAM reference_policies_elements_resource. */
export const glob = (pattern: string): Matches => globOfParts(partsOf(pattern));

/** Pattern → its parts, in order. */
export function partsOf(pattern: string): GlobPart[] {
  return [...pattern.matchAll(/\*+|\?|[^*?]+/g)].map(([text]) =>
    text.startsWith('*') ? { wildcard: '*' } : text === '?' ? { wildcard: '?' } : { literal: text },
  );
}

/** Parts → matcher; the commonest forms have a short way. */
export function globOfParts(parts: readonly GlobPart[]): Matches {
  const wildcards = parts.filter((part) => 'wildcard' in part);
  const text = parts.map((part) => ('literal' in part ? part.literal : '')).join('');
  const last = parts.at(-1);
  if (wildcards.length === 0) return (value) => value === text;
  if (wildcards.length === 1 && last !== undefined && 'wildcard' in last && last.wildcard === '*') {
    return text === '' ? always : (value) => value.startsWith(text);
  }
  return matcherOf(parts);
}

/** Action pattern; names of actions are case-insensitive (IAM reference_policies_elements_action). Give the action in lower case. */
export const actionGlob = (pattern: string): Matches => glob(pattern.toLowerCase());

/** First five fields and the rest of an ARN or ARN pattern; null when it has fewer than six. The rest keeps its colons. */
export function arnFields(text: string): string[] | null {
  const fields = text.split(':');
  return fields.length < 6 ? null : [...fields.slice(0, 5), fields.slice(5).join(':')];
}

/**
 * Fields of a Resource pattern. AWS completes an ARN of fewer than six fields with `*` (`arn:aws:sqs` is `arn:aws:sqs:*:*:*`); what
 * does not begin with `arn:` is no ARN and stays whole. Source: IAM reference_policies_elements_resource.
 */
export function resourcePatternFields(pattern: string): string[] | null {
  if (!pattern.startsWith('arn:')) return null;
  const fields = pattern.split(':');
  return arnFields([...fields, ...Array.from({ length: Math.max(0, 6 - fields.length) }, () => '*')].join(':'));
}
