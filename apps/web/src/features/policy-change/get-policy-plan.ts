import type { PolicyPlan } from '@rolewright/shared/plan/plan.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';

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
