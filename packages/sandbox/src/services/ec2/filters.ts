import type { Filter } from '@aws-sdk/client-ec2';
import { AwsFault } from '../service.ts';

/** What the filters of one listing look at: filter name → the values that an item has of it. */
export type Filterable<Item> = Record<string, (item: Item) => readonly (string | number | boolean | null | undefined)[]>;

/**
 * The items that pass every filter; of one filter any value will do. `*` and `?` are wildcards, `tag:<key>` and `tag-key` are known where
 * items have tags. Throws InvalidParameterValue for a filter that the listing does not know. Source: EC2 user guide, Using_Filtering.
 */
export function filtered<Item>(
  items: readonly Item[],
  filters: readonly Filter[] | undefined,
  known: Filterable<Item>,
  tagsOf?: (item: Item) => Record<string, string>,
): Item[] {
  const tests = (filters ?? []).map(({ Name = '', Values = [] }) => {
    const values = valuesBy(Name, known, tagsOf);
    const patterns = Values.map(patternOf);
    return (item: Item) => values(item).some((value) => patterns.some((pattern) => pattern.test(value)));
  });
  return items.filter((item) => tests.every((passes) => passes(item)));
}

function valuesBy<Item>(
  name: string,
  known: Filterable<Item>,
  tagsOf: ((item: Item) => Record<string, string>) | undefined,
): (item: Item) => string[] {
  if (tagsOf && name.startsWith('tag:')) {
    const key = name.slice('tag:'.length);
    return (item) => (Object.hasOwn(tagsOf(item), key) ? [tagsOf(item)[key] ?? ''] : []);
  }
  if (tagsOf && name === 'tag-key') return (item) => Object.keys(tagsOf(item));
  const read = Object.hasOwn(known, name) ? known[name] : undefined;
  if (!read) throw new AwsFault('InvalidParameterValue', `The filter '${name}' is invalid`);
  return (item) => read(item).flatMap((value) => (value === null || value === undefined ? [] : [String(value)]));
}

/** A filter's value as a pattern: `\*` and `\?` stand for themselves. */
function patternOf(value: string): RegExp {
  const parts = value.match(/\\[*?\\]|[*?]|[^*?\\]+|\\/g) ?? [];
  const source = parts.map((part) => {
    if (part === '*') return '[\\s\\S]*';
    if (part === '?') return '[\\s\\S]';
    return (/^\\[*?\\]$/.test(part) ? part.slice(1) : part).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`);
}
