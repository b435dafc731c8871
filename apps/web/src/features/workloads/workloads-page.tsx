import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import { CoverageBanner } from '../../ui/coverage-banner.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ListFilter } from '../../ui/list-filter.tsx';
import { useTitle } from '../../ui/page.tsx';
import { ServerTable } from '../../ui/server-table.tsx';
import { stateWords } from '../../ui/state-badge.tsx';
import { useListSearch } from '../../ui/use-list-search.ts';
import { ScanControls } from '../accounts/scan-controls.tsx';
import { useOverview } from '../overview/get-overview.ts';
import { useWorkloads } from './get-workloads.ts';
import { kindWords, workloadColumns } from './workload-columns.tsx';

/** "Which still carry AWS_* variables?" */
export function WorkloadsPage() {
  useTitle('Workloads');
  const { search, setSearch } = useListSearch();
  const query = useWorkloads(search);
  const { data: overview } = useOverview();
  const neverScanned = overview?.scans.every((scan) => scan.scanId === null) ?? false;
  const scanning = overview?.scans.filter((scan) => scan.state === 'running' || scan.scanId === null) ?? [];
  return (
    <SpaceBetween size="m">
      {overview && <CoverageBanner scans={overview.scans} />}
      {scanning.length > 0 && <ScanControls scans={scanning} />}
      <ServerTable<Workload>
        variant="full-page"
        label="Workloads"
        columns={workloadColumns}
        query={query}
        rowId={(workload) => workload.id}
        header={
          <Header
            variant="h1"
            counter={query.data ? `(${query.data.total.toLocaleString('en')})` : ''}
            description="Services, tasks, instances and Auto Scaling groups, and the credentials that they carry"
          >
            Workloads
          </Header>
        }
        filter={
          <SpaceBetween size="xs">
            <SegmentedControl
              label="Saved filters"
              selectedId={savedFilters.find((one) => one.state === search.state)?.id ?? null}
              onChange={({ detail }) =>
                setSearch({
                  state: savedFilters.find((one) => one.id === detail.selectedId)?.state,
                  cursor: undefined,
                  page: undefined,
                })
              }
              options={savedFilters}
            />
            <ListFilter
              label="Filter workloads"
              properties={['state', 'kind', 'region', 'keyId']}
              options={{ state: Object.keys(stateWords), kind: Object.keys(kindWords), region: regionsOf(query.data?.items) }}
            />
          </SpaceBetween>
        }
        empty={
          neverScanned ? (
            <Empty title="Nothing has been scanned yet">Scan an account above: what is in use is known within seconds.</Empty>
          ) : (
            <Empty title="No workload matches">Clear the filter to see all of them.</Empty>
          )
        }
      />
    </SpaceBetween>
  );
}

/** What one asks for most; `state` is the server's own filter. */
const savedFilters: { id: string; text: string; state: string | undefined }[] = [
  { id: 'all', text: 'All', state: undefined },
  { id: 'action', text: 'Needs action', state: 'static-keys,shadowed' },
  { id: 'shadowed', text: 'Shadowed', state: 'shadowed' },
  { id: 'moving', text: 'Moving', state: 'moving' },
  { id: 'verified', text: 'Verified', state: 'verified' },
  { id: 'elsewhere', text: 'Not ours to move', state: 'managed-elsewhere' },
];

const regionsOf = (items: Workload[] | undefined): string[] => [...new Set((items ?? []).map((one) => one.region))];
