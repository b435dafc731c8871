import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import type { Run } from '@rolewright/shared/apply/run.ts';
import type { ProbeMoment, ProbeResult } from '@rolewright/shared/probes/probe.ts';
import { When } from '../../ui/when.tsx';
import { ProbeParts } from '../probes/probe-parts.tsx';
import { ProbeVerdict } from '../probes/probe-verdict.tsx';

const moments: Record<ProbeMoment, string> = {
  try: 'Tried',
  before: 'Before the change',
  during: 'While it is replaced',
  after: 'After the change',
};

/** Functional probes that the run made, newest first: does the application still do its work? */
export function ProbePanel({ run }: { run: Run }) {
  if (run.probes.length === 0) return null;
  const titleOf = (stepId: string | null) => run.steps.find((step) => step.id === stepId)?.title;
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${run.probes.length})`}
          description="Requests to the application itself. One that fails stops the roll-out."
        >
          Probes
        </Header>
      }
    >
      <Table
        variant="embedded"
        items={run.probes.toReversed()}
        trackBy={(one) => String(one.seq)}
        wrapLines
        ariaLabels={{ tableLabel: 'Probes' }}
        columnDefinitions={[
          { id: 'verdict', header: 'Verdict', cell: ({ result }) => <ProbeVerdict verdict={result.verdict} />, width: 120 },
          {
            id: 'name',
            header: 'Probe',
            isRowHeader: true,
            cell: ({ result, stepId }) => <Which result={result} step={titleOf(stepId)} />,
            width: '32%',
          },
          { id: 'parts', header: 'What came of it', cell: ({ result }) => <ProbeParts result={result} /> },
        ]}
      />
    </Container>
  );
}

function Which({ result: { name, moment, at }, step }: { result: ProbeResult; step: string | undefined }) {
  return (
    <>
      <b>{name}</b>
      <div>
        {moments[moment]}, <When at={at} />
      </div>
      {step !== undefined && (
        <Box color="text-body-secondary" fontSize="body-s">
          at the step “{step}”
        </Box>
      )}
    </>
  );
}
