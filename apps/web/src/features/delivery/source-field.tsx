import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import { credentialSourceOf, credentialSourceWhy } from '@rolewright/shared/export/delivery/credential-source.ts';
import type { DeliveryFields } from './delivery-input.ts';

interface Props {
  fields: DeliveryFields;
  set: (fields: DeliveryFields) => void;
  error: string | undefined;
}

/** Exactly one source of the first credentials, with the reason why it is that one (D-07, D-08). */
export function SourceField({ fields, set, error }: Props) {
  const right = credentialSourceOf[fields.kind];
  const options = Object.values(credentialSourceOf).map((value) => ({
    value,
    label: value,
    description: value === right ? 'What there is' : 'Refused: it would be another identity, or none',
  }));
  return (
    <FormField
      label="Source of its first credentials"
      description={`${credentialSourceWhy[fields.kind]} A profile names one source and no key.`}
      errorText={error}
    >
      <Select
        selectedOption={options.find(({ value }) => value === (fields.credentialSource || right)) ?? null}
        options={options}
        onChange={({ detail: { selectedOption } }) =>
          set({ ...fields, credentialSource: selectedOption.value === right ? '' : (selectedOption.value ?? '') })
        }
      />
    </FormField>
  );
}
