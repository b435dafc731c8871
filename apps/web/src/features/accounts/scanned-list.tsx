import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { Empty } from '../../ui/empty.tsx';
import { ListFilter } from '../../ui/list-filter.tsx';
import { useTitle } from '../../ui/page.tsx';
import { type SavedFilter, SavedFilters } from '../../ui/saved-filters.tsx';
import { ServerTable, type ServerTableProps } from '../../ui/server-table.tsx';
import { Coverage } from '../overview/coverage.tsx';
import { useOverview } from '../overview/get-overview.ts';
import { ScanControls } from './scan-controls.tsx';

interface Props<T> extends Pick<ServerTableProps<T>, 'label' | 'columns' | 'query' | 'rowId'> {
  title: string;
  description: string;
  /** What a first scan brings, in a sentence. */
  scanBrings: string;
  savedFilters: SavedFilter[];
  /** Values that the filter offers. */
  options: { state: string[]; kind?: string[]; region?: string[] };
  /** Stands before the rows. */
  above?: ReactNode;
}

/** A screen that lists what scans have found: what they did not see, the accounts that wait for one, the filters, the rows. */
export function ScannedList<T>({ title, description, scanBrings, savedFilters, options, above, ...table }: Props<T>) {
  useTitle(title);
  const { data: overview } = useOverview();
  const waiting = overview?.scans.filter((scan) => scan.state === 'running' || scan.scanId === null) ?? [];
  const isUntouched = overview?.scans.every((scan) => scan.scanId === null) ?? false;
  const { data } = table.query;
  return (
    <SpaceBetween size="m">
      <Coverage />
      {waiting.length > 0 && <ScanControls scans={waiting} />}
      {above}
      <ServerTable<T>
        {...table}
        variant="full-page"
        header={
          <Header variant="h1" counter={data ? `(${data.total.toLocaleString('en')})` : ''} description={description}>
            {title}
          </Header>
        }
        filter={
          <SpaceBetween size="xs">
            <SavedFilters filters={savedFilters} />
            <ListFilter
              label={`Filter ${table.label.toLowerCase()}`}
              properties={options.kind === undefined ? ['state', 'region', 'keyId'] : ['state', 'kind', 'region', 'keyId']}
              options={options}
            />
          </SpaceBetween>
        }
        empty={
          isUntouched ? (
            <Empty title="Nothing has been scanned yet">Scan an account above: {scanBrings}.</Empty>
          ) : (
            <Empty title="Nothing matches">Clear the filter to see all of them.</Empty>
          )
        }
      />
    </SpaceBetween>
  );
}
