import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { Empty } from '../../ui/empty.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { When } from '../../ui/when.tsx';
import { CheckTable } from './check-table.tsx';
import type { PlanModuleProps } from './migration-page.tsx';
import { openWord } from './module-states.ts';
import { PermissionComparison } from './permission-comparison.tsx';
import { SecondOpinions } from './second-opinions.tsx';

/** What must hold before anything changes, each with what was read. */
export function ProveModule({ plan, makePlan, making, makeError, open }: PlanModuleProps) {
  if (plan === null) {
    return (
      <Container header={<Header variant="h2">Prove</Header>}>
        {makeError && <ProblemAlert error={makeError} />}
        <Empty
          title="There is no plan yet"
          action={
            <Button variant="primary" onClick={makePlan} loading={making} loadingText="Reading AWS and checking">
              Make the plan
            </Button>
          }
        >
          Making it reads AWS and changes nothing.
        </Empty>
      </Container>
    );
  }
  return (
    <SpaceBetween size="m">
      {makeError && <ProblemAlert error={makeError} />}
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
                  onClick={makePlan}
                  loading={making}
                  loadingText="Reading AWS and checking"
                  disabled={plan.state !== 'draft' && plan.state !== 'done'}
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
      <SecondOpinions checks={plan.checks} open={openWord(plan)} />
      {plan.recipe !== 'ecs-task-role' && plan.permissions.length > 0 && <PermissionComparison rows={plan.permissions} observed={null} />}
    </SpaceBetween>
  );
}
