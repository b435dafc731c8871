import Container from '@cloudscape-design/components/container';
import Grid from '@cloudscape-design/components/grid';
import type { WorkloadDetail } from '@rolewright/shared/inventory/workload.ts';
import type { MigrationPlan, Plan } from '@rolewright/shared/plan/plan.ts';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { Page } from '../../ui/page.tsx';
import { UnreadPage } from '../../ui/unread-page.tsx';
import { useWorkload } from '../workload/get-workload.ts';
import { ChangeModule } from './change-module.tsx';
import { taskRolePlan, usePlanOf, usePostPlan } from './get-plan.ts';
import { type Draft, draftOf, inputsOf } from './inputs.ts';
import type { Making } from './make-plan.tsx';
import { MigrationModuleList, type ModuleId } from './module-list.tsx';
import { PermissionsModule } from './permissions-module.tsx';
import { ProveModule } from './prove-module.tsx';
import { RoleModule } from './role-module.tsx';
import { UnderstandModule } from './understand-module.tsx';
import { useKeptDraft } from './use-kept-draft.ts';
import { VerifyModule } from './verify-module.tsx';

// Its form brings the contract of plans along, which a service's does not need.
const InstanceMove = lazy(() =>
  import('../instance-move/instance-move.tsx').then(({ InstanceMove: component }) => ({ default: component })),
);

/** The way from static keys to a role, in modules that one leaves and comes back to. */
export function MigrationPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const workload = useWorkload(id);
  const plan = usePlanOf(id);
  const error = workload.error ?? plan.error;
  const above = [
    { text: 'Workloads', href: '/workloads' },
    { text: workload.data?.name ?? 'Workload', href: `/workloads/${id}` },
  ];
  const again = () => void Promise.all([workload.refetch(), plan.refetch()]);
  const unread = <UnreadPage title="Move to a role" above={above} error={error} onRetry={again} />;
  if (!workload.data || plan.data === undefined) return unread;
  const key = plan.data?.id ?? 'none';
  if (workload.data.ec2 !== null)
    return (
      <Suspense fallback={unread}>
        <InstanceMove key={key} workload={workload.data} plan={plan.data} />
      </Suspense>
    );
  return <Modules key={key} workload={workload.data} plan={plan.data?.recipe === 'ecs-task-role' ? plan.data : null} />;
}

function Modules({ workload, plan }: { workload: WorkloadDetail; plan: MigrationPlan | null }) {
  const { module = 'understand' } = useSearch({ strict: false }) as { module?: ModuleId };
  const navigate = useNavigate();
  const [draft, setDraft] = useKeptDraft<Draft>(`${workload.id} ${plan?.id}`, () => draftOf(workload, plan));
  const make = usePostPlan(workload.id);
  const open = (next: ModuleId) => void navigate({ to: '.', search: ((old: object) => ({ ...old, module: next })) as never });
  const checked = inputsOf(draft);
  const [isShown, setShown] = useState(false);
  const makePlan = () => {
    setShown(true);
    if ('inputs' in checked) make.mutate(taskRolePlan(workload, checked.inputs), { onSuccess: () => open('prove') });
  };
  const problem = isShown && 'problem' in checked ? `The form is wrong: ${checked.problem}` : null;
  const props = { workload, plan, draft, setDraft, open, makePlan, making: make.isPending, makeError: make.error, problem };
  return (
    <Page
      title={`Move ${workload.name} to a role`}
      above={[
        { text: 'Workloads', href: '/workloads' },
        { text: workload.name, href: `/workloads/${workload.id}` },
      ]}
      description="Nothing changes in AWS before you start the change. Leave and come back whenever you like."
    >
      <Grid gridDefinition={[{ colspan: { default: 12, s: 3 } }, { colspan: { default: 12, s: 9 } }]}>
        <Container>
          <MigrationModuleList current={module} plan={plan} onOpen={open} />
        </Container>
        <div>
          {module === 'understand' && <UnderstandModule {...props} />}
          {module === 'role' && <RoleModule {...props} />}
          {module === 'permissions' && <PermissionsModule {...props} />}
          {module === 'prove' && <ProveModule {...props} permissionsElsewhere />}
          {module === 'change' && <ChangeModule {...props} />}
          {module === 'verify' && <VerifyModule {...props} />}
        </div>
      </Grid>
    </Page>
  );
}

/** What each module is given. */
export interface ModuleProps extends PlanModuleProps {
  workload: WorkloadDetail;
  plan: MigrationPlan | null;
  draft: Draft;
  setDraft: (draft: Draft) => void;
  open: (module: ModuleId) => void;
}

/** What the modules are given that are the same for plans of every recipe. */
export interface PlanModuleProps extends Making {
  plan: Plan | null;
  open: (module: 'prove' | 'change') => void;
}
