import type { Filter } from '@aws-sdk/client-ec2';
import { byText, pageOf } from '../page.ts';
import { AwsFault } from '../service.ts';

/** What all listings of EC2 are asked with. */
export interface ListingInput {
  Filters?: Filter[] | undefined;
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}

interface Limits {
  least: number;
  most: number;
  /** Name of the member with ids; it cannot be used together with MaxResults. */
  ids?: string;
}

const usual: Limits = { least: 5, most: 1000 };

/**
 * One page of a listing in the order of its keys. Without MaxResults all of it, as EC2 does. Throws InvalidParameterValue for a page size
 * out of bounds, InvalidParameterCombination for ids with a page size, InvalidNextToken.
 */
export function listingPage<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  input: ListingInput & { [ids: string]: unknown },
  { least, most, ids = '' }: Limits = usual,
): { page: Item[]; nextToken: { NextToken: string } | null } {
  const { MaxResults, NextToken, ...rest } = input;
  const given = input[ids];
  if (MaxResults !== undefined && Array.isArray(given) && given.length > 0) {
    const set = `${ids.charAt(0).toLowerCase()}${ids.slice(1).replace(/Ids$/, '')}sSet`;
    throw new AwsFault('InvalidParameterCombination', `The parameter ${set} cannot be used with the parameter maxResults`);
  }
  if (MaxResults !== undefined && (MaxResults < least || MaxResults > most)) {
    const bound = MaxResults < least ? `greater than ${least}` : `less than ${most}`;
    throw new AwsFault('InvalidParameterValue', `Value ( ${MaxResults} ) for parameter maxResults is invalid. Expecting a value ${bound}.`);
  }
  const sorted = [...items].sort((left, right) => byText(keyOf(left), keyOf(right)));
  const { page, nextToken } = pageOf({
    items: sorted,
    keyOf,
    compare: byText,
    token: NextToken,
    limit: MaxResults ?? Math.max(items.length, 1),
    filters: JSON.stringify(rest),
    badToken: 'InvalidNextToken',
  });
  return { page, nextToken: nextToken === undefined ? null : { NextToken: nextToken } };
}
