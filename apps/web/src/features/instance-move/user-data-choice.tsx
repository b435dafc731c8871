import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { UserDataDocument } from '@rolewright/shared/inventory/ec2/contract.ts';
import type { DocumentEdits } from '@rolewright/shared/plan/edited-user-data.ts';
import { useState } from 'react';
import { DocumentFindings } from '../../ui/document-findings.tsx';
import { DocumentLines } from '../../ui/document-lines.tsx';
import { RouteLink } from '../../ui/route-link.tsx';
import { Section } from '../../ui/section.tsx';
import { titleOfDocument } from '../workload/title-of-document.ts';
import { EditUserData } from './edit-user-data.tsx';
import type { MoveModuleProps } from './instance-move.tsx';
import { type KeyRemoval, keyRemoval } from './key-removal.ts';

type Props = Pick<MoveModuleProps, 'workload' | 'draft' | 'setDraft' | 'errorOf'>;

/** Do the key lines leave the user data? By themselves where each does, else as a person edits it; or it stays (D8, D-68). */
export function UserDataChoice({ workload, draft, setDraft, errorOf }: Props) {
  const { state, documents } = keyRemoval(workload);
  const isGroup = workload.kind === 'auto-scaling-group';
  const isStopped = workload.ec2Detail?.instances.every((one) => one.state === 'stopped') ?? false;
  const wrong = errorOf('inputs.userData');
  const isEdited = (one: UserDataDocument) => draft.userData === 'edited' && one.reading === 'known' && one.verdict !== 'automatic';
  return (
    <Section title="User data" description="As the last scan read it. Making the plan reads it again.">
      {state === 'none' && <StatusIndicator type="success">No static key is in the user data that is in use.</StatusIndicator>}
      {state === 'manual' && (
        <Alert type="warning" header="A person has to edit it">
          At least one key line cannot be taken out with certainty, so that none is. Edit the user data here, and the plan takes the edited
          text; or leave it as it is in this plan.
        </Alert>
      )}
      {state === 'unread' && (
        <Alert type="warning" header="Whether it has a key is not known">
          {documents.flatMap(({ why }) => why ?? []).join(' ')} <RouteLink href="/inspect">Inspect a file</RouteLink> looks into a text that
          you have.
        </Alert>
      )}
      {state !== 'none' && (
        <FormField errorText={draft.userData === 'edited' && wrong ? editedWrong(draft.edited.length) : wrong} stretch>
          <RadioGroup
            ariaLabel="What becomes of the key lines"
            value={draft.userData}
            onChange={({ detail }) => setDraft({ ...draft, userData: detail.value as typeof draft.userData })}
            items={[
              {
                value: 'remove-keys',
                label: 'Take the key lines out',
                description: removalWords(isGroup, isStopped),
                disabled: state === 'manual',
              },
              ...(state === 'manual'
                ? [
                    {
                      value: 'edited',
                      label: 'Edit the user data',
                      description: `Line by line, checked as you type. ${removalWords(isGroup, isStopped)}`,
                    },
                  ]
                : []),
              {
                value: 'leave',
                label: 'Leave the user data as it is',
                description: isGroup
                  ? 'New instances set the key again, and SDKs read it before the role: the role has no effect.'
                  : 'The key stays readable to whoever may read the user data, and the move is not proven while it is there.',
              },
            ]}
          />
        </FormField>
      )}
      {documents.map((one) =>
        isEdited(one) ? (
          <EditUserData
            key={keyOf(one)}
            accountId={workload.accountId}
            region={workload.region}
            document={one}
            made={draft.edited}
            onEdits={(fingerprint, edits) => setDraft({ ...draft, edited: withEdits(draft.edited, fingerprint, edits) })}
            onDiscard={(fingerprint) =>
              setDraft({
                ...draft,
                edited: documents.length === 1 || fingerprint === undefined ? [] : withEdits(draft.edited, fingerprint, []),
              })
            }
          />
        ) : (
          <KeyLines key={keyOf(one)} document={one} />
        ),
      )}
    </Section>
  );
}

const keyOf = ({ source, id, version }: UserDataDocument): string => `${source}${id}${version}`;

const withEdits = (all: readonly DocumentEdits[], fingerprint: string, edits: DocumentEdits['edits']): DocumentEdits[] => [
  ...all.filter((one) => one.fingerprint !== fingerprint),
  ...(edits.length === 0 ? [] : [{ fingerprint, edits }]),
];

const editedWrong = (count: number): string =>
  count === 0 ? 'Nothing is edited yet. Edit it, or leave it as it is.' : 'A typed line cannot be kept in a plan; it says why.';

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
