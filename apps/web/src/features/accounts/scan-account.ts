import type { Scan } from '@rolewright/shared/inventory/scan.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../../lib/api.ts';
import { useEvents } from '../../lib/events.ts';
import { readAgain } from '../../lib/query-client.ts';

/** Starts a scan of an account; the lists follow when it is under way. */
export function useStartScan() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (accountId: string) => api<Scan>('POST', `/api/accounts/${accountId}/scans`, {}),
    onSettled: () => client.invalidateQueries({ queryKey: ['overview'] }),
  });
}

export function useCancelScan() {
  return useMutation({ mutationFn: (scanId: string) => api<Scan>('POST', `/api/scans/${scanId}/cancel`, {}) });
}

/** A scan, live by events while it runs; everything that was read from the account is asked for again when it ends. */
export function useScan(id: string | null) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ['scan', id],
    queryFn: () => api<Scan>('GET', `/api/scans/${id}`),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 3_000 : false),
  });
  const state = query.data?.state;
  const phase = query.data?.progress.phase;
  useEvents(id !== null && state === 'running' ? `/api/scans/${id}/events` : null, ['scan', id]);
  useEffect(() => {
    // In-use results are there long before the history is read.
    if (state !== undefined && phase !== undefined) readAgain(client);
  }, [state, phase, client]);
  return query;
}
