import Button from '@cloudscape-design/components/button';
import type { ChainPlan } from '@rolewright/shared/plan/plan.ts';
import { useNavigate } from '@tanstack/react-router';

/** What the application is given to walk the chain, filled in from the plan. */
export function HandOverButton({ plan: { target, region, awsAccountId } }: { plan: ChainPlan }) {
  const navigate = useNavigate();
  const [caller, ...roles] = target.members;
  const search = {
    kind: caller?.kind === 'user' ? 'environment' : 'ecs-task',
    caller: awsAccountId,
    region,
    role: roles.map(({ arn }) => arn).join(','),
  };
  return <Button onClick={() => void navigate({ to: '/chains/delivery', search })}>Hand it over</Button>;
}
