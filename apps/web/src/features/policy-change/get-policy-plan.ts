import type { Plan, PolicyPlan } from '@rolewright/shared/plan/plan.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';

/** A plan that edits policies, by its id. */
export const usePolicyPlan = (id: string) =>
  useQuery({
    queryKey: ['plan', id],
    queryFn: async () => {
      const plan = await api<Plan>('GET', `/api/plans/${id}`);
      if (plan.recipe !== 'policy-change') throw new Error('This plan moves a workload or makes a chain: see Migrations.');
      return plan;
    },
  });

/** Makes a plan of the same edits anew: AWS may have moved since. */
export function useMakeAgain({ accountId, region, target, inputs }: PolicyPlan) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      api<PolicyPlan>('POST', '/api/plans', { recipe: 'policy-change', accountId, region, target: { title: target.title }, inputs }),
    onSuccess: (plan) => {
      client.setQueryData(['plan', plan.id], plan);
      void client.invalidateQueries({ queryKey: ['plans'] });
    },
  });
}
