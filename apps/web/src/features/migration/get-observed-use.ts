import type { ObservedUse } from '@rolewright/shared/plan/observed-use.ts';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';

/** What the keys of a workload were seen doing. On AWS this reads many pages of event history, so that it is not asked for again at once. */
export const useObservedUse = (workloadId: string) =>
  useQuery({
    queryKey: ['observed-use', workloadId],
    queryFn: () => api<ObservedUse>('GET', `/api/workloads/${workloadId}/observed-use`),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });

export type ObservedUseState = Pick<ReturnType<typeof useObservedUse>, 'data' | 'error'>;
