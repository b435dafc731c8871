import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Textarea from '@cloudscape-design/components/textarea';
import { type DeliveryFields, marathonOf } from './delivery-input.ts';

interface Props {
  fields: DeliveryFields;
  set: (fields: DeliveryFields) => void;
  error: string | undefined;
}

/** A Marathon application that is moved onto the chain: keys out, secret and safe wrapper in (A9, A10). */
export function MarathonField({ fields, set, error }: Props) {
  const { problem } = marathonOf(fields);
  return (
    <Container
      header={
        <Header
          variant="h3"
          description="Of a DC/OS cluster. It is rewritten and kept nowhere; the diff leaves values that look like secrets out."
        >
          Marathon application (optional)
        </Header>
      }
    >
      <FormField label="Application as JSON" errorText={problem ?? error}>
        <Textarea
          rows={6}
          value={fields.marathonApp}
          spellcheck={false}
          placeholder='{"id": "/app", "cmd": "./main", "env": {}}'
          onChange={({ detail }) => set({ ...fields, marathonApp: detail.value })}
        />
      </FormField>
    </Container>
  );
}
