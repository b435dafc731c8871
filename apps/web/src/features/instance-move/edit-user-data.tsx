import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { UserDataDocument } from '@rolewright/shared/inventory/ec2/contract.ts';
import type { DocumentEdits } from '@rolewright/shared/plan/edited-user-data.ts';
import type { CheckedUserData, UserDataPlace } from '@rolewright/shared/plan/user-data-check.ts';
import { type LineEdit, lineEdits } from '@rolewright/shared/user-data/line-edits.ts';
import { useState } from 'react';
import { ApiError } from '../../lib/api.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { titleOfDocument } from '../workload/title-of-document.ts';
import { EditorOfUserData } from './editor-of-user-data.tsx';
import { linesRefused } from './editor-text.ts';
import { useUserDataCheck } from './get-user-data-check.ts';

interface EditUserDataProps {
  accountId: string;
  region: string;
  document: UserDataDocument;
  /** Of this document and of others. */
  made: readonly DocumentEdits[];
  onEdits: (fingerprint: string, edits: LineEdit[]) => void;
  /** `fingerprint`: of this document as it was edited; left out: it was not read yet. */
  onDiscard: (fingerprint?: string) => void;
}

/** User data that needs a person, read from AWS now and edited in place; every change is checked against the document itself (D8). */
export function EditUserData({ accountId, region, document, made, onEdits, onDiscard }: EditUserDataProps) {
  const [read, setRead] = useState<CheckedUserData>();
  const edits = made.find(({ fingerprint }) => fingerprint === read?.fingerprint)?.edits ?? [];
  const refused = linesRefused(edits, lineEdits.safeParse(edits).error?.issues ?? []);
  const title = titleOfDocument(document);
  const place = placeOf(document);
  const asked = { accountId, region, place, edits, ...(edits.length > 0 && read ? { fingerprint: read.fingerprint } : {}) };
  // What was typed and is refused goes nowhere.
  const { data, error, isChecking, retry } = useUserDataCheck(refused.length > 0 ? null : asked);
  if (data?.state === 'known' && data.fingerprint !== read?.fingerprint) setRead(data);
  const isStale = error instanceof ApiError && error.problem.code === 'stale';
  const startAnew = () => {
    onDiscard(read?.fingerprint);
    setRead(undefined);
    retry();
  };
  return (
    <SpaceBetween size="m">
      <Header
        variant="h3"
        actions={
          <Button disabled={made.length === 0} onClick={startAnew} ariaLabel={`Discard the edits of ${title}`}>
            Discard the edits
          </Button>
        }
      >
        {title}
      </Header>
      {isStale && (
        <Alert type="warning" header="The user data was changed meanwhile" action={<Button onClick={startAnew}>Read it again</Button>}>
          The edits were made on what it was before, and fit no more. They are discarded when it is read again.
        </Alert>
      )}
      {error && !isStale && <ProblemAlert error={error} onRetry={retry} />}
      {read === undefined && isChecking && <StatusIndicator type="loading">Reading the user data from AWS</StatusIndicator>}
      {data?.state === 'absent' && <StatusIndicator type="info">There is no user data any more.</StatusIndicator>}
      {data?.state === 'unreadable' && <StatusIndicator type="warning">It could not be read: {data.reason}</StatusIndicator>}
      {read?.whyNotEditable && (
        <Alert type="info" header="It has to be edited by hand">
          {read.whyNotEditable} Edit it where it comes from; the plan can leave it as it is meanwhile.
        </Alert>
      )}
      {read !== undefined && read.whyNotEditable === null && !isStale && (
        <EditorOfUserData
          title={title}
          read={read}
          edits={edits}
          onEdits={(next) => onEdits(read.fingerprint, next)}
          refused={refused}
          edited={data?.state === 'known' ? data.edited : null}
          isChecking={isChecking}
        />
      )}
    </SpaceBetween>
  );
}

function placeOf({ source, id, version }: UserDataDocument): UserDataPlace {
  if (source === 'instance') return { instanceId: id };
  return source === 'launch-configuration' ? { launchConfigurationName: id } : { launchTemplateId: id, version: String(version) };
}
