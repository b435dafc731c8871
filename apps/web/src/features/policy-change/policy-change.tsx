import Container from '@cloudscape-design/components/container';
import Grid from '@cloudscape-design/components/grid';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { PolicyPlan } from '@rolewright/shared/plan/plan.ts';
import { ModuleList } from '../../ui/module-list.tsx';
import { Page } from '../../ui/page.tsx';
import { ChangeModule } from '../migration/change-module.tsx';
import { changeState, proveState } from '../migration/module-states.ts';
import { ProveModule } from '../migration/prove-module.tsx';
import { usePlanModules } from '../migration/use-plan-modules.ts';
import { ChangedPrincipals } from './changed-principals.tsx';

/** "Who gains, who loses, and what exactly is sent?" Edits of policies of users and roles that exist. */
export function PolicyChange({ plan }: { plan: PolicyPlan }) {
  const { module, ...props } = usePlanModules(plan);
  const modules = [
    { id: 'prove', title: 'Prove', state: proveState(plan) },
    { id: 'change', title: 'Change', state: changeState(plan) },
  ] as const;
  return (
    <Page
      title={plan.target.title}
      above={[{ text: 'Migrations', href: '/migrations' }]}
      description="Nothing changes in AWS before you start the change. Every policy is read again just before it is replaced."
    >
      <Grid gridDefinition={[{ colspan: { default: 12, s: 3 } }, { colspan: { default: 12, s: 9 } }]}>
        <SpaceBetween size="l">
          <Container>
            <ModuleList label="Modules of this change" modules={modules} current={module} onOpen={props.open} />
          </Container>
          <ChangedPrincipals target={plan.target} />
        </SpaceBetween>
        <div>
          {module === 'prove' && <ProveModule {...props} />}
          {module === 'change' && <ChangeModule {...props} />}
        </div>
      </Grid>
    </Page>
  );
}
