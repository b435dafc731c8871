import AttributeEditor from '@cloudscape-design/components/attribute-editor';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Grid from '@cloudscape-design/components/grid';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import type { PartDraft } from './draft.ts';
import type { PartProps } from './part-fields.tsx';

/** A request and what its answer must be. */
export function HttpFields({ part, isSecond, set, errorOf }: PartProps) {
  const methods = (isSecond ? ['GET', 'HEAD'] : ['POST', 'GET', 'HEAD']).map((value) => ({ value, label: value }));
  const text = (name: 'status' | 'bodyContains' | 'bodyMatches' | 'timeoutSeconds', label: string, description: string, field: string) => (
    <FormField label={label} description={description} errorText={errorOf(field)}>
      <Input value={part[name]} onChange={({ detail }) => set({ ...part, [name]: detail.value })} spellcheck={false} />
    </FormField>
  );
  return (
    <SpaceBetween size="m">
      <Grid gridDefinition={[{ colspan: { default: 12, s: 2 } }, { colspan: { default: 12, s: 10 } }]}>
        <FormField label="Method" errorText={errorOf('method')}>
          <Select
            selectedOption={{ value: part.method, label: part.method }}
            options={methods}
            onChange={({ detail }) => set({ ...part, method: detail.selectedOption.value as PartDraft['method'] })}
          />
        </FormField>
        <FormField
          label="Address"
          constraintText="http or https, without credentials. Private networks are fine; loopback, link-local and metadata addresses and this console are not."
          errorText={errorOf('url')}
          stretch
        >
          <Input
            value={part.url}
            placeholder="http://uploads.example.internal/upload"
            onChange={({ detail }) => set({ ...part, url: detail.value })}
            spellcheck={false}
          />
        </FormField>
      </Grid>
      {part.method === 'POST' && (
        <FormField
          label="Body (optional)"
          description="{{probe.id}} is filled in, new each time. No credentials: probes are stored in the clear."
          errorText={errorOf('body')}
          stretch
        >
          <Textarea value={part.body} rows={3} spellcheck={false} onChange={({ detail }) => set({ ...part, body: detail.value })} />
        </FormField>
      )}
      <ColumnLayout columns={3}>
        {text('status', 'Expected status', 'Redirects are not followed', 'expect.status')}
        {text('bodyContains', 'Body contains (optional)', 'Upper and lower case count', 'expect.bodyContains')}
        {text(
          'bodyMatches',
          'Body matches pattern (optional)',
          isSecond ? 'A regular expression' : 'Its first group is {{first.match}} below',
          'expect.bodyMatches',
        )}
      </ColumnLayout>
      <ExpandableSection headerText={`Headers (${part.headers.length}) and time limit`}>
        <SpaceBetween size="m">
          {text('timeoutSeconds', 'Time limit, in seconds', '1 to 15', 'timeoutSeconds')}
          <Headers part={part} set={set} errorOf={errorOf} />
        </SpaceBetween>
      </ExpandableSection>
    </SpaceBetween>
  );
}

function Headers({ part, set, errorOf }: Omit<PartProps, 'isSecond'>) {
  const change = (index: number, field: 'name' | 'value', value: string) =>
    set({ ...part, headers: part.headers.map((header, at) => (at === index ? { ...header, [field]: value } : header)) });
  return (
    <AttributeEditor
      items={part.headers}
      empty="No header beyond the usual ones."
      addButtonText="Add header"
      removeButtonText="Remove"
      disableAddButton={part.headers.length >= 10}
      onAddButtonClick={() => set({ ...part, headers: [...part.headers, { name: '', value: '' }] })}
      onRemoveButtonClick={({ detail }) => set({ ...part, headers: part.headers.toSpliced(detail.itemIndex, 1) })}
      definition={[
        {
          label: 'Header',
          errorText: (_, index) => errorOf(`headers.${index}.name`),
          control: (header, index) => <Input value={header.name} onChange={({ detail }) => change(index, 'name', detail.value)} />,
        },
        {
          label: 'Value',
          errorText: (_, index) => errorOf(`headers.${index}.value`),
          control: (header, index) => <Input value={header.value} onChange={({ detail }) => change(index, 'value', detail.value)} />,
        },
      ]}
    />
  );
}
