import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { EnvironmentEntry, WorkloadDetail } from '@rolewright/shared/inventory/workload.ts';
import { MaskedKey } from '../../ui/masked-key.tsx';

/** Each container's environment: name, value (masked unless plainly a setting), class, source, and what will happen to it. */
export function ContainersTab({ workload }: { workload: WorkloadDetail }) {
  return (
    <SpaceBetween size="l">
      {workload.containers.map((container) => (
        <Table
          key={container.name}
          items={container.environment}
          trackBy={(entry) => `${entry.source}${entry.name}`}
          header={
            <Header variant="h2" description={container.image} counter={`(${container.environment.length})`}>
              {container.name}
            </Header>
          }
          columnDefinitions={columns}
          wrapLines
          empty={<Box textAlign="center">No variable is set.</Box>}
          ariaLabels={{ tableLabel: `Environment of ${container.name}` }}
        />
      ))}
    </SpaceBetween>
  );
}

const classes: Record<EnvironmentEntry['class'], [string, 'red' | 'severity-medium' | 'grey' | 'blue']> = {
  'static-key': ['Static key', 'red'],
  'other-secret': ['Other secret', 'blue'],
  setting: ['Setting', 'grey'],
  reference: ['Reference', 'grey'],
};

const columns = [
  {
    id: 'name',
    header: 'Name',
    isRowHeader: true,
    cell: (entry: EnvironmentEntry) => <span className="mono wrap-anywhere">{entry.name}</span>,
  },
  { id: 'value', header: 'Value', cell: (entry: EnvironmentEntry) => <Value entry={entry} /> },
  {
    id: 'class',
    header: 'Class',
    cell: (entry: EnvironmentEntry) => <Badge color={classes[entry.class][1]}>{classes[entry.class][0]}</Badge>,
  },
  { id: 'source', header: 'Comes from', cell: (entry: EnvironmentEntry) => entry.source.replace('-', ' ') },
  { id: 'fate', header: 'The move', cell: (entry: EnvironmentEntry) => (entry.fate === 'removed' ? <b>removes it</b> : 'keeps it') },
];

function Value({ entry }: { entry: Pick<EnvironmentEntry, 'value' | 'masked'> }) {
  if (entry.value !== null) return <span className="mono wrap-anywhere">{entry.value}</span>;
  if (entry.masked?.keyId) return <MaskedKey keyId={entry.masked.keyId} />;
  return <span title="Masked: never stored and never shown">••••</span>;
}
