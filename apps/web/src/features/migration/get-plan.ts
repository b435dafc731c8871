import type { Run } from '@rolewright/shared/apply/run.ts';
import type { WorkloadDetail } from '@rolewright/shared/inventory/workload.ts';
import type { Page } from '@rolewright/shared/page.ts';
import type { EcsTaskRoleInputs, Plan } from '@rolewright/shared/plan/plan.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, withQuery } from '../../lib/api.ts';
import { readAgain } from '../../lib/query-client.ts';

/** A plan of any recipe by its id; undefined: there is none yet. */
export const usePlan = (id: string | undefined) =>
  useQuery({ queryKey: ['plan', id], queryFn: () => api<Plan>('GET', `/api/plans/${id}`), enabled: id !== undefined });

/** The screen of a plan: a workload's is its migration, a chain has its own, all others are shown by their id. */
export function planAddress({ id, recipe, target }: Plan): string {
  if (recipe === 'ecs-task-role') return `/workloads/${target.workloadId}/migration`;
  return recipe === 'role-chain' ? `/chains/${id}` : `/plans/${id}`;
}

/** The newest plan of a workload, of whatever recipe; superseded ones left out. */
export const usePlanOf = (workloadId: string) =>
  useQuery({
    queryKey: ['plan-of', workloadId],
    queryFn: async () => {
      const { items } = await api<Page<Plan>>('GET', withQuery('/api/plans', { workloadId, limit: 1 }));
      const [newest] = items;
      return newest !== undefined && newest.state !== 'superseded' ? newest : null;
    },
  });

/** Makes a plan of any recipe; `workloadId`: whose newest plan it then is. */
export function usePostPlan(workloadId: string | null = null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: unknown) => api<Plan>('POST', '/api/plans', body),
    onSuccess: (plan) => {
      client.setQueryData(['plan', plan.id], plan);
      if (workloadId !== null) client.setQueryData(['plan-of', workloadId], plan);
      void client.invalidateQueries({ queryKey: ['plans'] });
    },
  });
}

/** Body of POST /api/plans for a workload's move to a task role. */
export const taskRolePlan = ({ accountId, region, id }: WorkloadDetail, inputs: EcsTaskRoleInputs) => ({
  recipe: 'ecs-task-role',
  accountId,
  region,
  target: { workloadId: id },
  inputs,
});

export function useStartRun(plan: Plan) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { confirm: string; acknowledge: string[] }) => api<Run>('POST', `/api/plans/${plan.id}/runs`, body),
    onSuccess: (run) => {
      client.setQueryData(['run', run.id], run);
      readAgain(client);
    },
    // The checks were read again too: what is not known by now is to be acknowledged.
    onError: () => readAgain(client),
  });
}
