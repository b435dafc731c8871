import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { RouteLink } from '../../ui/route-link.tsx';
import { When } from '../../ui/when.tsx';
import { CheckTable } from './check-table.tsx';
import { NoPlan, Trouble } from './make-plan.tsx';
import type { PlanModuleProps } from './migration-page.tsx';
import { openWord } from './module-states.ts';
import { PermissionComparison } from './permission-comparison.tsx';
import { SecondOpinions } from './second-opinions.tsx';

/** What must hold before anything changes, each with what was read. `permissionsElsewhere`: another module compares them. */
export function ProveModule({ plan, open, permissionsElsewhere = false, ...make }: PlanModuleProps & { permissionsElsewhere?: boolean }) {
  if (plan === null) return <NoPlan title="Prove" {...make} />;
  const workloadId = 'workloadId' in plan.target ? plan.target.workloadId : null;
  const isOver = plan.state === 'running' || plan.state === 'superseded';
  return (
    <SpaceBetween size="m">
      <Trouble {...make} />
      {plan.incomplete.length > 0 && (
        <Alert type="warning" header="The plan is not complete">
          {plan.incomplete.join(' ')}
        </Alert>
      )}
      <CheckTable
        checks={plan.checks.filter((check) => check.secondOpinion === undefined)}
        label="Checks"
        open={openWord(plan)}
        header={
          <Header
            variant="h2"
            description={
              <>
                Read from AWS <When at={plan.checks[0]?.checkedAt ?? plan.createdAt} />, and read again when the change starts. What fails
                blocks; what is {openWord(plan)} is acknowledged one by one.
              </>
            }
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button
                  onClick={make.makePlan}
                  loading={make.making}
                  loadingText="Reading AWS and checking"
                  disabled={isOver}
                  disabledReason={plan.state === 'running' ? 'Its run is under way' : 'A newer plan has taken its place'}
                >
                  Check again
                </Button>
                <Button variant="primary" onClick={() => open('change')}>
                  Go on to the change
                </Button>
              </SpaceBetween>
            }
          >
            Prove
          </Header>
        }
      />
      {workloadId !== null && !plan.checks.some((check) => check.id.startsWith('probe-')) && (
        <Box color="text-body-secondary">
          No probe asks the application itself whether it still does its work.{' '}
          <RouteLink href={`/workloads/${workloadId}?tab=probes`}>Add a probe</RouteLink>, then check again.
        </Box>
      )}
      <SecondOpinions checks={plan.checks} open={openWord(plan)} />
      {!permissionsElsewhere && plan.permissions.length > 0 && <PermissionComparison rows={plan.permissions} observed={null} />}
    </SpaceBetween>
  );
}
