import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { LinkFields as Fields } from './delivery-input.ts';

const ids = [
  { value: 'placeholder', label: 'Filled in later', description: 'The files hold a placeholder' },
  { value: 'value', label: 'Typed here', description: 'It goes into the AWS config file alone, and is kept nowhere' },
  { value: 'none', label: 'None', description: 'The trust policy asks for none' },
];

interface Props {
  index: number;
  link: Fields;
  sessionHint: string;
  onChange: (link: Fields) => void;
  onRemove?: (() => void) | undefined;
  errorOf: (field: string) => string | undefined;
}

/** One role of the chain. */
export function LinkFields({ index, link, sessionHint, onChange, onRemove, errorOf }: Props) {
  const input = (name: keyof Fields, label: string, description: string, error = errorOf(name)) => (
    <FormField label={label} description={description} errorText={error}>
      <Input value={link[name]} onChange={({ detail }) => onChange({ ...link, [name]: detail.value })} />
    </FormField>
  );
  return (
    <Container
      header={
        <Header
          variant="h3"
          actions={onRemove && <Button onClick={onRemove} ariaLabel={`Remove role ${index + 1}`} iconName="remove" variant="icon" />}
        >
          Role {index + 1}
        </Header>
      }
    >
      <SpaceBetween size="s">
        {input('roleArn', 'Role ARN', index === 0 ? 'Assumed first' : 'Assumed with the session of the role before')}
        <FormField label="External id" description="No credential: whoever may read the role sees it" errorText={errorOf('externalId')}>
          <Select
            selectedOption={ids.find(({ value }) => value === link.externalId) ?? null}
            options={ids}
            onChange={({ detail }) => onChange({ ...link, externalId: detail.selectedOption.value ?? 'none' })}
          />
        </FormField>
        {link.externalId === 'value' &&
          input('externalIdValue', 'Value of the external id', 'Letters, digits and _+=,.@:/-', errorOf('externalId.value'))}
        {input('sessionName', 'Session name (optional)', sessionHint)}
        {input('durationSeconds', 'Duration in seconds (optional)', 'A session that another session makes lasts 3,600 at most')}
      </SpaceBetween>
    </Container>
  );
}
