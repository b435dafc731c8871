import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Run } from '@rolewright/shared/apply/run.ts';
import type { HandOver } from '@rolewright/shared/plan/chain-delivery.ts';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { CodeBlock } from '../delivery/code-block.tsx';

/** What is added to the task definition; once a run has stored it, with the ARN that AWS gave it. */
export function HandedOver({ handOver, runId }: { handOver: HandOver; runId: string | null }) {
  const { data: run, error } = useQuery({
    queryKey: ['run', runId],
    queryFn: () => api<Run>('GET', `/api/runs/${runId}`),
    enabled: runId !== null,
  });
  const arn = storedArn(run);
  const text = JSON.stringify(handOver.taskDefinition, null, 2);
  const content = arn === null ? text : text.replaceAll(`"${handOver.valueFrom}"`, `"${arn}"`);
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Add this to a new revision of the task definition, with start.sh of “Hand it over” before the command; all that stands there stays."
          actions={<CopyButton what="what is added to the task definition" text={content} />}
        >
          Into the task definition
        </Header>
      }
    >
      <SpaceBetween size="s">
        <Box color="text-body-secondary">
          <span className="wrap-anywhere">{standing({ arn, run, runId, error })}</span>
        </Box>
        <CodeBlock label="What is added to the task definition" text={content} />
      </SpaceBetween>
    </Container>
  );
}

interface Standing {
  arn: string | null;
  run: Run | undefined;
  runId: string | null;
  error: Error | null;
}

/** Is it stored? That the run cannot be read does not mean that it has not stored it. */
function standing({ arn, run, runId, error }: Standing): string {
  if (arn !== null) return `Stored as ${arn}.`;
  if (runId !== null && run === undefined)
    return error ? `Whether the run has stored it is not known: ${error.message}` : 'Reading the run';
  if (run?.state === 'rolled-back') return 'The run was rolled back: what it had stored is taken back.';
  return 'The run has not stored it yet. AWS ends the ARN of a secret with six characters of its own, which then stand here too.';
}

/** The ARN that the run's journal names, unless it was taken back. */
function storedArn(run: Run | undefined): string | null {
  if (run === undefined || run.state === 'rolled-back') return null;
  const ids = run.steps.filter(({ kind, state }) => kind === 'store-config' && state === 'done').map(({ id }) => id);
  const arns = run.journal.flatMap(({ stepId, data }) =>
    stepId !== null && ids.includes(stepId) && typeof data.arn === 'string' ? [data.arn] : [],
  );
  return arns.at(-1) ?? null;
}
