import Box from '@cloudscape-design/components/box';
import Pagination from '@cloudscape-design/components/pagination';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { InstanceRow } from '@rolewright/shared/inventory/ec2/contract.ts';
import { useState } from 'react';
import { shortArn } from '../../lib/format.ts';
import { When } from '../../ui/when.tsx';

/** A group may have hundreds. */
const pageSize = 50;

/** Instances one by one: state, what each was launched from, and its profile. */
export function InstancesTab({ instances }: { instances: InstanceRow[] }) {
  const [asked, setPage] = useState(1);
  const pages = Math.ceil(instances.length / pageSize);
  // A scan may find fewer than there were.
  const page = Math.min(asked, Math.max(1, pages));
  return (
    <Table<InstanceRow>
      items={instances.slice((page - 1) * pageSize, page * pageSize)}
      pagination={
        pages > 1 ? (
          <Pagination
            currentPageIndex={page}
            pagesCount={pages}
            onChange={({ detail }) => setPage(detail.currentPageIndex)}
            ariaLabels={{ nextPageLabel: 'Next page', previousPageLabel: 'Previous page', pageLabel: (number) => `Page ${number}` }}
          />
        ) : undefined
      }
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
