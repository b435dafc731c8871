import { useNavigate, useSearch } from '@tanstack/react-router';

/** Filters, order and page of the list at hand, as the address has them. */
export interface ListSearch {
  account?: string | undefined;
  q?: string | undefined;
  state?: string | undefined;
  /** Of workloads alone. */
  kind?: string | undefined;
  region?: string | undefined;
  keyId?: string | undefined;
  workloadId?: string | undefined;
  sort?: string | undefined;
  order?: 'asc' | 'desc' | undefined;
  cursor?: string | undefined;
  page?: number | undefined;
}

export function useListSearch(): { search: ListSearch; setSearch: (change: ListSearch, replace?: boolean) => void } {
  const search = useSearch({ strict: false }) as ListSearch;
  const navigate = useNavigate();
  return {
    search,
    setSearch: (change, replace = false) =>
      void navigate({ to: '.', search: ((old: ListSearch) => ({ ...old, ...change })) as never, replace }),
  };
}

/** The part of the address that the server understands: a screen may keep more there. */
export function listParameters({
  account,
  q,
  state,
  kind,
  region,
  keyId,
  workloadId,
  sort,
  order,
  cursor,
}: ListSearch): Record<string, string | undefined> {
  return { account, q, state, kind, region, keyId, workloadId, sort, order, cursor };
}
