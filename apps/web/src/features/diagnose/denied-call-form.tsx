import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';

/** The form as it is typed: the message of AWS, or the call itself. */
export interface CallFields {
  by: 'message' | 'call';
  message: string;
  principalArn: string;
  action: string;
  resource: string;
}

interface Props {
  fields: CallFields;
  set: (fields: CallFields) => void;
  errorOf: (field: string) => string | undefined;
  busy: boolean;
  onSubmit: () => void;
}

/** What was denied. */
export function DeniedCallForm({ fields, set, errorOf, busy, onSubmit }: Props) {
  const { by } = fields;
  const input = (name: 'principalArn' | 'action' | 'resource', label: string, description: string) => (
    <FormField label={label} description={description} errorText={errorOf(name)}>
      <Input value={fields[name]} onChange={({ detail }) => set({ ...fields, [name]: detail.value })} spellcheck={false} />
    </FormField>
  );
  return (
    <Container header={<Header variant="h2">The call</Header>}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        <SpaceBetween size="s">
          <SegmentedControl
            label="How the call is told"
            selectedId={by}
            onChange={({ detail }) => set({ ...fields, by: detail.selectedId === 'call' ? 'call' : 'message' })}
            options={[
              { id: 'message', text: 'By AWS’s message' },
              { id: 'call', text: 'By its parts' },
            ]}
          />
          {by === 'message' ? (
            <FormField
              label="Message of AWS"
              description="As it stands in a log or a terminal. It is not kept."
              errorText={errorOf('message')}
              stretch
            >
              <Textarea
                rows={9}
                value={fields.message}
                onChange={({ detail }) => set({ ...fields, message: detail.value })}
                spellcheck={false}
                autoComplete={false}
                placeholder="User: arn:aws:sts::… is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::…"
              />
            </FormField>
          ) : (
            <>
              {input('principalArn', 'Who called', 'ARN of a user, a role or a session of a role')}
              {input('action', 'Action', 'Such as sts:AssumeRole or s3:ListBucket')}
              {input('resource', 'Resource', 'ARN of what was asked for, or * where the action has none')}
            </>
          )}
          <Button variant="primary" formAction="submit" loading={busy} loadingText="Asking the scanned policies">
            Diagnose
          </Button>
        </SpaceBetween>
      </form>
    </Container>
  );
}
