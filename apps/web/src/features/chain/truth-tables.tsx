import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Skeleton from '@cloudscape-design/components/skeleton';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { ChainPlan } from '@rolewright/shared/plan/plan.ts';
import type { PlanTruth, PlanTruthRow } from '@rolewright/shared/proof/plan-truth.ts';
import { Empty } from '../../ui/empty.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { When } from '../../ui/when.tsx';
import { AssumeBox } from '../roles/assume-box.tsx';
import { useObserveTruth, usePlanTruth } from './get-truth.ts';
import { truthColumns } from './truth-columns.tsx';

/** "Does it refuse what it should?" Each link of the chain tried in eight ways: predicted before, observed after. */
export function TruthTables({ plan }: { plan: ChainPlan }) {
  const { data, error, refetch } = usePlanTruth(plan.id, plan.run?.id);
  const observe = useObserveTruth(plan.id, plan.run?.id);
  if (error && !data) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  return (
    <SpaceBetween size="m">
      <Container
        header={
          <Header
            variant="h2"
            description="What STS answers to the right call and to seven others. Predicted from the documents of this plan; observed by calls that the console makes after the change, and by what CloudTrail saw of the caller."
            actions={
              <Button
                onClick={() => observe.mutate()}
                loading={observe.isPending}
                loadingText="Calling STS and reading CloudTrail"
                disabled={data === undefined || data.notYet !== null}
                {...(data?.notYet ? { disabledReason: data.notYet } : {})}
              >
                Try it now
              </Button>
            }
          >
            Truth table
          </Header>
        }
      >
        <SpaceBetween size="s">
          {observe.error && <ProblemAlert error={observe.error} onRetry={() => observe.mutate()} />}
          {data === undefined ? <Skeleton /> : <State of={data} />}
        </SpaceBetween>
      </Container>
      {data?.links.map(({ name, callerArn, roleArn, rows, seen }) => (
        <Table<PlanTruthRow>
          key={`${callerArn} ${roleArn}`}
          items={rows}
          trackBy="id"
          wrapLines
          cellVerticalAlign="top"
          header={
            <Header variant="h3" description={seen === null ? undefined : seenWords(seen)}>
              {name}
            </Header>
          }
          ariaLabels={{ tableLabel: `Truth table of ${name}` }}
          columnDefinitions={truthColumns}
        />
      ))}
      {data && data.links.length > 0 && data.notYet === null && (
        <AssumeBox subject="chain" accountId={plan.accountId} target={{ plan: { id: plan.id, link: data.links.length - 1 } }} />
      )}
    </SpaceBetween>
  );
}

function State({ of: { links, incomplete, observedAt, notYet, notSeen } }: { of: PlanTruth }) {
  if (links.length === 0) return <Empty title="There is no link to try">{incomplete.join(' ')}</Empty>;
  return (
    <>
      <Box>
        {observedAt === null ? (
          (notYet ?? 'Not tried yet.')
        ) : (
          <>
            Tried <When at={observedAt} />; it may be tried again at any time.
          </>
        )}
      </Box>
      <Box color="text-body-secondary" fontSize="body-s">
        {notSeen.join(' ')}
      </Box>
    </>
  );
}

function seenWords({ allowed, denied, lastAt, unread }: NonNullable<PlanTruth['links'][number]['seen']>) {
  if (lastAt === null) return `CloudTrail saw no call of this link by the caller itself${unread === null ? '' : `. ${unread}`}`;
  return (
    <>
      CloudTrail saw {allowed} allowed and {denied} denied {allowed + denied === 1 ? 'call' : 'calls'} by the caller itself, the last{' '}
      <When at={lastAt} />. {unread}
    </>
  );
}
