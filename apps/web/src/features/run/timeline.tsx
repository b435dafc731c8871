import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { Run } from '@rolewright/shared/apply/run.ts';
import { elapsed } from '../../lib/format.ts';

type RunStep = Run['steps'][number];

const states: Record<RunStep['state'], [StatusIndicatorProps.Type, string]> = {
  pending: ['pending', 'not yet'],
  running: ['in-progress', 'under way'],
  waiting: ['in-progress', 'waiting'],
  done: ['success', 'done'],
  failed: ['error', 'failed'],
  undone: ['stopped', 'undone'],
  skipped: ['stopped', 'left as it is'],
};

/** Its end is then that of its undoing, which says nothing of how long it took. */
const isTakenBack = ({ state }: RunStep): boolean => state === 'undone' || state === 'skipped';

/** Steps with their time and what they wait for. */
export function Timeline({ run }: { run: Run }) {
  return (
    <ol className="timeline" aria-label="Steps of the run">
      {run.steps.map((step) => (
        <li key={step.id}>
          <SpaceBetween direction="horizontal" size="s">
            <Box variant="strong">{step.title}</Box>
            <StatusIndicator type={states[step.state][0]}>{states[step.state][1]}</StatusIndicator>
            {step.awsAccountId && <Box color="text-body-secondary">in {step.awsAccountId}</Box>}
            {step.startedAt && !isTakenBack(step) && <Box color="text-body-secondary">{elapsed(step.startedAt, step.finishedAt)}</Box>}
          </SpaceBetween>
          {(step.waitingFor ?? step.message) && (
            <Box color="text-body-secondary" fontSize="body-s">
              <span className="wrap-anywhere">{step.waitingFor ?? step.message}</span>
            </Box>
          )}
        </li>
      ))}
    </ol>
  );
}
