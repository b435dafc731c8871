import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import type { AuditEntry } from '@rolewright/shared/audit/entry.ts';
import type { Page } from '@rolewright/shared/page.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, withQuery } from '../../lib/api.ts';
import { Empty } from '../../ui/empty.tsx';
import { ListFilter } from '../../ui/list-filter.tsx';
import { useTitle } from '../../ui/page.tsx';
import { ServerTable } from '../../ui/server-table.tsx';
import { listParameters, useListSearch } from '../../ui/use-list-search.ts';
import { When } from '../../ui/when.tsx';

/** Who did what, when. Rows are only ever added. */
export function ActivityPage() {
  useTitle('Activity');
  const { search } = useListSearch();
  const navigate = useNavigate();
  const query = useQuery({
    queryKey: ['audit', search],
    queryFn: () => api<Page<AuditEntry>>('GET', withQuery('/api/audit', { ...listParameters(search), limit: 50 })),
    placeholderData: keepPreviousData,
  });
  return (
    <ServerTable<AuditEntry>
      variant="full-page"
      label="Activity"
      columns={columns}
      query={query}
      rowId={(entry) => entry.id}
      header={
        <Header
          variant="h1"
          description="Every change made through the console; rows are only ever added"
          actions={<Button onClick={() => void navigate({ to: '/activity/sessions', search: {} })}>Find a session</Button>}
        >
          Activity
        </Header>
      }
      filter={<ListFilter label="Filter activity" properties={[]} options={{}} />}
      empty={<Empty title="Nothing yet">What is done here is written down here.</Empty>}
    />
  );
}

const columns = [
  { id: 'at', header: 'When', cell: (entry: AuditEntry) => <When at={entry.at} />, minWidth: 120 },
  { id: 'actor', header: 'Who', cell: (entry: AuditEntry) => entry.actor, minWidth: 100 },
  { id: 'summary', header: 'What', isRowHeader: true, cell: (entry: AuditEntry) => entry.summary || entry.action, minWidth: 260 },
  { id: 'action', header: 'Action', cell: (entry: AuditEntry) => <span className="mono">{entry.action}</span>, minWidth: 120 },
  {
    id: 'request',
    header: 'Request',
    cell: (entry: AuditEntry) => <span className="mono wrap-anywhere">{entry.requestId ?? '—'}</span>,
    minWidth: 160,
  },
];
