import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { mostProbes } from '@rolewright/shared/probes/limits.ts';
import type { Probe, Probes } from '@rolewright/shared/probes/probe.ts';
import { useState } from 'react';
import { ConfirmByTyping } from '../../ui/confirm-by-typing.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loading } from '../../ui/loading.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { draftOf, newDraft } from './draft.ts';
import { useDeleteProbe, useProbes, useTryProbe } from './get-probes.ts';
import { ProbeForm } from './probe-form.tsx';
import { ProbeItem } from './probe-item.tsx';

/** "Does it still do its work?" Requests that the operator chose, made before, during and after each change of the workload. */
export function ProbesTab({ workloadId }: { workloadId: string }) {
  const { data, error, refetch } = useProbes(workloadId);
  const [edited, setEdited] = useState<Probe | 'new' | null>(null);
  if (error && !data) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
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
      <Container
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
      >
        {items.length === 0 && (
          <Empty title="No probe yet" action={add}>
            A deployment that AWS calls healthy may still be denied every call that matters. A probe asks the application itself: upload
            something, expect 200, and see that the object is there.
          </Empty>
        )}
        <ul className="probes" aria-label="Probes">
          {items.map((probe) => (
            <li key={probe.name}>
              <ProbeItem
                probe={probe}
                isTrying={trial.isPending && trial.variables === probe.name}
                onTry={() => trial.mutate(probe.name)}
                onEdit={() => edit(probe)}
                onDelete={() => setDoomed(probe.name)}
              />
            </li>
          ))}
        </ul>
      </Container>
      {answersAt.length > 0 && (
        <Alert type="info" header="What this workload is known to answer to">
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
