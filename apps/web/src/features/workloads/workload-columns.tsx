import Box from '@cloudscape-design/components/box';
import Popover from '@cloudscape-design/components/popover';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import { count, shortArn } from '../../lib/format.ts';
import { MaskedKey } from '../../ui/masked-key.tsx';
import { RoleLink } from '../../ui/role-link.tsx';
import { RouteLink } from '../../ui/route-link.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { When } from '../../ui/when.tsx';

export const ownerWords = {
  known: '',
  absent: 'no user of this account',
  unreadable: 'owner not visible',
  foreign: 'another account',
};

const kindWords: Record<Workload['kind'], string> = { service: 'Service', standalone: 'Standalone tasks', family: 'Idle family' };

/** Columns of the Workloads table. */
export const workloadColumns = [
  {
    id: 'state',
    header: 'State',
    sort: 'state',
    cell: (one: Workload) => (
      <div>
        <Popover dismissButton={false} content={one.why} size="medium" triggerType="custom">
          <StateBadge workload={one} />
        </Popover>
        <Box color="text-body-secondary" fontSize="body-s">
          seen <When at={one.checkedAt} />
        </Box>
      </div>
    ),
    minWidth: 145,
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
          {[kindWords[one.kind], one.cluster].filter(Boolean).join(' · ')} · <span className="no-wrap">{one.region}</span>
        </Box>
      </div>
    ),
    minWidth: 165,
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
    minWidth: 105,
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
    minWidth: 165,
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
    minWidth: 115,
  },
  {
    id: 'role',
    header: 'Role',
    cell: (one: Workload) => (one.taskRoleArn ? <RoleLink arn={one.taskRoleArn} /> : 'none'),
    minWidth: 90,
    wideOnly: true,
  },
  { id: 'next', header: 'Next step', cell: (one: Workload) => one.nextStep, minWidth: 185 },
];
