import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { RoleRow } from '@rolewright/shared/roles/role.ts';
import { count } from '../../lib/format.ts';
import { RoleLink } from '../../ui/role-link.tsx';
import { RouteLink } from '../../ui/route-link.tsx';
import { When } from '../../ui/when.tsx';

const mostNames = 3;

/** Columns of the list of roles. */
export const roleColumns = [
  {
    id: 'name',
    header: 'Role',
    sort: 'name',
    isRowHeader: true,
    cell: (one: RoleRow) => (
      <div>
        <RoleLink arn={one.arn}>{one.name}</RoleLink>
        <Box color="text-body-secondary" fontSize="body-s">
          account {one.awsAccountId}
          {one.path === '/' ? '' : `, path ${one.path}`}
        </Box>
      </div>
    ),
    minWidth: 190,
  },
  {
    id: 'trusts',
    header: 'Trusts',
    cell: (one: RoleRow) => <Some of={one.trusts.map((name) => ({ key: name, shown: trustWords(name, one.awsAccountId) }))} />,
    minWidth: 190,
  },
  {
    id: 'workloads',
    header: 'Runs',
    cell: (one: RoleRow) => (
      <Some
        of={one.workloads.map(({ id, name }) => ({ key: id, shown: <RouteLink href={`/workloads/${id}`}>{name}</RouteLink> }))}
        none="no workload"
      />
    ),
    minWidth: 120,
  },
  {
    id: 'reach',
    header: 'Reaches furthest with',
    sort: 'reach',
    cell: (one: RoleRow) =>
      one.reach === null ? 'not known: its policies were not read' : <span className="wrap-anywhere">{one.reach.words}</span>,
    minWidth: 190,
  },
  { id: 'findings', header: 'Findings', cell: (one: RoleRow) => <FindingCounts counts={one.findingCounts} />, minWidth: 120 },
  {
    id: 'used',
    header: 'Last used',
    sort: 'lastUsedAt',
    cell: (one: RoleRow) => <When at={one.lastUsedAt} />,
    minWidth: 95,
    wideOnly: true,
  },
];

/** A principal as a row has room for it: within the role's own account its name says it. */
function trustWords(name: string, awsAccountId: string) {
  const [, own] = new RegExp(`^arn:[^:]+:iam::${awsAccountId}:(.+)$`).exec(name) ?? [];
  if (own === 'root' || name === awsAccountId) return <b>its whole account</b>;
  if (name === '*') return <b>everyone</b>;
  return <span className="wrap-anywhere">{own?.replace('/', ' ') ?? name}</span>;
}

/** How many findings, by how grave they are; words beside the colours. */
function FindingCounts({ counts }: { counts: { block: number; warn: number } | null }) {
  if (counts === null) return <>not known</>;
  if (counts.block + counts.warn === 0) return <>none</>;
  return (
    <SpaceBetween direction="horizontal" size="xxs">
      {counts.block > 0 && <Badge color="red">{count(counts.block, 'danger')}</Badge>}
      {counts.warn > 0 && <Badge color="grey">{count(counts.warn, 'warning')}</Badge>}
    </SpaceBetween>
  );
}

function Some({ of, none = 'nobody' }: { of: { key: string; shown: React.ReactNode }[]; none?: string }) {
  if (of.length === 0) return <>{none}</>;
  return (
    <>
      {of.slice(0, mostNames).map(({ key, shown }) => (
        <div key={key}>{shown}</div>
      ))}
      {of.length > mostNames && (
        <Box color="text-body-secondary" fontSize="body-s">
          and {of.length - mostNames} more
        </Box>
      )}
    </>
  );
}
