import Box from '@cloudscape-design/components/box';
import Popover from '@cloudscape-design/components/popover';
import { roleOfWorkload } from '@rolewright/shared/inventory/runs-as.ts';
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

export const kindWords: Record<Workload['kind'], string> = {
  service: 'Service',
  standalone: 'Standalone tasks',
  family: 'Idle family',
  'auto-scaling-group': 'Auto Scaling group',
  instance: 'Instance',
  'launch-template': 'Unused launch template',
  'launch-configuration': 'Unused launch configuration',
};

/** "2 tasks", "2 instances", "stopped". */
function whatRuns({ kind, runningCount, ec2 }: Workload): string {
  if (kind === 'family' || kind === 'launch-template' || kind === 'launch-configuration') return 'nothing';
  if (ec2 === null) return count(runningCount, 'task');
  const others = Object.entries(ec2.states).filter(([state]) => state !== 'running');
  if (kind === 'instance') return Object.keys(ec2.states)[0] ?? 'not read';
  return [count(runningCount, 'instance'), ...others.map(([state, all]) => `${all} ${state}`)].join(', ');
}

/** The revision, the version of a launch template, or the launch configuration that it runs from. */
function fromWhat({ kind, ec2, taskDefinitionArn, newestRevision, revision }: Workload): string {
  if (ec2 === null) {
    const newer = newestRevision !== null && revision !== null && newestRevision > revision ? `, newest is :${newestRevision}` : '';
    return `${taskDefinitionArn ? shortArn(taskDefinitionArn) : '—'}${newer}`;
  }
  if (ec2.launchConfigurationName !== null) return ec2.launchConfigurationName;
  if (ec2.launchTemplate === null) return kind === 'instance' ? (ec2.instanceIds[0] ?? '—') : '—';
  const { name, version, resolved } = ec2.launchTemplate;
  return `${name}:${resolved ?? '?'}${version.startsWith('$') ? ` (${version})` : ''}`;
}

function RoleOf({ workload }: { workload: Workload }) {
  const role = roleOfWorkload(workload);
  if (role !== null) return <RoleLink arn={role} />;
  return workload.ec2?.instanceProfileArn ? 'profile without a known role' : 'none';
}

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
        {whatRuns(one)}
        <Box color="text-body-secondary" fontSize="body-s">
          <span className={one.kind === 'instance' ? 'no-wrap' : 'wrap-anywhere'}>{fromWhat(one)}</span>
        </Box>
      </div>
    ),
    minWidth: 130,
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
    cell: (one: Workload) => <RoleOf workload={one} />,
    minWidth: 118,
    wideOnly: true,
  },
  { id: 'next', header: 'Next step', cell: (one: Workload) => one.nextStep, minWidth: 185 },
];
