import Alert from '@cloudscape-design/components/alert';
import Skeleton from '@cloudscape-design/components/skeleton';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api } from '../../lib/api.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RouteLink } from '../../ui/route-link.tsx';
import { InstancePlan } from '../instance-plan/instance-plan.tsx';
import { PolicyChange } from '../policy-change/policy-change.tsx';

/** A plan by its id: the screen of its recipe, or the way to it. */
export function PlanPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data: plan, error, refetch } = useQuery({ queryKey: ['plan', id], queryFn: () => api<Plan>('GET', `/api/plans/${id}`) });
  if (error) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (!plan) return <Skeleton />;
  if (plan.recipe === 'policy-change') return <PolicyChange key={plan.id} plan={plan} />;
  if (plan.recipe === 'ec2-instance-profile') return <InstancePlan key={plan.id} plan={plan} />;
  return plan.recipe === 'role-chain' ? (
    <Alert type="info" header="This plan makes a chain of roles">
      <RouteLink href={`/chains/${plan.id}`}>Show {plan.target.name}</RouteLink>
    </Alert>
  ) : (
    <Alert type="info" header="This plan moves a workload">
      <RouteLink href={`/workloads/${plan.target.workloadId}/migration`}>Show the migration of {plan.target.workloadName}</RouteLink>
    </Alert>
  );
}
