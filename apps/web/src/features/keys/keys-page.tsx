import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { AccessKey } from '@rolewright/shared/keys/access-key.ts';
import type { Page } from '@rolewright/shared/page.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, withQuery } from '../../lib/api.ts';
import { count } from '../../lib/format.ts';
import { Empty } from '../../ui/empty.tsx';
import { ListFilter } from '../../ui/list-filter.tsx';
import { MaskedKey } from '../../ui/masked-key.tsx';
import { useTitle } from '../../ui/page.tsx';
import { RouteLink } from '../../ui/route-link.tsx';
import { ServerTable } from '../../ui/server-table.tsx';
import { listParameters, useListSearch } from '../../ui/use-list-search.ts';
import { When } from '../../ui/when.tsx';

/** "Which can go, and what hangs on it?" */
export function KeysPage() {
  useTitle('Access keys');
  const { search } = useListSearch();
  const query = useQuery({
    queryKey: ['keys', search],
    queryFn: () => api<Page<AccessKey>>('GET', withQuery('/api/keys', { ...listParameters(search), limit: 50 })),
    placeholderData: keepPreviousData,
  });
  return (
    <ServerTable<AccessKey>
      variant="full-page"
      label="Access keys"
      columns={columns}
      query={query}
      rowId={(one) => `${one.accountId}${one.keyId}`}
      header={
        <Header
          variant="h1"
          counter={query.data ? `(${query.data.total.toLocaleString('en')})` : ''}
          description="Keys that were found, whose they are, and where they lie. Retiring a key (deactivate, wait, delete) comes with a later release."
        >
          Access keys
        </Header>
      }
      filter={<ListFilter label="Filter access keys" properties={['keyId']} options={{}} />}
      empty={<Empty title="No access key was found">Of what was scanned and inspected.</Empty>}
    />
  );
}

const owners = { known: '', absent: 'no user of this account', unreadable: 'not visible', foreign: 'another account' };

const columns = [
  { id: 'key', header: 'Key', sort: 'keyId', isRowHeader: true, cell: (one: AccessKey) => <MaskedKey keyId={one.keyId} />, minWidth: 110 },
  {
    id: 'owner',
    header: 'Owner',
    sort: 'owner',
    cell: (one: AccessKey) => (
      <div>
        {one.owner ?? owners[one.ownerState]}
        <Box color="text-body-secondary" fontSize="body-s">
          {one.status === 'unknown' ? 'status not known' : one.status}
          {one.createdAt && (
            <>
              , created <When at={one.createdAt} />
            </>
          )}
        </Box>
        {one.ownerDangers?.map((danger) => (
          <Box key={danger} fontSize="body-s">
            <span className="whole-words">
              <StatusIndicator type="warning">{danger}</StatusIndicator>
            </span>
          </Box>
        ))}
      </div>
    ),
    minWidth: 160,
  },
  { id: 'use', header: 'Last use', cell: (one: AccessKey) => <LastUse of={one} />, minWidth: 140 },
  {
    id: 'places',
    header: 'Places',
    cell: (one: AccessKey) => (
      <RouteLink href={`/findings?keyId=${one.keyId}`} variant="secondary">
        {`${count(one.places, 'place')}, ${one.placesInUse} in use`}
      </RouteLink>
    ),
    minWidth: 105,
  },
  {
    id: 'workloads',
    header: 'Workloads',
    cell: (one: AccessKey) =>
      one.workloads.map((workload) => (
        <div key={workload.id}>
          <RouteLink href={`/workloads/${workload.id}`}>{workload.name}</RouteLink>
        </div>
      )),
    minWidth: 130,
  },
  { id: 'why', header: 'Why it ranks here', cell: (one: AccessKey) => one.why, minWidth: 200 },
];

const dayMilliseconds = 86_400_000;

/** D2: a key that was used within a day of the scan is in somebody's hands, whoever that is. The scan's clock counts, not the browser's (D-89). */
function LastUse({ of: { lastUse: use, checkedAt } }: { of: AccessKey }) {
  if (use.state === 'never') return <>no use on record</>;
  if (use.state === 'unreadable') return <>not visible: {use.reason}</>;
  const isRecent = Date.parse(checkedAt) - Date.parse(use.at) < dayMilliseconds;
  return (
    <div>
      {isRecent && <StatusIndicator type="error">in use, must not go</StatusIndicator>}
      <div>
        <When at={use.at} />
      </div>
      <Box color="text-body-secondary" fontSize="body-s">
        {use.service}, {use.region}
      </Box>
    </div>
  );
}
