import { byText, pageOf, pageSize } from '../page.ts';

interface Asked {
  MaxRecords?: number | undefined;
  NextToken?: string | undefined;
}

/** One page of a listing in the order of its names. */
export function namedPage<Item>(items: readonly Item[], nameOf: (item: Item) => string, asked: Asked, sizes: Sizes, filters: string) {
  const sorted = [...items].sort((left, right) => byText(nameOf(left), nameOf(right)));
  return cut(sorted, nameOf, byText, asked, sizes, filters);
}

/** One page of a listing whose items come newest first; `keyOf` orders them: a time and what tells equal times apart. */
export function newestPage<Item>(items: readonly Item[], keyOf: (item: Item) => string, asked: Asked, sizes: Sizes, filters: string) {
  const newestFirst = (left: string, right: string) => byText(right, left);
  const sorted = [...items].sort((left, right) => newestFirst(keyOf(left), keyOf(right)));
  return cut(sorted, keyOf, newestFirst, asked, sizes, filters);
}

/** Page size without MaxRecords, and the most that may be asked for (D-82). */
interface Sizes {
  byDefault: number;
  most: number;
}

function cut<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  compare: (left: string, right: string) => number,
  { MaxRecords, NextToken }: Asked,
  { byDefault, most }: Sizes,
  filters: string,
): { page: Item[]; next: { NextToken?: string } } {
  const limit = pageSize(MaxRecords, byDefault, most, 'ValidationError');
  const { page, nextToken } = pageOf({ items, keyOf, compare, token: NextToken, limit, filters, badToken: 'InvalidNextToken' });
  return { page, next: nextToken === undefined ? {} : { NextToken: nextToken } };
}
