import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Skeleton from '@cloudscape-design/components/skeleton';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { mostProbes } from '@rolewright/shared/probes/limits.ts';
import type { Probe, ProbePart, Probes } from '@rolewright/shared/probes/probe.ts';
import { useState } from 'react';
import { ConfirmByTyping } from '../../ui/confirm-by-typing.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { When } from '../../ui/when.tsx';
import { draftOf, newDraft } from './draft.ts';
import { useDeleteProbe, useProbes, useTryProbe } from './get-probes.ts';
import { ProbeForm } from './probe-form.tsx';
import { ProbeParts } from './probe-parts.tsx';
import { ProbeVerdict } from './probe-verdict.tsx';

/** "Does it still do its work?" Requests that the operator chose, made before, during and after each change of the workload. */
export function ProbesTab({ workloadId }: { workloadId: string }) {
  const { data, error, refetch } = useProbes(workloadId);
  const [edited, setEdited] = useState<Probe | 'new' | null>(null);
  if (error && !data) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton />;
  if (edited !== null) {
    const start = edited === 'new' ? newDraft(data.items.length === 0 ? data.answersAt : []) : draftOf(edited);
    return <ProbeForm workloadId={workloadId} start={start} isNew={edited === 'new'} onClose={() => setEdited(null)} />;
  }
  return <ProbeList workloadId={workloadId} probes={data} edit={setEdited} />;
}

interface ListProps {
  workloadId: string;
  probes: Probes;
  edit: (probe: Probe | 'new') => void;
}

function ProbeList({ workloadId, probes: { items, answersAt }, edit }: ListProps) {
  const trial = useTryProbe(workloadId);
  const [doomed, setDoomed] = useState<string | null>(null);
  const add = (
    <Button
      onClick={() => edit('new')}
      disabled={items.length >= mostProbes}
      disabledReason={`A workload has at most ${mostProbes} probes`}
    >
      Add a probe
    </Button>
  );
  return (
    <SpaceBetween size="m">
      {trial.error && <ProblemAlert error={trial.error} />}
      <Table<Probe>
        items={items}
        trackBy="name"
        wrapLines
        ariaLabels={{ tableLabel: 'Probes' }}
        header={
          <Header
            variant="h2"
            counter={`(${items.length})`}
            description="Made when a plan is checked, before what runs is changed, while it is replaced, and after it. One that fails stops the change and blocks what comes after."
            actions={items.length > 0 ? add : undefined}
          >
            Probes
          </Header>
        }
        empty={
          <Empty title="No probe yet" action={add}>
            A deployment that AWS calls healthy may still be denied every call that matters. A probe asks the application itself: upload
            something, expect 200, and see that the object is there.
          </Empty>
        }
        columnDefinitions={[
          { id: 'name', header: 'Probe', isRowHeader: true, cell: (probe) => <b>{probe.name}</b>, width: 130 },
          { id: 'asks', header: 'What it asks', cell: (probe) => <Asks probe={probe} />, width: '32%' },
          { id: 'last', header: 'Last time', cell: (probe) => <Last probe={probe} /> },
          {
            id: 'actions',
            header: 'Actions',
            width: 240,
            cell: (probe) => (
              <SpaceBetween direction="horizontal" size="xxs">
                <Button
                  variant="inline-link"
                  ariaLabel={`Try ${probe.name} now`}
                  loading={trial.isPending && trial.variables === probe.name}
                  loadingText="Calling the application"
                  onClick={() => trial.mutate(probe.name)}
                >
                  Try now
                </Button>
                <Button variant="inline-link" ariaLabel={`Edit ${probe.name}`} onClick={() => edit(probe)}>
                  Edit
                </Button>
                <Button variant="inline-link" ariaLabel={`Delete ${probe.name}`} onClick={() => setDoomed(probe.name)}>
                  Delete
                </Button>
              </SpaceBetween>
            ),
          },
        ]}
      />
      {answersAt.length > 0 && (
        <Alert type="info" header="What this workload answers to in the sandbox">
          <ul>
            {answersAt.map(({ method, url, says }) => (
              <li key={`${method}${url}`} className="wrap-anywhere">
                <span className="mono">
                  {method} {url}
                </span>{' '}
                {says}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      {doomed !== null && <DeleteProbe workloadId={workloadId} name={doomed} onClose={() => setDoomed(null)} />}
    </SpaceBetween>
  );
}

function DeleteProbe({ workloadId, name, onClose }: { workloadId: string; name: string; onClose: () => void }) {
  const remove = useDeleteProbe(workloadId);
  return (
    <ConfirmByTyping
      title={`Delete the probe ${name}`}
      name={name}
      action="Delete probe"
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(name, { onSuccess: onClose })}
      onClose={onClose}
    >
      Changes of this workload are no longer stopped by it. What runs already keeps its record of it.
    </ConfirmByTyping>
  );
}

function Asks({ probe: { first, second } }: { probe: Probe }) {
  return (
    <div className="wrap-anywhere">
      <div className="mono">{wordsOf(first)}</div>
      {second !== null && (
        <>
          <Box color="text-body-secondary" fontSize="body-s">
            then
          </Box>
          <div className="mono">{wordsOf(second)}</div>
        </>
      )}
    </div>
  );
}

const wordsOf = (part: ProbePart): string => {
  if (part.kind === 'http') return `${part.method} ${part.url} → ${part.expect.status}`;
  return part.kind === 's3-object'
    ? `s3://${part.bucket}/${part.key}`
    : `s3://${part.bucket}/${part.prefix}* within ${part.newerThanMinutes} min`;
};

function Last({ probe: { lastResult } }: { probe: Probe }) {
  if (lastResult === null) return <Box color="text-body-secondary">Not tried yet</Box>;
  return (
    <div>
      <SpaceBetween direction="horizontal" size="xs">
        <ProbeVerdict verdict={lastResult.verdict} />
        <Box color="text-body-secondary">
          <When at={lastResult.at} />
        </Box>
      </SpaceBetween>
      <ProbeParts result={lastResult} />
    </div>
  );
}
