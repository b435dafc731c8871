import Badge from '@cloudscape-design/components/badge';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { Workload, WorkloadState } from '@rolewright/shared/inventory/workload.ts';

/** State words and their colours, the same on every screen. */
export const stateWords: Record<WorkloadState, { word: string; type: StatusIndicatorProps.Type }> = {
  'static-keys': { word: 'Static keys', type: 'warning' },
  shadowed: { word: 'Shadowed: role has no effect', type: 'warning' },
  'no-credentials': { word: 'No credentials', type: 'info' },
  'role-unproven': { word: 'Role only, unproven', type: 'info' },
  verified: { word: 'Verified', type: 'success' },
  unknown: { word: 'Unknown', type: 'pending' },
};

/** A workload's state with the flags beside it. */
export function StateBadge({ workload }: { workload: Pick<Workload, 'state' | 'flags'> }) {
  const { word, type } = stateWords[workload.state];
  return (
    <div className="whole-words">
      <SpaceBetween direction="horizontal" size="xs">
        <StatusIndicator type={type}>{word}</StatusIndicator>
        {workload.flags.moving && <Badge color="blue">Moving</Badge>}
        {workload.flags.managedElsewhere && <Badge>Managed elsewhere</Badge>}
      </SpaceBetween>
    </div>
  );
}
