import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Overview } from '@rolewright/shared/overview.ts';
import { useNavigate } from '@tanstack/react-router';
import { CoverageBanner } from '../../ui/coverage-banner.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RouteLink } from '../../ui/route-link.tsx';
import { When } from '../../ui/when.tsx';
import { ScanControls } from '../accounts/scan-controls.tsx';
import { kindWords } from '../workloads/workload-columns.tsx';
import { BurnDown } from './burn-down.tsx';
import { EstateBar } from './estate-bar.tsx';
import { useOverview } from './get-overview.ts';

/** "How far are we, and what next?" */
export function OverviewPage() {
  const { data, error, refetch } = useOverview();
  return (
    <Page title="Overview" description="How far the estate is, and what to do next">
      {error && !data ? <ProblemAlert error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error && <Loading />}
      {data && <Content overview={data} />}
    </Page>
  );
}

function Content({ overview }: { overview: Overview }) {
  const untouched = overview.scans.every((scan) => scan.scanId === null);
  return (
    <SpaceBetween size="l">
      {untouched ? <Welcome /> : <CoverageBanner scans={overview.scans} />}
      {!untouched && (
        <Container header={<Header variant="h2">{overview.sentence}</Header>}>
          <SpaceBetween size="m">
            <EstateBar overview={overview} />
            <BurnDown points={overview.burnDown} />
          </SpaceBetween>
        </Container>
      )}
      {!untouched && <Next overview={overview} />}
      <Container
        header={
          <Header variant="h2" description="Where the numbers come from, and how old they are">
            Scans
          </Header>
        }
      >
        <ScanControls scans={overview.scans} />
      </Container>
      <ColumnLayout columns={2}>
        <Health overview={overview} />
        <LastActivity overview={overview} />
      </ColumnLayout>
    </SpaceBetween>
  );
}

function Welcome() {
  return (
    <Alert type="info" header="This is a sandbox account, and nothing has been scanned yet">
      It behaves as AWS does: it checks signatures, enforces IAM, and its workloads really call it. Begin with “Scan account” for{' '}
      <b>sandbox</b> below; then open the service <b>limbo</b>, whose bot still carries an access key, and move it to a role while it keeps
      working.
    </Alert>
  );
}

function Next({ overview }: { overview: Overview }) {
  const navigate = useNavigate();
  return (
    <Container
      header={
        <Header variant="h2" description="The steps with the best reason to be first">
          Next
        </Header>
      }
    >
      {overview.next.length === 0 ? (
        <Empty title="Nothing asks to be moved now">What is unknown may still hide something: see the coverage.</Empty>
      ) : (
        <ColumnLayout columns={3} borders="vertical">
          {overview.next.map((one) => (
            <SpaceBetween size="xs" key={one.workloadId}>
              <Box variant="h3">
                <RouteLink href={`/workloads/${one.workloadId}`}>{one.workloadName}</RouteLink>
              </Box>
              <Box>
                <Box variant="span" color="text-body-secondary">
                  {kindWords[one.kind]}:
                </Box>{' '}
                {one.reason}
              </Box>
              <Button
                ariaLabel={`Move to a role: ${one.workloadName}`}
                onClick={() => void navigate({ to: '/workloads/$id/migration', params: { id: one.workloadId }, search: {} as never })}
              >
                Move to a role
              </Button>
            </SpaceBetween>
          ))}
        </ColumnLayout>
      )}
    </Container>
  );
}

function Health({ overview }: { overview: Overview }) {
  return (
    <Container fitHeight header={<Header variant="h2">Workloads under a run</Header>}>
      {overview.health.length === 0 && overview.openRuns.length === 0 ? (
        <Empty title="No run is open">Calls and failures of a workload show here while it is moved.</Empty>
      ) : (
        <SpaceBetween size="xs">
          {overview.openRuns.map((run) => (
            <div key={run.id}>
              <RouteLink href={`/runs/${run.id}`}>{run.workloadName}</RouteLink>: {run.state.replace('-', ' ')}
            </div>
          ))}
          {overview.health.map((one) => (
            <div key={one.workloadId}>
              <RouteLink href={`/workloads/${one.workloadId}`}>{one.workloadName}</RouteLink>: {one.calls.toLocaleString('en')} calls,{' '}
              {one.failed} failed since <When at={one.since} />
            </div>
          ))}
        </SpaceBetween>
      )}
    </Container>
  );
}

function LastActivity({ overview }: { overview: Overview }) {
  return (
    <Container
      fitHeight
      header={
        <Header variant="h2" actions={<RouteLink href="/activity">All activity</RouteLink>}>
          Last activity
        </Header>
      }
    >
      {overview.activity.length === 0 ? (
        <Empty title="Nothing yet">Who did what, and why, will stand here.</Empty>
      ) : (
        <SpaceBetween size="xxs">
          {overview.activity.map((entry) => (
            <div key={entry.id}>
              {entry.summary || entry.action}{' '}
              <Box variant="span" color="text-body-secondary">
                {entry.actor}, <When at={entry.at} />
              </Box>
            </div>
          ))}
        </SpaceBetween>
      )}
    </Container>
  );
}
