import type { WorkloadDetail } from '@rolewright/shared/inventory/workload.ts';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';

export const useWorkload = (id: string) =>
  useQuery({ queryKey: ['workload', id], queryFn: () => api<WorkloadDetail>('GET', `/api/workloads/${id}`) });
