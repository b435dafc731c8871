import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { WorkloadDetail } from '@rolewright/shared/inventory/workload.ts';
import { shortArn } from '../../lib/format.ts';
import { When } from '../../ui/when.tsx';

type Task = WorkloadDetail['tasks'][number];
type Revision = WorkloadDetail['revisions'][number];

/** Tasks one by one: what each runs, since when, with which overrides. */
export function RunningTab({ workload }: { workload: WorkloadDetail }) {
  return (
    <Table<Task>
      items={workload.tasks}
      trackBy="taskArn"
      wrapLines
      ariaLabels={{ tableLabel: 'Running tasks' }}
      empty={<Box textAlign="center">No task ran at the last scan.</Box>}
      columnDefinitions={[
        { id: 'task', header: 'Task', isRowHeader: true, cell: (task) => <span className="mono">{shortArn(task.taskArn)}</span> },
        { id: 'revision', header: 'Revision', cell: (task) => shortArn(task.taskDefinitionArn) },
        { id: 'status', header: 'Status', cell: (task) => task.lastStatus },
        { id: 'started', header: 'Started', cell: (task) => (task.startedAt ? <When at={task.startedAt} /> : '—') },
        {
          id: 'overrides',
          header: 'Overrides',
          cell: (task) =>
            task.overrides.length === 0 ? (
              'none'
            ) : (
              <span className="mono wrap-anywhere">{task.overrides.map((one) => one.name).join(', ')}</span>
            ),
        },
      ]}
    />
  );
}

/** Revisions of the family: which are in use, which still show the key. */
export function RevisionsTab({ workload }: { workload: WorkloadDetail }) {
  return (
    <Table<Revision>
      items={workload.revisions}
      trackBy="taskDefinitionArn"
      wrapLines
      ariaLabels={{ tableLabel: 'Revisions' }}
      columnDefinitions={[
        { id: 'revision', header: 'Revision', isRowHeader: true, cell: (one) => shortArn(one.taskDefinitionArn) },
        { id: 'status', header: 'Status', cell: (one) => one.status },
        { id: 'use', header: 'In use', cell: (one) => (one.inUse ? <StatusIndicator type="in-progress">in use</StatusIndicator> : 'no') },
        {
          id: 'key',
          header: 'Shows a key',
          cell: (one) => (one.holdsKey ? <StatusIndicator type="warning">in plain text</StatusIndicator> : 'no'),
        },
        { id: 'registered', header: 'Registered', cell: (one) => (one.registeredAt ? <When at={one.registeredAt} /> : '—') },
        {
          id: 'by',
          header: 'By',
          cell: (one) => <span className="wrap-anywhere">{one.registeredBy ? shortArn(one.registeredBy) : '—'}</span>,
        },
      ]}
    />
  );
}
