import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import Table from '@cloudscape-design/components/table';
import type { Run } from '@rolewright/shared/apply/run.ts';
import { clock } from '../../lib/format.ts';
import { type RefreshLook, type RefreshOfStep, refreshesOf } from './refresh.ts';

/** How far an instance refresh is: its percentage, what it waits at, which instances are new; as the run's journal has it. */
export function RefreshProgress({ run }: { run: Run }) {
  return refreshesOf(run).map((refresh) => <Refresh key={refresh.stepId} refresh={refresh} />);
}

const words: Record<string, string> = {
  Pending: 'Not begun yet',
  InProgress: 'Replacing instances',
  Baking: 'All are new; AWS watches them for a while',
  Cancelling: 'Being cancelled',
  RollbackInProgress: 'Bringing the instances back',
};

function Refresh({ refresh: { title, state, looks, ended } }: { refresh: RefreshOfStep }) {
  const last = looks.at(-1);
  if (last === undefined) return null;
  const isDone = state === 'done';
  const isBack = last.status === 'RollbackInProgress';
  return (
    <Container
      header={
        <Header variant="h2" description={title}>
          Instance refresh
        </Header>
      }
    >
      <ProgressBar
        value={isDone ? 100 : last.percent}
        label={isBack ? 'Instances brought back' : 'Instances replaced'}
        description={state === 'running' || state === 'waiting' ? (words[last.status] ?? last.status) : undefined}
        additionalInfo={ended ?? last.says}
        status={isDone ? 'success' : state === 'failed' ? 'error' : 'in-progress'}
        resultText={isDone ? 'All instances are replaced' : 'It was brought back: see the steps'}
      />
      <Table<RefreshLook>
        variant="embedded"
        items={looks.toReversed()}
        trackBy={({ at, says }) => at + says}
        wrapLines
        ariaLabels={{ tableLabel: 'Looks at the instance refresh, newest first' }}
        columnDefinitions={[
          { id: 'at', header: 'When', cell: ({ at }) => <time dateTime={at}>{clock(Date.parse(at))}</time>, width: 110 },
          { id: 'percent', header: 'Replaced', cell: ({ percent }) => `${percent} %`, width: 110 },
          {
            id: 'says',
            header: 'What was seen',
            isRowHeader: true,
            cell: ({ status, says }) => (
              <span className="wrap-anywhere">
                <Box variant="span" color="text-body-secondary">
                  {words[status] ?? status}:
                </Box>{' '}
                {says}
              </span>
            ),
          },
        ]}
      />
    </Container>
  );
}
