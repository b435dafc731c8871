import { type ChainPlan, newPlan } from '@rolewright/shared/plan/plan.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';

/** Makes the plan of a chain. */
export function useMakeChainPlan() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: unknown) => api<ChainPlan>('POST', '/api/plans', newPlan.parse(body)),
    onSuccess: (plan) => {
      client.setQueryData(['plan', plan.id], plan);
      void client.invalidateQueries({ queryKey: ['plans'] });
    },
  });
}
