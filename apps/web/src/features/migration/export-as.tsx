import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ExportFormat } from '@rolewright/shared/export/format.ts';
import type { ChainPlan, Plan } from '@rolewright/shared/plan/plan.ts';
import { useState } from 'react';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { exportAddress, useExport } from './get-export.ts';

const names: Record<ExportFormat, string> = { terraform: 'Terraform', cloudformation: 'CloudFormation', cli: 'AWS CLI' };

/** The plan for those whose changes go through a repository: closed until asked for, because it is another way than starting the change here. */
export function ExportAs({ plan }: { plan: Plan }) {
  const [open, setOpen] = useState(false);
  return (
    <ExpandableSection
      variant="container"
      headerText="Export as"
      headerDescription="The same change as a file for another tool. Values that were masked are not in it; the file says how to fill them in."
      expanded={open}
      onChange={({ detail }) => setOpen(detail.expanded)}
    >
      {open && <Preview plan={plan} />}
    </ExpandableSection>
  );
}

function Preview({ plan }: { plan: Plan }) {
  const [format, setFormat] = useState<ExportFormat>(plan.exports[0] ?? 'cloudformation');
  const [stack, setStack] = useState(1);
  const stacks = format === 'cloudformation' && 'stacks' in plan ? plan.stacks : [];
  const wanted = stacks.length === 0 ? undefined : stack;
  const { data, error, refetch } = useExport(plan, format, wanted);
  return (
    <SpaceBetween size="s">
      <SpaceBetween size="xs" direction="horizontal">
        <SegmentedControl
          label="Format"
          selectedId={format}
          onChange={({ detail }) => setFormat(detail.selectedId as ExportFormat)}
          options={plan.exports.map((id) => ({ id, text: names[id] }))}
        />
        <Button
          disabled={data === undefined}
          href={exportAddress(plan.id, format, wanted)}
          download
          iconName="download"
          ariaLabel={`Download the ${names[format]} file`}
        >
          Download
        </Button>
        <CopyButton what={`the ${names[format]} file`} text={data} />
      </SpaceBetween>
      {stacks.length > 1 && <ChooseStack stacks={stacks} stack={stack} onChange={setStack} />}
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {data === undefined && !error && <Box color="text-status-inactive">Writing the file</Box>}
      {data !== undefined && (
        <section aria-label={`The ${names[format]} file`}>
          <pre className="mono file">{data}</pre>
        </section>
      )}
    </SpaceBetween>
  );
}

/** A plan over accounts is a stack in each; those of a chain are created in this order. */
function ChooseStack({ stacks, stack, onChange }: { stacks: ChainPlan['stacks']; stack: number; onChange: (stack: number) => void }) {
  const options = stacks.map(({ awsAccountId, members }, index) => ({
    value: String(index + 1),
    label: `${index + 1} of ${stacks.length}: ${members.join(' and ')}`,
    description: `account ${awsAccountId}`,
  }));
  return (
    <FormField
      label="Stack"
      description="A template is of one account. Create the stacks in this order: a trust policy may name only a role that is there."
    >
      <Select
        selectedOption={options[stack - 1] ?? null}
        options={options}
        onChange={({ detail }) => onChange(Number(detail.selectedOption.value))}
        ariaLabel="Stack"
      />
    </FormField>
  );
}
