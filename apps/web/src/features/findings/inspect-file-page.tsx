import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import LiveRegion from '@cloudscape-design/components/live-region';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { decodeBase64 } from '@rolewright/shared/user-data/base64.ts';
import type { InspectAnswer } from '@rolewright/shared/user-data/contract.ts';
import { useState } from 'react';
import { DocumentFindings } from '../../ui/document-findings.tsx';
import { DocumentLines } from '../../ui/document-lines.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { DocumentSource } from './document-source.tsx';
import { EditDocument } from './edit-document.tsx';
import { useInspection } from './get-inspection.ts';
import { download, type InspectedFile } from './inspected-file.ts';
import { RewrittenDocument } from './rewritten-document.tsx';
import { verdictWords } from './verdict-words.ts';

/** "Is there a key in this, and can it be taken out?" For user data and any file that somebody has; nothing outlives the page. */
export function InspectFilePage() {
  const [file, setFile] = useState<InspectedFile | null>(null);
  const { data, error, isChecking, retry } = useInspection(file?.bytes ?? null, file?.kind ?? 'shell');
  return (
    <Page
      title="Inspect a file"
      description="Paste user data or choose a file: static keys are found by line, and taken out where that is certain. It is not kept, and AWS is not asked."
    >
      <SpaceBetween size="l">
        <DocumentSource file={file} onFile={setFile} />
        {error && <ProblemAlert error={error} onRetry={retry} />}
        {file !== null && data === undefined && isChecking && <StatusIndicator type="loading">Reading the document</StatusIndicator>}
        {file === null && (
          <Empty title="Nothing to inspect yet">
            A shell script, an environment file, a cloud-config, a MIME message, any of them packed with gzip, or PowerShell.
          </Empty>
        )}
        {file !== null && file.bytes.length === 0 && <Empty title="The file is empty">There is nothing in it to look at.</Empty>}
        {file !== null && file.bytes.length > 0 && data && <Result file={file} data={data} isChecking={isChecking} />}
      </SpaceBetween>
    </Page>
  );
}

function Result({ file, data, isChecking }: { file: InspectedFile; data: InspectAnswer; isChecking: boolean }) {
  const [line, setLine] = useState<number>();
  const { type, header, text } = verdictWords(data);
  const rewritten = data.rewrittenBase64 === undefined ? null : decodeBase64(data.rewrittenBase64);
  const action = rewritten !== null && <Button onClick={() => download(file.name, rewritten)}>Download the rewritten file</Button>;
  return (
    <SpaceBetween size="l">
      <LiveRegion>
        <Alert type={type} header={header} action={action || undefined}>
          {text}
        </Alert>
      </LiveRegion>
      <Grid
        gridDefinition={
          data.findings.length > 0 ? [{ colspan: { default: 12, s: 7 } }, { colspan: { default: 12, s: 5 } }] : [{ colspan: 12 }]
        }
      >
        <Container header={<Header variant="h2">By line</Header>}>
          <DocumentLines label="The document by line" lines={data.lines} selected={line} />
        </Container>
        {data.findings.length > 0 && (
          <Container header={<Header variant="h2">Findings</Header>}>
            <DocumentFindings label="Findings" findings={data.findings} onLine={setLine} />
          </Container>
        )}
      </Grid>
      {rewritten !== null && !isChecking && (
        <RewrittenDocument file={file} rewritten={rewritten} before={data.lines} after={data.rewrittenLines ?? []} />
      )}
      {data.verdict === 'manual' && !isChecking && <EditDocument key={`${file.name}${file.kind}`} file={file} before={data.lines} />}
    </SpaceBetween>
  );
}
