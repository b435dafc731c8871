import Header from '@cloudscape-design/components/header';
import type { Finding } from '@rolewright/shared/findings/finding.ts';
import type { Page } from '@rolewright/shared/page.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, withQuery } from '../../lib/api.ts';
import { Empty } from '../../ui/empty.tsx';
import { ListFilter } from '../../ui/list-filter.tsx';
import { useTitle } from '../../ui/page.tsx';
import { ServerTable } from '../../ui/server-table.tsx';
import { listParameters, useListSearch } from '../../ui/use-list-search.ts';
import { findingColumns, kindWords } from './finding-columns.tsx';

/** Every place that carries a credential, in use or left over. */
export function FindingsPage() {
  useTitle('Findings');
  const { search } = useListSearch();
  const query = useQuery({
    queryKey: ['findings', search],
    queryFn: () => api<Page<Finding>>('GET', withQuery('/api/findings', { ...listParameters(search), limit: 50 })),
    placeholderData: keepPreviousData,
  });
  return (
    <ServerTable<Finding>
      variant="full-page"
      label="Findings"
      columns={findingColumns}
      query={query}
      rowId={(one) => one.id}
      header={
        <Header
          variant="h1"
          counter={query.data ? `(${query.data.total.toLocaleString('en')})` : ''}
          description="Every value that was found, with its exact place"
        >
          Findings
        </Header>
      }
      filter={<ListFilter label="Filter findings" properties={['state', 'region', 'keyId']} options={{ state: Object.keys(kindWords) }} />}
      empty={<Empty title="No finding">Of what was scanned and inspected, nothing carries a credential.</Empty>}
    />
  );
}
