import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { InstanceRow } from '@rolewright/shared/inventory/ec2/contract.ts';
import { shortArn } from '../../lib/format.ts';
import { When } from '../../ui/when.tsx';

/** Instances one by one: state, what each was launched from, and its profile. */
export function InstancesTab({ instances }: { instances: InstanceRow[] }) {
  return (
    <Table<InstanceRow>
      items={instances}
      trackBy="instanceId"
      wrapLines
      ariaLabels={{ tableLabel: 'Instances' }}
      empty={<Box textAlign="center">No instance at the last scan.</Box>}
      columnDefinitions={[
        {
          id: 'instance',
          header: 'Instance',
          isRowHeader: true,
          cell: (one) => (
            <div>
              <span className="mono no-wrap">{one.instanceId}</span>
              <Box color="text-body-secondary" fontSize="body-s">
                {one.name}
              </Box>
            </div>
          ),
        },
        { id: 'state', header: 'State', cell: (one) => [one.state, one.lifecycleState, one.healthStatus].filter(Boolean).join(', ') },
        { id: 'launched', header: 'Started', cell: (one) => (one.launchedAt ? <When at={one.launchedAt} /> : '—') },
        {
          id: 'from',
          header: 'Launched from',
          cell: (one) => (
            <div>
              {one.launchedFrom ?? 'nothing that is known'}
              {one.isCurrent === false && <StatusIndicator type="warning">not what its group launches now</StatusIndicator>}
            </div>
          ),
        },
        {
          id: 'profile',
          header: 'Instance profile',
          cell: (one) =>
            one.instanceProfileArn
              ? `${shortArn(one.instanceProfileArn)}${one.profileState && one.profileState !== 'associated' ? ` (${one.profileState})` : ''}`
              : 'none',
        },
        {
          id: 'imds',
          header: 'Metadata service',
          cell: ({ metadata }) =>
            [
              metadata.tokens === 'required' ? 'IMDSv2 alone' : metadata.tokens === 'optional' ? 'IMDSv1 or v2' : null,
              metadata.hopLimit === null ? null : `hop limit ${metadata.hopLimit}`,
            ]
              .filter(Boolean)
              .join(', ') || '—',
        },
      ]}
    />
  );
}
