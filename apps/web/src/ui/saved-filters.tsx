import SegmentedControl from '@cloudscape-design/components/segmented-control';
import { useListSearch } from './use-list-search.ts';

/** What one asks of a list most; `state` is the server's own filter, undefined for all. */
export interface SavedFilter {
  id: string;
  text: string;
  state: string | undefined;
}

/** Filters that are chosen with one click; which one it is stands in the address. */
export function SavedFilters({ filters }: { filters: SavedFilter[] }) {
  const { search, setSearch } = useListSearch();
  const stateOf = (id: string) => filters.find((one) => one.id === id)?.state;
  return (
    <SegmentedControl
      label="Saved filters"
      selectedId={filters.find((one) => one.state === search.state)?.id ?? null}
      onChange={({ detail }) => setSearch({ state: stateOf(detail.selectedId), cursor: undefined, page: undefined })}
      options={filters.map(({ id, text }) => ({ id, text }))}
    />
  );
}
