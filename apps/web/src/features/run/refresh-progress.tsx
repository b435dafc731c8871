import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { Run } from '@rolewright/shared/apply/run.ts';
import { clock, count } from '../../lib/format.ts';
import { type RefreshOfStep, refreshesOf, type TimedLook } from './refresh.ts';

/** Looks shown; the journal has all of them. */
const mostLooks = 8;

/** How far an instance refresh is: its percentage, what it waits at, which instances are new; as the run's journal has it. */
export function RefreshProgress({ run }: { run: Run }) {
  return refreshesOf(run).map((refresh) => <Refresh key={refresh.stepId} refresh={refresh} />);
}

/** What AWS's words for a refresh mean. */
const words: Record<string, string> = {
  Pending: 'Not begun yet',
  InProgress: 'Replacing instances',
  Baking: 'All are new; AWS watches them for a while',
  Cancelling: 'Being cancelled',
  RollbackInProgress: 'AWS rolls it back',
};

const ends: Partial<Record<RefreshOfStep['state'], [StatusIndicatorProps.Type, string]>> = {
  done: ['success', 'All instances are replaced'],
  failed: ['error', 'It did not go through'],
  undone: ['stopped', 'Rolled back: the instances are what they were'],
  skipped: ['stopped', 'Left as it is'],
};

function Refresh({ refresh: { title, state, looks, ended } }: { refresh: RefreshOfStep }) {
  const last = looks.at(-1);
  if (last === undefined) return null;
  const end = ends[state];
  const earlier = looks.length - mostLooks;
  return (
    <Container
      header={
        <Header variant="h2" description={title}>
          Instance refresh
        </Header>
      }
    >
      <SpaceBetween size="m">
        {end === undefined ? (
          <Bar look={last} />
        ) : (
          <div>
            <StatusIndicator type={end[0]}>{end[1]}</StatusIndicator>
            <Box color="text-body-secondary">
              <span className="wrap-anywhere">{ended}</span>
            </Box>
          </div>
        )}
        <Table<TimedLook>
          variant="embedded"
          items={looks.slice(-mostLooks).toReversed()}
          trackBy={({ seq }) => String(seq)}
          wrapLines
          ariaLabels={{ tableLabel: 'Looks at the instance refresh, newest first' }}
          columnDefinitions={[
            { id: 'at', header: 'When', cell: ({ at }) => <time dateTime={at}>{clock(Date.parse(at))}</time>, width: 100 },
            { id: 'status', header: 'Status', cell: ({ status }) => words[status] ?? status, width: 170 },
            { id: 'instances', header: 'Instances', cell: placed, width: 150 },
            {
              id: 'says',
              header: 'What was seen',
              isRowHeader: true,
              cell: ({ says }) => <span className="wrap-anywhere">{says}</span>,
            },
          ]}
          footer={earlier > 0 ? <Box textAlign="center">{count(earlier, 'earlier look')} in the journal below</Box> : undefined}
        />
      </SpaceBetween>
    </Container>
  );
}

/** Forward, AWS's own percentage; on the way back the instances are counted, because AWS then counts what it takes back. */
function Bar({ look }: { look: TimedLook }) {
  const isBack = look.towards === 'old';
  return (
    <ProgressBar
      value={isBack ? Math.round((100 * look.there) / Math.max(1, look.of)) : look.percent}
      label={isBack ? 'Instances brought back' : 'Instances replaced'}
      description={words[look.status] ?? look.status}
      additionalInfo={look.says}
    />
  );
}

const placed = ({ towards, there, of }: TimedLook): string => `${there} of ${of} ${towards === 'new' ? 'new' : 'as before'}`;
