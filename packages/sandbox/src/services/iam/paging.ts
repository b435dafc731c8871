import { byText, pageOf } from '../page.ts';

/** What every list operation of IAM takes. */
interface ListInput {
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

/** What every list operation of IAM gives besides its list. */
interface Truncation {
  IsTruncated: boolean;
  Marker?: string;
}

/** One page of a list, sorted by key: 100 items unless MaxItems says otherwise. `filters` names the list, so that a marker of another is refused. */
export function listPage<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { Marker, MaxItems }: ListInput,
  filters: string,
): { page: Item[]; truncation: Truncation } {
  const { page, nextToken } = pageOf({
    items: [...items].sort((left, right) => byText(keyOf(left), keyOf(right))),
    keyOf,
    compare: byText,
    token: Marker,
    limit: MaxItems ?? 100,
    filters,
    badToken: 'ValidationError',
  });
  return { page, truncation: nextToken === undefined ? { IsTruncated: false } : { IsTruncated: true, Marker: nextToken } };
}

/** Is the entity under the path? Without a prefix, all are. */
export const underPath =
  (prefix: string | undefined) =>
  ({ path }: { path: string }): boolean =>
    path.startsWith(prefix ?? '/');
