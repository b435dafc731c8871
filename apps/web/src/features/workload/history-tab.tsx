import Box from '@cloudscape-design/components/box';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { WorkloadDetail } from '@rolewright/shared/inventory/workload.ts';
import { When } from '../../ui/when.tsx';

/** Service events, tags and rules, as the last scan saw them. */
export function HistoryTab({ workload }: { workload: WorkloadDetail }) {
  return (
    <SpaceBetween size="l">
      <Table
        items={workload.events.slice(0, 50)}
        wrapLines
        ariaLabels={{ tableLabel: 'Service events' }}
        empty={<Box textAlign="center">No event.</Box>}
        columnDefinitions={[
          { id: 'at', header: 'When', cell: (event) => <When at={event.at} />, width: 160 },
          { id: 'message', header: 'Service event', isRowHeader: true, cell: (event) => event.message },
        ]}
      />
      <KeyValuePairs
        columns={2}
        items={[
          {
            label: 'Tags',
            value:
              Object.entries(workload.tags)
                .map(([key, value]) => `${key} = ${value}`)
                .join(', ') || 'none',
          },
          {
            label: 'EventBridge rules with a revision of this family',
            value:
              workload.rules.map((rule) => `${rule.name}${rule.pinned ? ' (pinned: it will start the old revision)' : ''}`).join(', ') ||
              'none seen',
          },
        ]}
      />
    </SpaceBetween>
  );
}
