import Container from '@cloudscape-design/components/container';
import Grid from '@cloudscape-design/components/grid';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { WorkloadDetail } from '@rolewright/shared/inventory/workload.ts';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { Empty } from '../../ui/empty.tsx';
import { Page } from '../../ui/page.tsx';
import type { ErrorOf } from '../chain/chain-fields.tsx';
import { PlannedTarget } from '../instance-plan/planned-target.tsx';
import { ChangeModule } from '../migration/change-module.tsx';
import { usePostPlan } from '../migration/get-plan.ts';
import type { PlanModuleProps } from '../migration/migration-page.tsx';
import { PermissionsModule } from '../migration/permissions-module.tsx';
import { ProveModule } from '../migration/prove-module.tsx';
import { useKeptDraft } from '../migration/use-kept-draft.ts';
import { draftOf, isMovePlan, type MoveDraft, type MovePlan } from './draft.ts';
import { type FieldIssue, issuesOf, refusedFields } from './field-issues.ts';
import { InstanceModuleList, type MoveModuleId } from './instance-module-list.tsx';
import { LaunchModule } from './launch-module.tsx';
import { moduleOf } from './module-of-field.ts';
import { moveBody } from './plan-body.ts';
import { RoleAndProfileModule } from './role-and-profile-module.tsx';
import { UnderstandInstance } from './understand-instance.tsx';
import { VerifyInstanceModule } from './verify-instance-module.tsx';

/** The way of an EC2 instance, or of an Auto Scaling group, from static keys to a role. */
export function InstanceMove({ workload, plan }: { workload: WorkloadDetail; plan: Plan | null }) {
  if (workload.kind === 'instance' || workload.kind === 'auto-scaling-group')
    return <Modules workload={workload} plan={isMovePlan(plan) ? plan : null} />;
  return (
    <Page title={workload.name} above={above(workload)}>
      <Empty title="There is nothing to move">{workload.nextStep}</Empty>
    </Page>
  );
}

const above = ({ id, name }: WorkloadDetail) => [
  { text: 'Workloads', href: '/workloads' },
  { text: name, href: `/workloads/${id}` },
];

function Modules({ workload, plan }: { workload: WorkloadDetail; plan: MovePlan | null }) {
  const { module = 'understand' } = useSearch({ strict: false }) as { module?: MoveModuleId };
  const navigate = useNavigate();
  const [draft, setDraft] = useKeptDraft<MoveDraft>(`${workload.id} ${plan?.id}`, () => draftOf(workload, plan));
  const [isShown, setShown] = useState(false);
  const make = usePostPlan(workload.id);
  const open = (next: MoveModuleId) => void navigate({ to: '.', search: ((old: object) => ({ ...old, module: next })) as never });
  const body = moveBody(workload, draft);
  const found = issuesOf(body);
  const issues: FieldIssue[] = isShown ? [...found, ...refusedFields(make.error)] : [];
  const errorOf: ErrorOf = (path) => issues.find(({ field }) => `${field}.`.startsWith(`${path}.`))?.message;
  // The module with the wrong field is opened: elsewhere nobody would see what is said of it.
  const openWrong = ([first]: FieldIssue[]) => {
    const wrong = first && moduleOf(first.field);
    if (wrong !== undefined && wrong !== null) open(wrong);
  };
  const makePlan = () => {
    setShown(true);
    if (found.length > 0) return openWrong(found);
    make.mutate(body, { onSuccess: () => open('prove'), onError: (error) => openWrong(refusedFields(error)) });
  };
  const props: MoveModuleProps = {
    workload,
    plan,
    draft,
    // What the API said was said of the old draft.
    setDraft: (next) => {
      setDraft(next);
      if (make.isError) make.reset();
    },
    errorOf,
    open,
    makePlan,
    making: make.isPending,
    makeError: make.error,
    problem: isShown && found.length > 0 ? 'Some fields are wrong; they say what is allowed.' : null,
  };
  return (
    <Page
      title={`Move ${workload.name} to a role`}
      above={above(workload)}
      description="Nothing changes in AWS before you start the change. Leave and come back whenever you like."
    >
      <Grid gridDefinition={[{ colspan: { default: 12, s: 3 } }, { colspan: { default: 12, s: 9 } }]}>
        <SpaceBetween size="l">
          <Container>
            <InstanceModuleList
              current={module}
              plan={plan}
              isGroup={workload.kind === 'auto-scaling-group'}
              wrong={new Set(issues.flatMap(({ field }) => moduleOf(field) ?? []))}
              onOpen={open}
            />
          </Container>
          {plan && <PlannedTarget plan={plan} />}
        </SpaceBetween>
        <div>
          {module === 'understand' && <UnderstandInstance {...props} />}
          {module === 'role' && <RoleAndProfileModule {...props} />}
          {module === 'permissions' && (
            <PermissionsModule {...props} offersNone refused={errorOf('inputs.permissions')} next={() => open('launch')} />
          )}
          {module === 'launch' && <LaunchModule {...props} />}
          {module === 'prove' && <ProveModule {...props} permissionsElsewhere />}
          {module === 'change' && <ChangeModule {...props} />}
          {module === 'verify' && <VerifyInstanceModule {...props} />}
        </div>
      </Grid>
    </Page>
  );
}

/** What each module is given. */
export interface MoveModuleProps extends PlanModuleProps {
  workload: WorkloadDetail;
  plan: MovePlan | null;
  draft: MoveDraft;
  setDraft: (draft: MoveDraft) => void;
  errorOf: ErrorOf;
  open: (module: MoveModuleId) => void;
}
