import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import LiveRegion from '@cloudscape-design/components/live-region';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { Run } from '@rolewright/shared/apply/run.ts';
import { useParams } from '@tanstack/react-router';
import { Page } from '../../ui/page.tsx';
import { RouteLink } from '../../ui/route-link.tsx';
import { UnreadPage } from '../../ui/unread-page.tsx';
import { When } from '../../ui/when.tsx';
import { CutOverChart } from './cut-over-chart.tsx';
import { EvidencePanel } from './evidence-panel.tsx';
import { useObservations, useRun } from './get-run.ts';
import { Journal } from './journal.tsx';
import { ProbePanel } from './probe-panel.tsx';
import { RefreshProgress } from './refresh-progress.tsx';
import { RunActions } from './run-actions.tsx';
import { runWords, verificationWords } from './run-words.ts';
import { Timeline } from './timeline.tsx';

const above = [{ text: 'Migrations', href: '/migrations' }];

/** "Is it going well?" */
export function RunPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data: run, error, refetch } = useRun(id);
  const observations = useObservations(run);
  if (!run) return <UnreadPage title="Run" above={above} error={error} onRetry={() => void refetch()} />;
  const { type, word } = runWords[run.state];
  return (
    <Page
      title={titleOf(run)}
      above={above}
      description={
        <SpaceBetween direction="horizontal" size="m">
          <LiveRegion>
            <StatusIndicator type={type}>{word}</StatusIndicator>
          </LiveRegion>
          {run.state === 'succeeded' && <Verdict run={run} />}
          <span>
            started <When at={run.startedAt} /> by {run.startedBy}
            {' · '}
            {run.workloadId === null ? (
              <RouteLink href={`/${run.recipe === 'role-chain' ? 'chains' : 'plans'}/${run.planId}`}>Its plan</RouteLink>
            ) : (
              <RouteLink href={`/workloads/${run.workloadId}`}>{run.workloadName}</RouteLink>
            )}
          </span>
        </SpaceBetween>
      }
      actions={<RunActions run={run} />}
    >
      <SpaceBetween size="l">
        {run.error && (
          <Alert type="error" header={`Failed: ${run.error.what}`}>
            <p>{run.error.meaning}</p>
            <p>
              {run.error.advice}
              {run.error.awsRequestId && ` AWS request ${run.error.awsRequestId}.`}
            </p>
          </Alert>
        )}
        {run.state === 'rolled-back' && run.workloadId === null && (
          <Alert type="info" header={run.journal.at(-1)?.message ?? 'Rolled back'} />
        )}
        {run.state === 'rolled-back' && run.workloadId !== null && (
          <Alert type="info" header={run.journal.at(-1)?.message ?? 'Rolled back'}>
            The page of <RouteLink href={`/workloads/${run.workloadId}`}>{run.workloadName}</RouteLink> says what it acts as now.{' '}
            <RouteLink href={`/workloads/${run.workloadId}/migration`}>Plan it again</RouteLink> when what went wrong is mended.
          </Alert>
        )}
        <Container header={<Header variant="h2">Steps</Header>}>
          <Timeline run={run} />
        </Container>
        <RefreshProgress run={run} />
        {movesWorkload(run) && <CutOverChart name={run.workloadName} observations={observations.data} />}
        <EvidencePanel run={run} />
        <ProbePanel run={run} />
        <ExpandableSection variant="container" headerText={`Journal (${run.journal.length})`}>
          <Journal entries={run.journal} />
        </ExpandableSection>
      </SpaceBetween>
    </Page>
  );
}

/** Roles and policies make no calls of their own. */
const movesWorkload = ({ recipe }: Run): boolean => recipe !== 'role-chain' && recipe !== 'policy-change';

/** A run is called after what it does: it moves a workload, makes a chain, or what its change of policies is called. */
function titleOf({ recipe, workloadName }: Run): string {
  if (recipe === 'policy-change') return workloadName;
  return recipe === 'role-chain' ? `Chain ${workloadName}` : `Move of ${workloadName}`;
}

function Verdict({ run }: { run: Run }) {
  const { type, word } = verificationWords[run.verification.state];
  return <StatusIndicator type={type}>{word}</StatusIndicator>;
}
