import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import LiveRegion from '@cloudscape-design/components/live-region';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { Drill } from '@rolewright/shared/accounts/drill.ts';
import { useParams } from '@tanstack/react-router';
import { Loading } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RouteLink } from '../../ui/route-link.tsx';
import { ResetSandbox } from '../accounts/account-dangers.tsx';
import { useAccounts } from '../accounts/get-accounts.ts';
import { CutOverChart } from '../run/cut-over-chart.tsx';
import { DrillServers } from './drill-servers.tsx';
import { DrillSteps } from './drill-steps.tsx';
import { useDrill } from './get-drill.ts';

const phases: Record<Drill['phase'], StatusIndicatorProps.Type> = {
  'not-begun': 'info',
  outage: 'error',
  recovering: 'in-progress',
  recovered: 'success',
};

/** "What happens when the user is deleted first?" The document's own order, in the sandbox. */
export function DrillPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data: drill, error, refetch } = useDrill(id);
  const account = useAccounts().data?.items.find((one) => one.id === id);
  return (
    <Page
      title="Drill: delete the user first"
      above={[{ text: 'Accounts', href: '/accounts' }]}
      description="Document 003’s own order, to be watched in the sandbox: an outage on purpose, and the way out of it"
      actions={account?.kind === 'sandbox' && <ResetSandbox account={account} label="Put the sandbox back" />}
    >
      {error && !drill && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {!drill && !error && <Loading />}
      {drill && <Content drill={drill} isOld={error !== null} />}
    </Page>
  );
}

function Content({ drill, isOld }: { drill: Drill; isOld: boolean }) {
  return (
    <SpaceBetween size="l">
      <Alert type="warning" header="This is a drill">
        It takes the web servers of <b>{drill.workload}</b> down in the sandbox, and nowhere else: no other account can be drilled on. A
        migration by Rolewright does it the other way round, the role first and the key last, and no upload fails: see the{' '}
        <RouteLink href={`/workloads?q=${drill.workload}`}>workload</RouteLink>. Putting the sandbox back ends the drill.
      </Alert>
      {drill.blocked && <Alert type="info">{drill.blocked}</Alert>}
      <Container header={<Header variant="h2">What is seen now</Header>}>
        <SpaceBetween size="m">
          <LiveRegion>
            <Box fontSize="heading-m">
              <StatusIndicator type={phases[drill.phase]}>{drill.sentence}</StatusIndicator>
            </Box>
          </LiveRegion>
          {isOld && <Box color="text-body-secondary">The server did not answer just now: this is what it said last.</Box>}
          <DrillServers servers={drill.servers} />
        </SpaceBetween>
      </Container>
      <Grid gridDefinition={[{ colspan: { default: 12, s: 6 } }, { colspan: { default: 12, s: 6 } }]}>
        <DrillSteps drill={drill} />
        <CutOverChart
          name="Drill"
          description={`Every call of ${drill.workload}, as the sandbox saw it`}
          observations={drill.observations}
          marks={marksOf(drill)}
        />
      </Grid>
    </SpaceBetween>
  );
}

/** Steps that change what is seen. */
const marksOf = ({ steps }: Drill) =>
  steps.flatMap(({ id, doneAt }, index) =>
    doneAt !== null && (id === 'delete-user' || id === 'replace-instances') ? [{ at: Date.parse(doneAt), text: `step ${index + 1}` }] : [],
  );
