import type { InstancePlanView } from '@rolewright/shared/plan/plan.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';

/** Makes a plan of the same inputs for the same instance anew: AWS may have moved since. */
export function useMakeInstancePlanAgain({ accountId, region, target: { instanceId }, inputs }: InstancePlanView) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      api<InstancePlanView>('POST', '/api/plans', { recipe: 'ec2-instance-profile', accountId, region, target: { instanceId }, inputs }),
    onSuccess: (plan) => {
      client.setQueryData(['plan', plan.id], plan);
      void client.invalidateQueries({ queryKey: ['plans'] });
    },
  });
}
