import type { Overview } from '@rolewright/shared/overview.ts';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { api, withQuery } from '../../lib/api.ts';

/** The overview of one account; of all of them when `account` is undefined. */
export const overviewQuery = (account: string | undefined) =>
  queryOptions({
    queryKey: ['overview', account ?? 'all'],
    queryFn: () => api<Overview>('GET', withQuery('/api/overview', { account })),
  });

function useOverviewOf(account: string | undefined) {
  return useQuery({
    ...overviewQuery(account),
    placeholderData: keepPreviousData,
    // Live while something is under way, calm else.
    refetchInterval: (query) => {
      const data = query.state.data;
      return data && (data.openRuns.length > 0 || data.scans.some((scan) => scan.state === 'running')) ? 2_000 : 15_000;
    },
  });
}

/** The overview of the account that is chosen in the top bar. */
export function useOverview() {
  const { account } = useSearch({ strict: false }) as { account?: string };
  return useOverviewOf(account);
}

/** What goes on anywhere, whichever account one looks at. */
export const useOverviewOfAll = () => useOverviewOf(undefined);
