import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import type { Finding } from '@rolewright/shared/findings/finding.ts';
import { placeName } from '@rolewright/shared/inventory/place-name.ts';
import { MaskedKey } from '../../ui/masked-key.tsx';
import { RouteLink } from '../../ui/route-link.tsx';

export const kindWords: Record<Finding['kind'], string> = {
  'static-key': 'Static key',
  'half-pair': 'Half a pair',
  'custom-name-key': 'Key under a custom name',
  'expired-temporary': 'Expired temporary credential',
  'role-has-no-effect': 'Role has no effect',
  'other-secret': 'Other secret',
  'unread-user-data': 'User data not read',
};
const standings: Record<Finding['standing'], string> = { 'in-use': 'in use', newest: 'newest version', residue: 'residue' };

/** "limbo:3, container bot", "line 8 of user data, launch configuration web-v5". */
function whereOf(location: Finding['location']): string {
  if (location.place !== 'user-data') return `${location.family}:${location.revision}, container ${location.container}`;
  const { source, id, name, version, line } = location;
  if (source === 'launch-template-version') return `line ${line} of user data, ${name}:${version}`;
  return source === 'instance' ? `line ${line} of user data, ${id}` : `line ${line} of user data, launch configuration ${name}`;
}

/** Columns of findings, on their page and on a workload's. */
export const findingColumns = [
  {
    id: 'kind',
    header: 'Finding',
    sort: 'kind',
    isRowHeader: true,
    cell: (one: Finding) => (
      <div>
        {kindWords[one.kind]}
        <Box color="text-body-secondary" fontSize="body-s">
          {one.certainty}
        </Box>
      </div>
    ),
    minWidth: 120,
  },
  {
    id: 'workload',
    header: 'Workload',
    cell: (one: Finding) =>
      one.workloadId ? (
        <RouteLink href={`/workloads/${one.workloadId}`}>{one.workloadName ?? placeName(one.location)}</RouteLink>
      ) : (
        placeName(one.location)
      ),
    minWidth: 120,
  },
  {
    id: 'where',
    header: 'Where',
    cell: (one: Finding) => (
      <div>
        <span className="mono wrap-anywhere">{one.location.variable ?? 'no name'}</span>
        <Box color="text-body-secondary" fontSize="body-s">
          {whereOf(one.location)}
        </Box>
      </div>
    ),
    minWidth: 190,
  },
  {
    id: 'standing',
    header: 'Standing',
    cell: (one: Finding) => <Badge color={one.standing === 'in-use' ? 'red' : 'grey'}>{standings[one.standing]}</Badge>,
    minWidth: 95,
  },
  { id: 'key', header: 'Key', cell: (one: Finding) => (one.keyId ? <MaskedKey keyId={one.keyId} /> : '—'), minWidth: 105 },
  { id: 'advice', header: 'What to do', cell: (one: Finding) => one.advice, minWidth: 250 },
];
