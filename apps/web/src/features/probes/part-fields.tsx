import ColumnLayout from '@cloudscape-design/components/column-layout';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { PartDraft } from './draft.ts';
import { HttpFields } from './http-fields.tsx';

export interface PartProps {
  part: PartDraft;
  /** The second part reads what the first made. */
  isSecond: boolean;
  set: (part: PartDraft) => void;
  errorOf: (field: string) => string | undefined;
}

/** What one part asks: over HTTP, or of S3. */
export function PartFields({ part, isSecond, set, errorOf }: PartProps) {
  return (
    <SpaceBetween size="m">
      <SegmentedControl
        label={isSecond ? 'How it is read' : 'What is asked'}
        selectedId={part.kind}
        onChange={({ detail }) => set({ ...part, kind: detail.selectedId as PartDraft['kind'] })}
        options={[
          { id: 'http', text: 'HTTP request' },
          { id: 's3-object', text: 'Object in S3' },
          { id: 's3-newest', text: 'Newest object in S3' },
        ]}
      />
      {part.kind === 'http' ? (
        <HttpFields part={part} isSecond={isSecond} set={set} errorOf={errorOf} />
      ) : (
        <ObjectFields part={part} isSecond={isSecond} set={set} errorOf={errorOf} />
      )}
    </SpaceBetween>
  );
}

function ObjectFields({ part, isSecond, set, errorOf }: PartProps) {
  const isNewest = part.kind === 's3-newest';
  const variables = isSecond ? '{{probe.id}} and {{first.match}} are filled in' : '{{probe.id}} is filled in';
  return (
    <ColumnLayout columns={3}>
      <FormField label="Bucket" description="Listed as the console’s operator; no object is opened" errorText={errorOf('bucket')}>
        <Input value={part.bucket} onChange={({ detail }) => set({ ...part, bucket: detail.value })} spellcheck={false} />
      </FormField>
      <FormField label={isNewest ? 'Prefix' : 'Key'} description={variables} errorText={errorOf(isNewest ? 'prefix' : 'key')}>
        <Input value={part.key} onChange={({ detail }) => set({ ...part, key: detail.value })} spellcheck={false} />
      </FormField>
      <FormField
        label={isNewest ? 'Written within, in minutes' : 'Written within, in minutes (optional)'}
        description="1 to 10080"
        errorText={errorOf('newerThanMinutes')}
      >
        <Input value={part.minutes} inputMode="numeric" onChange={({ detail }) => set({ ...part, minutes: detail.value })} />
      </FormField>
    </ColumnLayout>
  );
}
