import { type ChainPlan, newPlan, type Plan } from '@rolewright/shared/plan/plan.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';

/** The plan of a chain by its id; null: there is none yet. */
export const useChainPlan = (id: string | undefined) =>
  useQuery({
    queryKey: ['plan', id ?? 'none'],
    queryFn: async () => {
      const plan = await api<Plan>('GET', `/api/plans/${id}`);
      if (plan.recipe !== 'role-chain') throw new Error('This plan moves a workload; it is no chain of roles.');
      return plan;
    },
    enabled: id !== undefined,
  });

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
