import type { PlanTruth } from '@rolewright/shared/proof/plan-truth.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';

const keyOf = (planId: string, runId: string | undefined) => ['truth-table', planId, runId];

/** The truth table of a plan's chain; asked for anew when the plan has a run. */
export const usePlanTruth = (planId: string, runId: string | undefined) =>
  useQuery({ queryKey: keyOf(planId, runId), queryFn: () => api<PlanTruth>('GET', `/api/plans/${planId}/truth-table`) });

/** Tries it; what comes back takes the place of what was predicted. */
export function useObserveTruth(planId: string, runId: string | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api<PlanTruth>('POST', `/api/plans/${planId}/truth-table`),
    onSuccess: (truth) => client.setQueryData(keyOf(planId, runId), truth),
  });
}
