import type { Probe, ProbeInput, ProbeResult, Probes } from '@rolewright/shared/probes/probe.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';

const pathOf = (workloadId: string, name: string) => `/api/workloads/${workloadId}/probes/${encodeURIComponent(name)}`;

export const useProbes = (workloadId: string) =>
  useQuery({ queryKey: ['probes', workloadId], queryFn: () => api<Probes>('GET', `/api/workloads/${workloadId}/probes`) });

/** Tries a probe that is not saved. */
export const useTryDraft = (workloadId: string) =>
  useMutation({ mutationFn: (input: unknown) => api<ProbeResult>('POST', `/api/workloads/${workloadId}/probe-trials`, input) });

export function useTryProbe(workloadId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => api<ProbeResult>('POST', `${pathOf(workloadId, name)}/trials`, {}),
    onSettled: () => client.invalidateQueries({ queryKey: ['probes', workloadId] }),
  });
}

export function useSaveProbe(workloadId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, input }: { name: string; input: unknown }) => api<Probe>('PUT', pathOf(workloadId, name), input as ProbeInput),
    onSuccess: () => client.invalidateQueries({ queryKey: ['probes', workloadId] }),
  });
}

export function useDeleteProbe(workloadId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => api<undefined>('DELETE', pathOf(workloadId, name)),
    onSuccess: () => client.invalidateQueries({ queryKey: ['probes', workloadId] }),
  });
}
