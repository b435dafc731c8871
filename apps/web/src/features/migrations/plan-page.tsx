import { Navigate, useParams } from '@tanstack/react-router';
import { UnreadPage } from '../../ui/unread-page.tsx';
import { isMovePlan } from '../instance-move/draft.ts';
import { InstancePlan } from '../instance-plan/instance-plan.tsx';
import { planAddress, usePlan } from '../migration/get-plan.ts';
import { PolicyChange } from '../policy-change/policy-change.tsx';

/** A plan by its id: the screen of its recipe, or the way to it. */
export function PlanPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data: plan, error, refetch } = usePlan(id);
  if (!plan)
    return <UnreadPage title="Plan" above={[{ text: 'Migrations', href: '/migrations' }]} error={error} onRetry={() => void refetch()} />;
  if (plan.recipe === 'policy-change') return <PolicyChange key={plan.id} plan={plan} />;
  if (isMovePlan(plan)) return <InstancePlan key={plan.id} plan={plan} />;
  return <Navigate to={planAddress(plan)} replace />;
}
