import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { Page } from '@rolewright/shared/page.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, withQuery } from '../../lib/api.ts';
import { type ListSearch, listParameters } from '../../ui/use-list-search.ts';

/** One page of workloads as the address asks for it. */
export const useWorkloads = (search: ListSearch) =>
  useQuery({
    queryKey: ['workloads', search],
    queryFn: () => api<Page<Workload>>('GET', withQuery('/api/workloads', { ...listParameters(search), limit: 50 })),
    placeholderData: keepPreviousData,
  });
