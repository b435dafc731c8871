import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import LiveRegion from '@cloudscape-design/components/live-region';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { InspectAnswer, ShownLine } from '@rolewright/shared/user-data/contract.ts';
import { documentDiff } from '@rolewright/shared/user-data/document-diff.ts';
import { useMemo, useState } from 'react';
import { DocumentDiff } from '../../ui/document-diff.tsx';
import { DocumentEditor } from '../../ui/document-editor.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useInspection } from './get-inspection.ts';
import { download, editable, type InspectedFile } from './inspected-file.ts';

const states = {
  clean: { type: 'success', text: 'No static key is left' },
  automatic: { type: 'info', text: 'What is left can be taken out by itself' },
  manual: { type: 'warning', text: 'A person still has to look' },
} as const;

/** A document that needs a person: edited in place, checked as one types, with the exact difference and the file to take away. */
export function EditDocument({ file, before }: { file: InspectedFile; before: readonly ShownLine[] }) {
  const original = useMemo(() => editable(file), [file]);
  const [text, setText] = useState(original?.text ?? '');
  const packed = useMemo(() => original?.pack(text) ?? null, [original, text]);
  const { data, error, isChecking, retry } = useInspection(packed, file.kind);
  if (original === null) {
    return (
      <Container header={<Header variant="h2">Edit</Header>}>
        This document cannot be edited here without the risk of changing bytes that nobody sees. Edit it where it comes from, and inspect it
        again.
      </Container>
    );
  }
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <Button
              disabled={packed === null || isChecking || data?.verdict !== 'clean'}
              onClick={() => packed && download(file.name, packed)}
            >
              Download the edited file
            </Button>
          }
        >
          Edit
        </Header>
      }
    >
      <SpaceBetween size="m">
        {error && <ProblemAlert error={error} onRetry={retry} />}
        <LiveRegion>
          {packed === null && <StatusIndicator type="error">A boundary or a header of the message is broken: put it back</StatusIndicator>}
          {packed !== null && text === '' && <StatusIndicator type="info">Nothing is left of the document</StatusIndicator>}
          {packed !== null && text !== '' && <State data={data} isChecking={isChecking} />}
        </LiveRegion>
        <DocumentEditor
          label="Document"
          description="Shown unpacked, with its secrets. It stays in this page."
          text={text}
          onChange={setText}
          findings={data && text !== '' ? data.findings : []}
        />
        <Header variant="h3" description="To the last character; secrets are masked.">
          What changes
        </Header>
        {isChecking || data === undefined ? (
          <StatusIndicator type="loading">Checking</StatusIndicator>
        ) : (
          <DocumentDiff
            label="Changes of the edited document"
            lines={documentDiff(original.text, text)}
            before={before}
            after={data.lines}
          />
        )}
      </SpaceBetween>
    </Container>
  );
}

function State({ data, isChecking }: { data: InspectAnswer | undefined; isChecking: boolean }) {
  if (isChecking || data === undefined) return <StatusIndicator type="loading">Checking</StatusIndicator>;
  const { type, text } = states[data.verdict];
  return (
    <StatusIndicator type={type}>
      {text}
      {data.findings.length > 0 && `: ${data.findings.length === 1 ? '1 finding' : `${data.findings.length} findings`}`}
    </StatusIndicator>
  );
}
