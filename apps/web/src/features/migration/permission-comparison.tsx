import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { seenOn } from '@rolewright/shared/iam/seen-on.ts';
import type { ObservedUse } from '@rolewright/shared/plan/observed-use.ts';
import type { PermissionRow } from '@rolewright/shared/proof/check.ts';
import { count } from '../../lib/format.ts';
import type { ObservedUseState } from './get-observed-use.ts';

const changes: Record<PermissionRow['change'], ['green' | 'red' | 'blue' | 'grey', string]> = {
  kept: ['green', 'kept'],
  converted: ['blue', 'converted'],
  narrowed: ['blue', 'narrowed'],
  lost: ['red', 'lost'],
  gained: ['red', 'new'],
  blocked: ['red', 'never carried over'],
  unknown: ['grey', 'unknown'],
};

/** What the user may do, what it was seen doing (null: not asked), what the role will get; lost and new ones stand out. */
export function PermissionComparison({ rows, observed }: { rows: PermissionRow[]; observed: ObservedUseState | null }) {
  return (
    <Table<PermissionRow>
      items={rows}
      trackBy={(row) => `${row.source}|${row.action}|${row.resource}|${row.condition ?? ''}|${row.role}`}
      wrapLines
      header={
        <Header variant="h2" counter={`(${rows.length})`} description="As in the plan that was made last">
          User against role
        </Header>
      }
      ariaLabels={{ tableLabel: 'What the user may do, what it was seen doing, and what the role will get' }}
      empty={<Box textAlign="center">There is nothing to compare: no user’s policies could be read.</Box>}
      columnDefinitions={[
        {
          id: 'change',
          header: 'Change',
          cell: (row) => <Badge color={changes[row.change][0]}>{changes[row.change][1]}</Badge>,
          minWidth: 80,
        },
        {
          id: 'action',
          header: 'Action and resource',
          isRowHeader: true,
          cell: (row) => <Line row={row} />,
          minWidth: 220,
        },
        { id: 'user', header: 'User', cell: (row) => (row.user ? 'allowed' : '—'), minWidth: 80 },
        ...(observed === null
          ? []
          : [{ id: 'seen', header: 'Seen', cell: (row: PermissionRow) => <Seen row={row} observed={observed} />, minWidth: 80 }]),
        {
          id: 'role',
          header: 'Role',
          cell: (row) => (row.role ? (row.change === 'narrowed' ? 'in part' : 'will be allowed') : '—'),
          minWidth: 80,
        },
      ]}
    />
  );
}

/** What a policy says, by which policy, and why it is not kept whole. */
function Line({ row }: { row: PermissionRow }) {
  return (
    <div className="wrap-anywhere">
      <span className="mono">{row.action}</span>
      <Box color="text-body-secondary" fontSize="body-s">
        <span className="mono">{row.resource}</span>
        {row.condition && <div>if {row.condition}</div>}
        <div>
          from {row.source}
          {row.why && `: ${row.why}`}
        </div>
      </Box>
    </div>
  );
}

function Seen({ row, observed: { data, error } }: { row: PermissionRow; observed: ObservedUseState }) {
  if (data) return <SeenCalls row={row} use={data} />;
  return error ? 'not known' : <StatusIndicator type="loading">reading</StatusIndicator>;
}

function SeenCalls({ row, use }: { row: PermissionRow; use: ObservedUse }) {
  const { state, calls, onResource } = seenOn(row, use.items, use.sight);
  if (state === 'not-seen') return <Box color="text-body-secondary">not seen</Box>;
  if (state === 'not-visible') return <Box color="text-body-secondary">not visible</Box>;
  if (state === 'denied') return count(calls, 'denied call');
  const words = onResource ? count(calls, 'call') : `${count(calls, 'call')}, resource not visible`;
  // What the workload does and will not be allowed any more is what breaks it.
  return row.user && !row.role ? <StatusIndicator type="warning">{words}</StatusIndicator> : words;
}
