import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { Page } from '@rolewright/shared/page.ts';
import type { ReactNode } from 'react';
import { ProblemAlert } from './problem-alert.tsx';
import { useIsNarrow } from './use-is-narrow.ts';
import { useListSearch } from './use-list-search.ts';

export interface ServerTableProps<T> {
  label: string;
  /** `sort` is the server's name of the order; `wideOnly` columns give way in a narrow window. */
  columns: (TableProps.ColumnDefinition<T> & { sort?: string; wideOnly?: boolean })[];
  query: { data: Page<T> | undefined; error: Error | null; isPending: boolean; isFetching: boolean; refetch: () => unknown };
  rowId: (item: T) => string;
  filter?: ReactNode;
  empty: ReactNode;
  header?: ReactNode;
  variant?: TableProps.Variant;
}

/** A table whose rows are filtered, sorted and paged by the server; its state is in the address. */
export function ServerTable<T>(props: ServerTableProps<T>) {
  const { query, rowId, label } = props;
  const isNarrow = useIsNarrow();
  const columns = props.columns.filter((column) => !(isNarrow && column.wideOnly));
  const { search, setSearch } = useListSearch();
  const sorted = columns.find((column) => column.sort !== undefined && column.sort === search.sort);
  const { data } = query;
  if (query.error && !data) {
    // What was asked for stays to be changed: it may be what is wrong.
    return (
      <SpaceBetween size="s">
        {props.header}
        {props.filter}
        <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
      </SpaceBetween>
    );
  }
  return (
    <SpaceBetween size="s">
      {query.error && <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />}
      <Table<T>
        variant={props.variant ?? 'container'}
        items={data?.items ?? []}
        columnDefinitions={columns.map(({ sort, wideOnly: _, ...column }) =>
          sort === undefined ? column : { ...column, sortingField: sort },
        )}
        trackBy={rowId}
        loading={query.isPending}
        loadingText="Loading"
        wrapLines
        contentDensity="compact"
        stickyHeader
        header={props.header}
        filter={props.filter}
        empty={props.empty}
        enableKeyboardNavigation
        {...(sorted?.sort === undefined ? {} : { sortingColumn: { sortingField: sorted.sort } })}
        sortingDescending={search.order === 'desc'}
        onSortingChange={({ detail }) =>
          setSearch({
            sort: detail.sortingColumn.sortingField,
            order: detail.isDescending ? 'desc' : 'asc',
            cursor: undefined,
            page: undefined,
          })
        }
        ariaLabels={{ tableLabel: label }}
        pagination={data && <Pages total={data.total} shown={data.items.length} nextCursor={data.nextCursor} />}
      />
    </SpaceBetween>
  );
}

function Pages({ total, shown, nextCursor }: { total: number; shown: number; nextCursor: string | null }) {
  const { search, setSearch } = useListSearch();
  const page = search.page ?? 1;
  return (
    <SpaceBetween direction="horizontal" size="xs" alignItems="center">
      <Box color="text-body-secondary" fontSize="body-s">
        {page === 1 && nextCursor === null
          ? `${total.toLocaleString('en')} in all`
          : `Page ${page}: ${shown} of ${total.toLocaleString('en')}`}
      </Box>
      {page > 1 && <Button iconName="angle-left" ariaLabel="Previous page" variant="icon" onClick={() => history.back()} />}
      {nextCursor !== null && (
        <Button
          iconName="angle-right"
          ariaLabel="Next page"
          variant="icon"
          onClick={() => setSearch({ cursor: nextCursor, page: page + 1 })}
        />
      )}
    </SpaceBetween>
  );
}
