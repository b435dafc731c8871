import Table from '@cloudscape-design/components/table';
import type { Finding } from '@rolewright/shared/findings/finding.ts';
import type { Page } from '@rolewright/shared/page.ts';
import { useQuery } from '@tanstack/react-query';
import { api, withQuery } from '../../lib/api.ts';
import { Empty } from '../../ui/empty.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { findingColumns } from '../findings/finding-columns.tsx';

/** Findings of one workload, residues in old revisions included. */
export function FindingsTab({ workloadId }: { workloadId: string }) {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['findings', { workloadId }],
    queryFn: () => api<Page<Finding>>('GET', withQuery('/api/findings', { workloadId, limit: 200 })),
  });
  if (error && !data) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  return (
    <Table<Finding>
      items={data?.items ?? []}
      loading={isPending}
      trackBy="id"
      wrapLines
      ariaLabels={{ tableLabel: 'Findings of this workload' }}
      columnDefinitions={findingColumns.filter((column) => column.id !== 'workload').map(({ sort: _sort, ...column }) => column)}
      empty={<Empty title="No finding">In the places that were inspected. Images and files in them are not visible to any API.</Empty>}
    />
  );
}
