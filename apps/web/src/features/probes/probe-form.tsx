import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import LiveRegion from '@cloudscape-design/components/live-region';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ProbeResult } from '@rolewright/shared/probes/probe.ts';
import { useState } from 'react';
import { ApiError } from '../../lib/api.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { emptyPart, inputOf, type PartDraft, type ProbeDraft } from './draft.ts';
import { useSaveProbe, useTryDraft } from './get-probes.ts';
import { PartFields } from './part-fields.tsx';
import { ProbeParts } from './probe-parts.tsx';

interface Props {
  workloadId: string;
  /** What the form begins with. */
  start: ProbeDraft;
  isNew: boolean;
  onClose: () => void;
}

/** Defines a probe, tries it as often as one likes, and saves it. */
export function ProbeForm({ workloadId, start, isNew, onClose }: Props) {
  const [draft, setDraft] = useState(start);
  const trial = useTryDraft(workloadId);
  const save = useSaveProbe(workloadId);
  const error = save.error ?? trial.error;
  const fields = error instanceof ApiError ? (error.problem.fields ?? []) : [];
  const errorOf = (name: string): string | undefined => {
    const message = fields.find(({ field }) => field === name)?.message;
    return message === undefined ? undefined : message.charAt(0).toUpperCase() + message.slice(1);
  };
  const change = (changed: ProbeDraft) => {
    setDraft(changed);
    save.reset();
    trial.reset();
  };
  const second: PartDraft = { ...emptyPart, kind: 's3-object', key: '{{probe.id}}' };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ name: draft.name, input: inputOf(draft) }, { onSuccess: onClose });
      }}
    >
      <Form
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" formAction="none" onClick={onClose}>
              Cancel
            </Button>
            <Button
              formAction="none"
              loading={trial.isPending}
              loadingText="Calling the application"
              onClick={() => trial.mutate(inputOf(draft))}
            >
              Try now
            </Button>
            <Button variant="primary" loading={save.isPending}>
              Save probe
            </Button>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="l">
          {error && fields.length === 0 && <ProblemAlert error={error} />}
          <Container header={<Header variant="h2">{isNew ? 'New probe' : `Probe ${start.name}`}</Header>}>
            <SpaceBetween size="m">
              {isNew && (
                <FormField label="Name" description="Small letters, digits and hyphens, such as upload" errorText={errorOf('name')}>
                  <Input value={draft.name} onChange={({ detail }) => change({ ...draft, name: detail.value })} spellcheck={false} />
                </FormField>
              )}
              <PartFields
                part={draft.first}
                isSecond={false}
                set={(first) => change({ ...draft, first })}
                errorOf={(field) => errorOf(`first.${field}`) ?? (field === 'expect.bodyContains' ? errorOf('first.expect') : undefined)}
              />
            </SpaceBetween>
          </Container>
          <Container
            header={
              <Header
                variant="h2"
                description="Made when the first part passed; it only reads, and looks a few times, since what was made may take a moment to arrive."
              >
                Then read what it made
              </Header>
            }
          >
            <SpaceBetween size="m">
              <Checkbox
                checked={draft.second !== null}
                onChange={({ detail }) => change({ ...draft, second: detail.checked ? (start.second ?? second) : null })}
              >
                There is a second part
              </Checkbox>
              {draft.second !== null && (
                <PartFields
                  part={draft.second}
                  isSecond
                  set={(part) => change({ ...draft, second: part })}
                  errorOf={(field) =>
                    errorOf(`second.${field}`) ?? (field === 'expect.bodyContains' ? errorOf('second.expect') : undefined)
                  }
                />
              )}
            </SpaceBetween>
          </Container>
          <LiveRegion>{trial.data && <Trial result={trial.data} />}</LiveRegion>
        </SpaceBetween>
      </Form>
    </form>
  );
}

const types = { pass: 'success', fail: 'error', unknown: 'warning' } as const;

function Trial({ result }: { result: ProbeResult }) {
  return (
    <Alert
      type={types[result.verdict]}
      header={result.verdict === 'pass' ? 'It passes' : result.verdict === 'fail' ? 'It fails' : 'It is not known'}
    >
      <ProbeParts result={result} />
    </Alert>
  );
}
