import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Popover from '@cloudscape-design/components/popover';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import { count, shortArn } from '../../lib/format.ts';
import { CoverageBanner } from '../../ui/coverage-banner.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ListFilter } from '../../ui/list-filter.tsx';
import { MaskedKey } from '../../ui/masked-key.tsx';
import { useTitle } from '../../ui/page.tsx';
import { RouteLink } from '../../ui/route-link.tsx';
import { ServerTable } from '../../ui/server-table.tsx';
import { StateBadge, stateWords } from '../../ui/state-badge.tsx';
import { useListSearch } from '../../ui/use-list-search.ts';
import { When } from '../../ui/when.tsx';
import { ScanControls } from '../accounts/scan-controls.tsx';
import { useOverview } from '../overview/get-overview.ts';
import { useWorkloads } from './get-workloads.ts';

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
        columns={columns}
        query={query}
        rowId={(workload) => workload.id}
        header={
          <Header
            variant="h1"
            counter={query.data ? `(${query.data.total.toLocaleString('en')})` : ''}
            description="Services, standalone tasks and idle families, and the credentials that they carry"
          >
            Workloads
          </Header>
        }
        filter={
          <SpaceBetween size="xs">
            <SegmentedControl
              label="Saved filters"
              selectedId={search.state ?? 'all'}
              onChange={({ detail }) =>
                setSearch({ state: detail.selectedId === 'all' ? undefined : detail.selectedId, cursor: undefined, page: undefined })
              }
              options={[
                { id: 'all', text: 'All' },
                { id: 'static-keys', text: 'Static keys' },
                { id: 'shadowed', text: 'Shadowed' },
                { id: 'role-unproven', text: 'Role only, unproven' },
                { id: 'verified', text: 'Verified' },
                { id: 'unknown', text: 'Unknown' },
              ]}
            />
            <ListFilter
              label="Filter workloads"
              properties={['state', 'region', 'keyId']}
              options={{ state: Object.keys(stateWords), region: regionsOf(query.data?.items) }}
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

const regionsOf = (items: Workload[] | undefined): string[] => [...new Set((items ?? []).map((one) => one.region))];

const kindWords: Record<Workload['kind'], string> = { service: 'Service', standalone: 'Standalone tasks', family: 'Idle family' };

const columns = [
  {
    id: 'state',
    header: 'State',
    sort: 'state',
    cell: (one: Workload) => (
      <Popover dismissButton={false} content={one.why} size="medium" triggerType="custom">
        <StateBadge workload={one} />
      </Popover>
    ),
    minWidth: 190,
  },
  {
    id: 'name',
    header: 'Workload',
    sort: 'name',
    isRowHeader: true,
    cell: (one: Workload) => (
      <div>
        <RouteLink href={`/workloads/${one.id}`}>{one.name}</RouteLink>
        <Box color="text-body-secondary" fontSize="body-s">
          {[kindWords[one.kind], one.cluster, one.region].filter(Boolean).join(' · ')}
        </Box>
      </div>
    ),
    minWidth: 150,
  },
  {
    id: 'runs',
    header: 'Runs',
    cell: (one: Workload) => (
      <div>
        {one.kind === 'family' ? 'nothing' : count(one.runningCount, 'task')}
        <Box color="text-body-secondary" fontSize="body-s">
          {one.taskDefinitionArn ? shortArn(one.taskDefinitionArn) : '—'}
          {one.newestRevision !== null && one.revision !== null && one.newestRevision > one.revision
            ? `, newest is :${one.newestRevision}`
            : ''}
        </Box>
      </div>
    ),
    minWidth: 110,
  },
  {
    id: 'variables',
    header: 'Variables',
    cell: (one: Workload) =>
      one.variables.length === 0
        ? '—'
        : one.variables.map((name) => (
            <div key={name} className="mono no-wrap">
              {name}
            </div>
          )),
    minWidth: 175,
  },
  {
    id: 'key',
    header: 'Key',
    cell: (one: Workload) =>
      one.keys.length === 0
        ? '—'
        : one.keys.map((key) => (
            <div key={key.keyId}>
              <RouteLink href={`/keys?keyId=${key.keyId}`} variant="secondary">
                <MaskedKey keyId={key.keyId} />
              </RouteLink>
              <Box color="text-body-secondary" fontSize="body-s">
                {key.owner ?? ownerWords[key.ownerState]}
              </Box>
            </div>
          )),
    minWidth: 130,
  },
  { id: 'role', header: 'Role', cell: (one: Workload) => (one.taskRoleArn ? shortArn(one.taskRoleArn) : 'none'), minWidth: 100 },
  { id: 'next', header: 'Next step', cell: (one: Workload) => one.nextStep, minWidth: 160 },
  { id: 'checked', header: 'Checked', sort: 'checkedAt', cell: (one: Workload) => <When at={one.checkedAt} />, minWidth: 90 },
];

export const ownerWords = {
  known: '',
  absent: 'no user of this account',
  unreadable: 'owner not visible',
  foreign: 'another account',
};
