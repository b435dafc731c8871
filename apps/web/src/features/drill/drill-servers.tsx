import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { Drill } from '@rolewright/shared/accounts/drill.ts';
import { nameOf } from '../run/cut-over.ts';

type Server = Drill['servers'][number];

/** The group's servers one by one: who they are, and how their calls of the last ten seconds went; beneath them what AWS said. */
export function DrillServers({ servers }: { servers: Server[] }) {
  const errors = [...new Set(servers.flatMap(({ lastError }) => lastError ?? []))];
  return (
    <SpaceBetween size="s">
      <Table<Server>
        variant="embedded"
        wrapLines
        items={servers}
        trackBy="instanceId"
        ariaLabels={{ tableLabel: 'Web servers of the group' }}
        empty={<Box textAlign="center">The group has no server at this moment.</Box>}
        columnDefinitions={[
          { id: 'id', header: 'Instance', isRowHeader: true, cell: ({ instanceId }) => <span className="mono no-wrap">{instanceId}</span> },
          {
            id: 'life',
            header: 'State',
            cell: ({ state, lifecycleState, healthy }) => `${state}, ${lifecycleState}, ${healthy ? 'healthy' : 'unhealthy'}`,
          },
          { id: 'from', header: 'Launched from', cell: ({ launchedFrom }) => launchedFrom ?? 'a launch template' },
          { id: 'as', header: 'Acts as', cell: ({ identity }) => whoOf(identity) },
          { id: 'calls', header: 'Failed in 10 s', cell: (server) => <Calls of={server} /> },
        ]}
      />
      {errors.map((error) => (
        <Box key={error} color="text-status-error">
          <span className="wrap-anywhere">{error}</span>
        </Box>
      ))}
    </SpaceBetween>
  );
}

const whoOf = (identity: string | null): string =>
  identity === null ? 'nothing seen' : identity === 'unknown' ? 'a key that nobody has' : nameOf(identity);

function Calls({ of: { calls, failed } }: { of: Server }) {
  const [type, word] =
    calls === 0 ? (['pending', 'no call'] as const) : ([failed === 0 ? 'success' : 'error', `${failed} of ${calls}`] as const);
  return (
    <span className="whole-words">
      <StatusIndicator type={type}>{word}</StatusIndicator>
    </span>
  );
}
