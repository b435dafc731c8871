import type { Observations, Run } from '@rolewright/shared/apply/run.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../../lib/api.ts';
import { useEvents } from '../../lib/events.ts';
import { readAgain } from '../../lib/query-client.ts';

const ended = (run: Run | undefined) => run !== undefined && ['succeeded', 'rolled-back'].includes(run.state);

/** A run, live by events until it ends. */
export function useRun(id: string) {
  const client = useQueryClient();
  const query = useQuery({ queryKey: ['run', id], queryFn: () => api<Run>('GET', `/api/runs/${id}`) });
  const isOpen = query.data !== undefined && !ended(query.data);
  useEvents(isOpen ? `/api/runs/${id}/events` : null, ['run', id]);
  const state = query.data?.state;
  useEffect(() => {
    if (state !== undefined) readAgain(client);
  }, [state, client]);
  return query;
}

/** The cut-over goes on being seen for a while after the end. */
const isRecent = (run: Run | undefined): boolean => !run?.finishedAt || Date.now() - Date.parse(run.finishedAt) < 120_000;

/** The workload's calls as they were seen, every two seconds while the run is open and shortly after. */
export const useObservations = (run: Run | undefined) =>
  useQuery({
    queryKey: ['observations', run?.id],
    queryFn: () => api<Observations>('GET', `/api/runs/${run?.id}/observations`),
    enabled: run !== undefined,
    refetchInterval: isRecent(run) ? 2_000 : 10_000,
  });

export function useRunAction(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (action: Run['actions'][number] | 'verify') => api<Run>('POST', `/api/runs/${id}/${action}`, {}),
    onSuccess: (run) => client.setQueryData(['run', id], run),
  });
}
