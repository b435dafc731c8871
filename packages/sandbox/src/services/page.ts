import { AwsFault } from './service.ts';

/** One page of a listing. `items` are in the order of `compare`; a token names the last item given, so that inserts between pages skip nothing. */
export interface PageRequest<Item> {
  items: readonly Item[];
  keyOf: (item: Item) => string;
  compare: (left: string, right: string) => number;
  token: string | undefined;
  limit: number;
  /** Text of all filters: a token is only good for the listing that gave it (D-82). */
  filters: string;
  /** Code of the fault for a token from elsewhere. */
  badToken: string;
}

/** Cuts one page; `nextToken` is absent on the last one. Throws `badToken` for a token that this listing did not give. */
export function pageOf<Item>(request: PageRequest<Item>): { page: Item[]; nextToken?: string } {
  const { items, keyOf, compare, token, limit, filters, badToken } = request;
  const after = token === undefined ? null : keyIn(token, filters, badToken);
  const start = after === null ? 0 : firstAfter(items, (item) => compare(keyOf(item), after) > 0);
  const page = items.slice(start, start + limit);
  const last = page.at(-1);
  if (last === undefined || start + page.length >= items.length) return { page };
  return { page, nextToken: Buffer.from(JSON.stringify([filters, keyOf(last)])).toString('base64url') };
}

/** Where the items begin that are after something, by halving: a listing of thousands is asked for page by page. */
function firstAfter<Item>(items: readonly Item[], isAfter: (item: Item) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isAfter(items[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function keyIn(token: string, filters: string, badToken: string): string {
  try {
    const parts: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    if (Array.isArray(parts) && parts[0] === filters && typeof parts[1] === 'string') return parts[1];
  } catch {
    // Falls through: not a token of ours.
  }
  throw new AwsFault(badToken, 'Invalid token: it was not given by a call with these parameters.');
}

/** Order of names as AWS lists them: by code unit. */
export const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** Is a page size within what the operation allows? Throws the service's fault for one that is not. */
export function pageSize(asked: number | undefined, byDefault: number, most: number, code: string): number {
  if (asked === undefined) return byDefault;
  if (asked < 1 || asked > most) throw new AwsFault(code, `maxResults must be between 1 and ${most}.`);
  return asked;
}
