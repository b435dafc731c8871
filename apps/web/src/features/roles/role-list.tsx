import type { RoleRow } from '@rolewright/shared/roles/role.ts';
import type { SavedFilter } from '../../ui/saved-filters.tsx';
import { useListSearch } from '../../ui/use-list-search.ts';
import { ScannedList } from '../accounts/scanned-list.tsx';
import { EmptyProfiles } from './empty-profiles.tsx';
import { useRoles } from './get-roles.ts';
import { roleColumns } from './role-columns.tsx';

/** All roles, those that reach furthest first. */
export function RoleList() {
  const { search } = useListSearch();
  return (
    <ScannedList<RoleRow>
      above={<EmptyProfiles account={search.account} />}
      title="Roles and chains"
      label="Roles"
      description="Who trusts whom, and who could do most harm: those that reach furthest stand first. Open a role to see who can become it, and what it can become."
      scanBrings="its roles are read with it"
      columns={roleColumns}
      query={useRoles(search)}
      rowId={(role) => `${role.accountId}${role.arn}`}
      savedFilters={savedFilters}
      options={{ state: ['ecs-tasks', 'findings'] }}
    />
  );
}

const savedFilters: SavedFilter[] = [
  { id: 'all', text: 'All', state: undefined },
  { id: 'findings', text: 'With findings', state: 'findings' },
  { id: 'ecs-tasks', text: 'Trust ECS tasks', state: 'ecs-tasks' },
];
