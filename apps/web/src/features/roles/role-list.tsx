import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { RoleRow } from '@rolewright/shared/roles/role.ts';
import { CoverageBanner } from '../../ui/coverage-banner.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ListFilter } from '../../ui/list-filter.tsx';
import { useTitle } from '../../ui/page.tsx';
import { ServerTable } from '../../ui/server-table.tsx';
import { useListSearch } from '../../ui/use-list-search.ts';
import { ScanControls } from '../accounts/scan-controls.tsx';
import { useOverview } from '../overview/get-overview.ts';
import { EmptyProfiles } from './empty-profiles.tsx';
import { useRoles } from './get-roles.ts';
import { roleColumns } from './role-columns.tsx';

/** All roles, those that reach furthest first. */
export function RoleList() {
  useTitle('Roles and chains');
  const { search, setSearch } = useListSearch();
  const query = useRoles(search);
  const { data: overview } = useOverview();
  const unscanned = overview?.scans.filter((scan) => scan.state === 'running' || scan.scanId === null) ?? [];
  return (
    <SpaceBetween size="m">
      {overview && <CoverageBanner scans={overview.scans} />}
      {unscanned.length > 0 && <ScanControls scans={unscanned} />}
      <EmptyProfiles account={search.account} />
      <ServerTable<RoleRow>
        variant="full-page"
        label="Roles"
        columns={roleColumns}
        query={query}
        rowId={(role) => `${role.accountId}${role.arn}`}
        header={
          <Header
            variant="h1"
            counter={query.data ? `(${query.data.total.toLocaleString('en')})` : ''}
            description="Who trusts whom, and who could do most harm: those that reach furthest stand first. Open a role to see who can become it, and what it can become."
          >
            Roles and chains
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
            <ListFilter label="Filter roles" properties={['state', 'region', 'keyId']} options={{ state: ['ecs-tasks', 'findings'] }} />
          </SpaceBetween>
        }
        empty={
          overview?.scans.every((scan) => scan.scanId === null) ? (
            <Empty title="Nothing has been scanned yet">Scan an account above: its roles are read with it.</Empty>
          ) : (
            <Empty title="No role matches">Clear the filter to see all of them.</Empty>
          )
        }
      />
    </SpaceBetween>
  );
}

const savedFilters: { id: string; text: string; state: string | undefined }[] = [
  { id: 'all', text: 'All', state: undefined },
  { id: 'findings', text: 'With findings', state: 'findings' },
  { id: 'ecs-tasks', text: 'Trust ECS tasks', state: 'ecs-tasks' },
];
