import type { Overview } from '@rolewright/shared/overview.ts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';

const overviewOptions = queryOptions({
  queryKey: ['overview'],
  queryFn: () => api<Overview>('GET', '/api/overview'),
  // Live while something is under way, calm else.
  refetchInterval: (query) => {
    const data = query.state.data;
    return data && (data.openRuns.length > 0 || data.scans.some((scan) => scan.state === 'running')) ? 2_000 : 15_000;
  },
});

export const useOverview = () => useQuery(overviewOptions);
