import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import { DocumentFindings } from '../../ui/document-findings.tsx';
import { DocumentLines } from '../../ui/document-lines.tsx';
import { RouteLink } from '../../ui/route-link.tsx';
import { Section } from '../../ui/section.tsx';
import { titleOfDocument } from '../workload/title-of-document.ts';
import type { MoveModuleProps } from './instance-move.tsx';
import { type KeyRemoval, keyRemoval } from './key-removal.ts';

/** Do the key lines leave the user data? Only where each goes by itself; else what a person does about them (D8, D-68). */
export function UserDataChoice({ workload, draft, setDraft }: Pick<MoveModuleProps, 'workload' | 'draft' | 'setDraft'>) {
  const { state, documents } = keyRemoval(workload);
  const isGroup = workload.kind === 'auto-scaling-group';
  const isStopped = workload.ec2Detail?.instances.every((one) => one.state === 'stopped') ?? false;
  return (
    <Section title="User data" description="As the last scan read it. Making the plan reads it again.">
      {state === 'none' && <StatusIndicator type="success">No static key is in the user data that is in use.</StatusIndicator>}
      {state === 'manual' && (
        <Alert type="warning" header="A person has to edit it">
          At least one key line cannot be taken out with certainty, so that none is. Leave the user data in this plan.{' '}
          {isGroup
            ? 'Once it is edited, give the group a version with the edited text, and move it then.'
            : 'Once it is edited, set the edited text on the instance while it is stopped.'}{' '}
          <RouteLink href="/inspect">Inspect a file</RouteLink> takes the text, says of each line what is to be done, and checks it as you
          type. What is chosen here stays meanwhile.
        </Alert>
      )}
      {state === 'unread' && (
        <Alert type="warning" header="Whether it has a key is not known">
          {documents.flatMap(({ why }) => why ?? []).join(' ')} <RouteLink href="/inspect">Inspect a file</RouteLink> looks into a text that
          you have.
        </Alert>
      )}
      {state !== 'none' && (
        <RadioGroup
          ariaLabel="What becomes of the key lines"
          value={draft.userData}
          onChange={({ detail }) => setDraft({ ...draft, userData: detail.value === 'remove-keys' ? 'remove-keys' : 'leave' })}
          items={[
            {
              value: 'remove-keys',
              label: 'Take the key lines out',
              description: removalWords(isGroup, isStopped),
              disabled: state === 'manual',
            },
            {
              value: 'leave',
              label: 'Leave the user data as it is',
              description: isGroup
                ? 'New instances set the key again, and SDKs read it before the role: the role has no effect.'
                : 'The key stays readable to whoever may read the user data, and the move is not proven while it is there.',
            },
          ]}
        />
      )}
      {documents.map((one) => (
        <KeyLines key={`${one.source}${one.id}${one.version}`} document={one} />
      ))}
    </Section>
  );
}

function removalWords(isGroup: boolean, isStopped: boolean): string {
  if (isGroup) return 'In the new version or copy alone; what is there now keeps them, so that a roll-back finds it as it was.';
  if (isStopped) return 'The instance is stopped, so that it is done as it is. The lines are kept nowhere: this part cannot be undone.';
  return 'The last step: the instance is stopped and started once for it. The lines are kept nowhere: this part cannot be undone.';
}

function KeyLines({ document }: { document: KeyRemoval['documents'][number] }) {
  const [line, setLine] = useState<number>();
  if (document.reading !== 'known') return null;
  const title = titleOfDocument(document);
  return (
    <ExpandableSection
      headerText={title}
      headerDescription={
        document.verdict === 'automatic'
          ? 'Every key line goes by itself; all else stays to the byte.'
          : 'At least one line needs a person.'
      }
      defaultExpanded={document.verdict === 'manual'}
    >
      <SpaceBetween size="s">
        <DocumentFindings
          label={`Findings in ${title}`}
          findings={document.findings.map(({ advice, ...one }) => ({ ...one, why: advice }))}
          onLine={setLine}
        />
        <DocumentLines label={title} lines={document.lines} selected={line} />
        <Box color="text-body-secondary" fontSize="body-s">
          Secrets are masked here; they are kept nowhere.
        </Box>
      </SpaceBetween>
    </ExpandableSection>
  );
}
