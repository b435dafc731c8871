import { isMasked } from '../findings/masked.ts';

/** A document without the values that the plan holds masked, and the paths of these: whoever uses an export writes them in. */
export function withoutMasked(document: Record<string, unknown>): { document: Record<string, unknown>; hidden: string[] } {
  const hidden: string[] = [];
  const open = (value: unknown, path: string[]): unknown => {
    if (Array.isArray(value))
      return value.map((item, index) => open(item, [...path, String(index + 1)])).filter((item) => item !== undefined);
    if (typeof value !== 'object' || value === null) return value;
    if (isMasked(value)) {
      hidden.push(path.join('.'));
      return undefined;
    }
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, open(item, [...path, name])]));
  };
  return { document: open(document, []) as Record<string, unknown>, hidden };
}
