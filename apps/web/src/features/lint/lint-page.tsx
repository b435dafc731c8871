import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import LiveRegion from '@cloudscape-design/components/live-region';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import type { LintAnswer, LintKind } from '@rolewright/shared/proof/lint/contract.ts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { Empty } from '../../ui/empty.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { FindingList } from './finding-list.tsx';
import { useFindings } from './get-findings.ts';
import { showLine } from '../../ui/show-line.ts';

const names: Record<LintKind, string> = {
  policy: 'Policy',
  trust: 'Trust policy',
  terraform: 'Terraform',
  cloudformation: 'CloudFormation',
};

const kinds = Object.keys(names) as LintKind[];

/** "What is wrong with this policy?" The text on the left, what is found on the right, live. */
export function LintPage() {
  const search = useSearch({ strict: false }) as { kind?: string };
  const navigate = useNavigate();
  const kind = kinds.find((one) => one === search.kind) ?? 'policy';
  const [text, setText] = useState('');
  const field = useRef<HTMLDivElement>(null);
  const { data, error, refetch } = useFindings(kind, text);
  return (
    <Page title="Inspect a policy" description="Paste a text: it is judged as you type, by line. It is not kept, and AWS is not asked.">
      <Grid gridDefinition={[{ colspan: { default: 12, s: 7 } }, { colspan: { default: 12, s: 5 } }]}>
        <Container header={<Header variant="h2">Text</Header>}>
          <SpaceBetween size="s">
            <SegmentedControl
              label="What the text is"
              selectedId={kind}
              onChange={({ detail }) => void navigate({ to: '/lint', search: { kind: detail.selectedId } as never, replace: true })}
              options={kinds.map((id) => ({ id, text: names[id] }))}
            />
            <div ref={field} className="code">
              <FormField label={names[kind]} stretch>
                <Textarea
                  value={text}
                  onChange={({ detail }) => setText(detail.value)}
                  rows={26}
                  spellcheck={false}
                  autoComplete={false}
                  disableBrowserAutocorrect
                />
              </FormField>
            </div>
          </SpaceBetween>
        </Container>
        <Container header={<Header variant="h2">Findings</Header>}>
          <SpaceBetween size="s">
            {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
            {data && text.trim() !== '' ? (
              <>
                <LiveRegion>
                  <Box variant="strong">{sentence(data)}</Box>
                </LiveRegion>
                <FindingList findings={data.findings} onLine={(line) => showLine(field.current, line)} />
              </>
            ) : (
              <Empty title="Nothing pasted yet">A policy in JSON, a Terraform file, or a CloudFormation template in JSON or YAML.</Empty>
            )}
          </SpaceBetween>
        </Container>
      </Grid>
    </Page>
  );
}

/** How much was looked at, and what was found: no finding in no policy is no good news. */
function sentence({ documents, findings }: LintAnswer): string {
  const found = findings.filter(({ severity }) => severity !== 'unread').length;
  const policies = documents.length === 1 ? '1 policy' : `${documents.length} policies`;
  if (documents.length === 0 && findings.length === 0) return 'No policy of a user or role was found in this text.';
  return `${found === 0 ? 'Nothing' : found === 1 ? '1 finding' : `${found} findings`} in ${policies}.`;
}
