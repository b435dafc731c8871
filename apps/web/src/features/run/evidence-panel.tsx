import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { Run } from '@rolewright/shared/apply/run.ts';
import type { Evidence } from '@rolewright/shared/verify/verification.ts';
import { When } from '../../ui/when.tsx';

const states: Record<Evidence['state'], [StatusIndicatorProps.Type, string]> = {
  yes: ['success', 'yes'],
  no: ['error', 'no'],
  'not-yet': ['pending', 'not yet'],
  unknown: ['warning', 'not known'],
};
const silence: Record<Run['verification']['keySilence']['state'], string> = {
  silent: 'The old key is silent',
  used: 'The old key is still used',
  'too-early': 'Too early to say whether the old key is silent',
  unknown: 'Whether the old key is silent is not known',
};

/** Evidence, not confetti: what runs, as whom, since when, what remains. */
export function EvidencePanel({ run }: { run: Run }) {
  const { evidence, keySilence, remains, checkedAt } = run.verification;
  if (evidence.length === 0) return null;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={
            checkedAt ? (
              <>
                Read from AWS <When at={checkedAt} />
              </>
            ) : undefined
          }
        >
          Evidence
        </Header>
      }
    >
      <SpaceBetween size="m">
        <SpaceBetween size="xs">
          {evidence.map((one) => (
            <div key={one.claim}>
              <SpaceBetween direction="horizontal" size="xs">
                <StatusIndicator type={states[one.state][0]}>{states[one.state][1]}</StatusIndicator>
                <Box variant="strong">{one.claim}</Box>
              </SpaceBetween>
              <Box color="text-body-secondary" fontSize="body-s">
                {one.detail} ({one.source})
              </Box>
            </div>
          ))}
        </SpaceBetween>
        {run.recipe === 'ecs-task-role' && (
          <div>
            <Box variant="strong">{silence[keySilence.state]}.</Box> {keySilence.detail}
          </div>
        )}
        {remains.length > 0 && (
          <div>
            <Box variant="h3">What remains</Box>
            <ul>
              {remains.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </div>
        )}
      </SpaceBetween>
    </Container>
  );
}
