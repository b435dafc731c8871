import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import type { Check, Verdict } from '@rolewright/shared/proof/check.ts';
import { Empty } from '../../ui/empty.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { When } from '../../ui/when.tsx';
import type { PlanModuleProps } from './migration-page.tsx';
import { openWord } from './module-states.ts';

const verdicts: Record<Verdict, [StatusIndicatorProps.Type, string]> = {
  pass: ['success', 'holds'],
  fail: ['error', 'does not hold'],
  unknown: ['pending', 'unknown'],
};
const verdictOf = (plan: Plan, { verdict }: Check): [StatusIndicatorProps.Type, string] =>
  verdict === 'unknown' ? [verdicts.unknown[0], openWord(plan)] : verdicts[verdict];
const rank: Record<Verdict, number> = { fail: 0, unknown: 1, pass: 2 };

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
  const checks = [...plan.checks].sort((one, other) => rank[one.verdict] - rank[other.verdict]);
  return (
    <SpaceBetween size="m">
      {makeError && <ProblemAlert error={makeError} />}
      {plan.incomplete.length > 0 && (
        <Alert type="warning" header="The plan is not complete">
          {plan.incomplete.join(' ')}
        </Alert>
      )}
      <Table<Check>
        items={checks}
        trackBy="id"
        wrapLines
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
        ariaLabels={{ tableLabel: 'Checks' }}
        columnDefinitions={[
          {
            id: 'verdict',
            header: 'Verdict',
            cell: (check) => {
              const [type, word] = verdictOf(plan, check);
              return <StatusIndicator type={type}>{word}</StatusIndicator>;
            },
            width: 120,
          },
          { id: 'claim', header: 'Claim', isRowHeader: true, cell: (check) => check.claim, width: '38%' },
          { id: 'evidence', header: 'Evidence', cell: (check) => <Evidence check={check} /> },
        ]}
      />
    </SpaceBetween>
  );
}

function Evidence({ check }: { check: Check }) {
  return (
    <div>
      {check.evidence.map((line) => (
        <div key={line} className="wrap-anywhere">
          {line}
        </div>
      ))}
      {check.advice && check.verdict !== 'pass' && <Box fontWeight="bold">{check.advice}</Box>}
    </div>
  );
}
