import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { usePostPlan } from './get-plan.ts';
import type { PlanModuleProps } from './migration-page.tsx';

type ModuleId = 'prove' | 'change';

/** Plans that are shown by their id and are made again as they are: AWS may have moved since. */
type ShownPlan = Exclude<Plan, { recipe: 'ecs-task-role' | 'role-chain' }>;

/** What the screen of a plan by its id needs for its modules: which is open, and making the plan anew, which leads to the new one. */
export function usePlanModules(plan: ShownPlan): PlanModuleProps & { module: ModuleId } {
  const { module = 'prove' } = useSearch({ strict: false }) as { module?: ModuleId };
  const navigate = useNavigate();
  const again = usePostPlan('workloadId' in plan.target ? plan.target.workloadId : null);
  const { recipe, accountId, region, inputs } = plan;
  const makePlan = () =>
    again.mutate(
      { recipe, accountId, region, target: targetAsAsked(plan), inputs },
      { onSuccess: (made) => void navigate({ to: '/plans/$id', params: { id: made.id }, search: { module: 'prove' } as never }) },
    );
  return {
    plan,
    module,
    open: (next) => void navigate({ to: '.', search: ((old: object) => ({ ...old, module: next })) as never }),
    makePlan,
    making: again.isPending,
    makeError: again.error,
    problem: null,
  };
}

/** `target` of a plan tells more than it was asked with. */
function targetAsAsked(plan: ShownPlan): object {
  if (plan.recipe === 'policy-change') return { title: plan.target.title };
  return 'groupName' in plan.target ? { groupName: plan.target.groupName } : { instanceId: plan.target.instanceId };
}
