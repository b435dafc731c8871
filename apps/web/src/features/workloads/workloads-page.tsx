import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { SavedFilter } from '../../ui/saved-filters.tsx';
import { stateWords } from '../../ui/state-badge.tsx';
import { useListSearch } from '../../ui/use-list-search.ts';
import { ScannedList } from '../accounts/scanned-list.tsx';
import { useWorkloads } from './get-workloads.ts';
import { kindWords, workloadColumns } from './workload-columns.tsx';

/** "Which still carry AWS_* variables?" */
export function WorkloadsPage() {
  const { search } = useListSearch();
  const query = useWorkloads(search);
  return (
    <ScannedList<Workload>
      title="Workloads"
      label="Workloads"
      description="Services, tasks, instances and Auto Scaling groups, and the credentials that they carry"
      scanBrings="what is in use is known within seconds"
      columns={workloadColumns}
      query={query}
      rowId={(workload) => workload.id}
      savedFilters={savedFilters}
      options={{ state: Object.keys(stateWords), kind: Object.keys(kindWords), region: regionsOf(query.data?.items) }}
    />
  );
}

const savedFilters: SavedFilter[] = [
  { id: 'all', text: 'All', state: undefined },
  { id: 'action', text: 'Needs action', state: 'static-keys,shadowed' },
  { id: 'shadowed', text: 'Shadowed', state: 'shadowed' },
  { id: 'moving', text: 'Moving', state: 'moving' },
  { id: 'verified', text: 'Verified', state: 'verified' },
  { id: 'elsewhere', text: 'Not ours to move', state: 'managed-elsewhere' },
];

const regionsOf = (items: Workload[] | undefined): string[] => [...new Set((items ?? []).map((one) => one.region))];
