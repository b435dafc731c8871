import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type DeliveryFields, emptyLink } from './delivery-input.ts';
import { LinkFields } from './link-fields.tsx';
import { MarathonField } from './marathon-field.tsx';
import { SourceField } from './source-field.tsx';

const places = [
  { value: 'ecs-task', label: 'An ECS task', hint: 'Shown in CloudTrail; {task-id} is filled in when the task starts' },
  { value: 'ec2-instance', label: 'An EC2 instance', hint: 'Shown in CloudTrail; {instance-id} is filled in by the instance' },
  { value: 'environment', label: 'Credentials in the environment', hint: 'Shown in CloudTrail' },
] as const;
const ways = [
  { value: 'default-chain', label: 'It leaves credentials to the SDK' },
  { value: 'passed-in-code', label: 'Its code passes credentials to the SDK' },
  { value: 'cannot-assume', label: 'It knows access keys in the environment only' },
] as const;

interface Props {
  fields: DeliveryFields;
  set: (fields: DeliveryFields) => void;
  errorOf: (field: string) => string | undefined;
  /** What is wrong in the Marathon application, with its place. */
  marathonError: string | undefined;
  onSubmit: () => void;
  busy: boolean;
}

/** Who begins the chain, its roles, and the application. */
export function DeliveryForm({ fields, set, errorOf, marathonError, onSubmit, busy }: Props) {
  const { links } = fields;
  const text = (name: 'region' | 'accountId' | 'name', label: string, description: string, error: string) => (
    <FormField label={label} description={description} errorText={errorOf(error)}>
      <Input value={fields[name]} onChange={({ detail }) => set({ ...fields, [name]: detail.value })} />
    </FormField>
  );
  const place = places.find(({ value }) => value === fields.kind) ?? places[0];
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Application</Header>}>
        <SpaceBetween size="s">
          <FormField label="It runs in">
            <Select
              selectedOption={place}
              options={places.map(({ value, label }) => ({ value, label }))}
              onChange={({ detail }) =>
                set({ ...fields, kind: places.find(({ value }) => value === detail.selectedOption.value)?.value ?? 'ecs-task' })
              }
            />
          </FormField>
          <FormField label="Its credentials today">
            <Select
              selectedOption={ways.find(({ value }) => value === fields.credentials) ?? null}
              options={[...ways]}
              onChange={({ detail }) =>
                set({ ...fields, credentials: ways.find(({ value }) => value === detail.selectedOption.value)?.value ?? 'default-chain' })
              }
            />
          </FormField>
          <SourceField fields={fields} set={set} error={errorOf('credentialSource')} />
          {text('accountId', 'Its AWS account', '12 digits', 'caller.accountId')}
          {text('region', 'Region', 'Such as eu-west-1', 'region')}
          {text('name', 'Name', 'The path of its secret, such as /shop/orders', 'application.name')}
        </SpaceBetween>
      </Container>
      {fields.kind !== 'ecs-task' && <MarathonField fields={fields} set={set} error={marathonError} />}
      {links.map((link, index) => (
        <LinkFields
          key={index}
          index={index}
          link={link}
          sessionHint={place.hint}
          onChange={(changed) => set({ ...fields, links: links.with(index, changed) })}
          onRemove={links.length > 1 ? () => set({ ...fields, links: links.toSpliced(index, 1) }) : undefined}
          errorOf={(field) => errorOf(`links.${index}.${field}`)}
        />
      ))}
      <SpaceBetween size="xs" direction="horizontal">
        <Button disabled={links.length === 3} onClick={() => set({ ...fields, links: [...links, emptyLink] })}>
          Add a role
        </Button>
        <Button variant="primary" onClick={onSubmit} loading={busy} loadingText="Making the files">
          Make the files
        </Button>
      </SpaceBetween>
    </SpaceBetween>
  );
}
