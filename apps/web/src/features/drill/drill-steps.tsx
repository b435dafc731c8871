import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { Drill } from '@rolewright/shared/accounts/drill.ts';
import { drillWords } from '@rolewright/shared/accounts/drill-words.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { When } from '../../ui/when.tsx';
import { useTakeStep } from './get-drill.ts';

type Step = Drill['steps'][number];

const states: Record<Step['state'], [StatusIndicatorProps.Type, string]> = {
  done: ['success', 'done'],
  next: ['pending', 'next'],
  later: ['pending', 'later'],
};

/** The steps of the document in its own order; the next one has a button. */
export function DrillSteps({ drill }: { drill: Drill }) {
  const take = useTakeStep(drill.accountId);
  return (
    <Container
      header={
        <Header variant="h2" description="Module 5 of the document, as it is written">
          Steps of the drill
        </Header>
      }
    >
      <ol className="timeline" aria-label="Steps of the drill">
        {drill.steps.map((step) => (
          <li key={step.id}>
            <StepItem
              step={step}
              error={take.variables === step.id ? take.error : null}
              pending={take.isPending && take.variables === step.id}
              disabled={take.isPending || drill.blocked !== null}
              onTake={() => take.mutate(step.id)}
            />
          </li>
        ))}
      </ol>
    </Container>
  );
}

interface ItemProps {
  step: Step;
  error: Error | null;
  pending: boolean;
  disabled: boolean;
  onTake: () => void;
}

function StepItem({ step, error, pending, disabled, onTake }: ItemProps) {
  const words = drillWords[step.id];
  const [type, word] = states[step.state];
  return (
    <SpaceBetween size="xxs">
      <SpaceBetween direction="horizontal" size="s">
        <Box variant="strong">{words.title}</Box>
        <StatusIndicator type={type}>
          {word}
          {step.doneAt && (
            <>
              {' '}
              <When at={step.doneAt} />
            </>
          )}
        </StatusIndicator>
      </SpaceBetween>
      <Box>{words.does}</Box>
      {step.state !== 'later' && <Box color="text-body-secondary">What will be seen: {words.see}</Box>}
      {step.state === 'next' && (
        <Button onClick={onTake} loading={pending} disabled={disabled && !pending}>
          {words.button} (drill)
        </Button>
      )}
      {error && <ProblemAlert error={error} />}
      <ExpandableSection headerText="The document’s words, and the API calls" headingTagOverride="h3">
        <SpaceBetween size="xs">
          <Box>{words.document}</Box>
          <pre className="mono wrap-anywhere">{words.calls.join('\n')}</pre>
        </SpaceBetween>
      </ExpandableSection>
    </SpaceBetween>
  );
}
