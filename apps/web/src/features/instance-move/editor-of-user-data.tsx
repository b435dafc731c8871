import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import LiveRegion from '@cloudscape-design/components/live-region';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { CheckedUserData } from '@rolewright/shared/plan/user-data-check.ts';
import type { LineEdit } from '@rolewright/shared/user-data/line-edits.ts';
import { useMemo, useState } from 'react';
import { DocumentDiff } from '../../ui/document-diff.tsx';
import { DocumentEditor } from '../../ui/document-editor.tsx';
import { DocumentFindings } from '../../ui/document-findings.tsx';
import { DocumentLines } from '../../ui/document-lines.tsx';
import { editorLines, editorText, editsBetween } from './editor-text.ts';

interface EditorOfUserDataProps {
  title: string;
  read: CheckedUserData;
  edits: LineEdit[];
  onEdits: (edits: LineEdit[]) => void;
  /** Typed lines that may not be kept, by their line. */
  refused: { line: number; message: string }[];
  /** Of these edits, or of those a moment ago; null: not known yet. */
  edited: CheckedUserData['edited'] | null;
  isChecking: boolean;
}

/** The document as it is, and beneath it the text to edit, what is still wrong with it, and the exact difference. */
export function EditorOfUserData({ title, read, edits, onEdits, refused, edited, isChecking }: EditorOfUserDataProps) {
  const [line, setLine] = useState<number>();
  const lines = useMemo(() => editorLines(read.lines), [read]);
  const isJudged = edited !== null && refused.length === 0;
  const problems = refused.length > 0 ? refused : isJudged ? edited.problems : [];
  const findings = [
    ...problems.map((one) => ({ line: one.line ?? 1, variable: null, keyId: null, why: one.message })),
    ...(isJudged ? edited.findings : []),
  ];
  return (
    <SpaceBetween size="m">
      <DocumentFindings label={`Findings in ${title}`} findings={read.findings} onLine={setLine} />
      <DocumentLines label={`${title} as it is`} lines={read.lines} selected={line} />
      <DocumentEditor
        label={`Edited text of ${title}`}
        description="•••• stands for a hidden value: leave such a line as it is, or take it out. A line that is changed is typed whole, without a key or another secret."
        text={editorText(lines, edits)}
        onChange={(text) => onEdits(editsBetween(lines, text))}
        findings={findings}
        rows={Math.min(24, Math.max(6, lines.length + 3))}
      />
      <LiveRegion>
        <State {...{ refused, edited, isChecking, isUntouched: edits.length === 0 }} />
      </LiveRegion>
      {isJudged && edited.doubts.length > 0 && (
        <ul aria-label={`To be known of ${title}`} className="plain-list">
          {edited.doubts.map((one) => (
            <li key={one}>
              <Box color="text-body-secondary">{one}</Box>
            </li>
          ))}
        </ul>
      )}
      {edits.length > 0 && isJudged && !isChecking && (
        <SpaceBetween size="xs">
          <Header variant="h3" description="To the byte; hidden values stay what they are, and are in no plan.">
            What changes
          </Header>
          <DocumentDiff label={`Changes of ${title}`} lines={edited.diff} before={read.lines} after={edited.lines} />
        </SpaceBetween>
      )}
    </SpaceBetween>
  );
}

type StateProps = Pick<EditorOfUserDataProps, 'refused' | 'edited' | 'isChecking'> & { isUntouched: boolean };

function State({ refused, edited, isChecking, isUntouched }: StateProps) {
  if (refused.length > 0)
    return <StatusIndicator type="error">{counted(refused.length, 'typed line')} cannot be kept in a plan</StatusIndicator>;
  if (isChecking || edited === null) return <StatusIndicator type="loading">Checking against the document in AWS</StatusIndicator>;
  if (isUntouched) return <StatusIndicator type="info">Nothing is edited yet</StatusIndicator>;
  if (edited.problems.length > 0) return <StatusIndicator type="error">EC2 would not take it so</StatusIndicator>;
  if (edited.verdict === 'clean') return <StatusIndicator type="success">No static key is left: the plan can take it</StatusIndicator>;
  return <StatusIndicator type="warning">A key is left: {counted(edited.findings.length, 'finding')}</StatusIndicator>;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
