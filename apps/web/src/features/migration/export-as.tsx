import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ExportFormat } from '@rolewright/shared/export/format.ts';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { useState } from 'react';
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
  const { data, error, refetch } = useExport(plan, format);
  return (
    <SpaceBetween size="s">
      <SpaceBetween size="xs" direction="horizontal">
        <SegmentedControl
          label="Format"
          selectedId={format}
          onChange={({ detail }) => setFormat(detail.selectedId as ExportFormat)}
          options={plan.exports.map((id) => ({ id, text: names[id] }))}
        />
        <Button href={exportAddress(plan.id, format)} download iconName="download" ariaLabel={`Download the ${names[format]} file`}>
          Download
        </Button>
        <CopyToClipboard
          copyButtonText="Copy"
          copyButtonAriaLabel={`Copy the ${names[format]} file`}
          copySuccessText="Copied"
          copyErrorText="The browser did not allow it"
          textToCopy={data ?? ''}
        />
      </SpaceBetween>
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {data === undefined ? (
        <Box color="text-status-inactive">Writing the file</Box>
      ) : (
        <section aria-label={`The ${names[format]} file`}>
          <pre className="mono file">{data}</pre>
        </section>
      )}
    </SpaceBetween>
  );
}
