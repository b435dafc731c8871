import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Grid from '@cloudscape-design/components/grid';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useNavigate } from '@tanstack/react-router';
import { ModuleList } from '../../ui/module-list.tsx';
import { Page } from '../../ui/page.tsx';
import type { MovePlan } from '../instance-move/draft.ts';
import { ChangeModule } from '../migration/change-module.tsx';
import { changeState, proveState } from '../migration/module-states.ts';
import { ProveModule } from '../migration/prove-module.tsx';
import { usePlanModules } from '../migration/use-plan-modules.ts';
import { PlannedTarget } from './planned-target.tsx';

/** "What keeps it from its role, and what exactly is sent?" The move of a standalone EC2 instance, or of an Auto Scaling group. */
export function InstancePlan({ plan }: { plan: MovePlan }) {
  const { module, ...props } = usePlanModules(plan);
  const navigate = useNavigate();
  const { workloadId } = plan.target;
  const modules = [
    { id: 'prove', title: 'Prove', state: proveState(plan) },
    { id: 'change', title: 'Change', state: changeState(plan) },
  ] as const;
  return (
    <Page
      title={titleOf(plan)}
      above={[{ text: 'Migrations', href: '/migrations' }]}
      description="Nothing changes in AWS before you start the change."
      actions={
        workloadId !== null && (
          <Button
            onClick={() =>
              void navigate({ to: '/workloads/$id/migration', params: { id: workloadId }, search: { module: 'role' } as never })
            }
          >
            Plan it otherwise
          </Button>
        )
      }
    >
      <Grid gridDefinition={[{ colspan: { default: 12, s: 3 } }, { colspan: { default: 12, s: 9 } }]}>
        <SpaceBetween size="l">
          <Container>
            <ModuleList label="Modules of this change" modules={modules} current={module} onOpen={props.open} />
          </Container>
          <PlannedTarget plan={plan} />
        </SpaceBetween>
        <div>
          {module === 'prove' && <ProveModule {...props} />}
          {module === 'change' && <ChangeModule {...props} />}
        </div>
      </Grid>
    </Page>
  );
}

function titleOf(plan: MovePlan): string {
  if (plan.recipe === 'ec2-instance-profile') return `Move ${plan.target.name} to an instance profile`;
  const what = plan.recipe === 'asg-launch-template' ? 'a launch template with a role' : 'a launch configuration with a role';
  return `Move ${plan.target.groupName} to ${what}`;
}
