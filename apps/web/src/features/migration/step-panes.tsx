import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import TextContent from '@cloudscape-design/components/text-content';
import type { Step } from '@rolewright/shared/plan/step.ts';
import { DiffView } from '../../ui/diff-view.tsx';

/** A step: its diff, and three panes: why, the API calls, by hand (D18). */
export function StepPanes({ step }: { step: Step }) {
  return (
    <SpaceBetween size="xs">
      {step.diff && <DiffView diff={step.diff} />}
      <ExpandableSection headerText="Why" headingTagOverride="h4">
        <TextContent>
          <p>{step.because}</p>
          <p>Undo: {step.undo}.</p>
        </TextContent>
      </ExpandableSection>
      <ExpandableSection headerText="API calls" headingTagOverride="h4">
        {step.calls.map((call) => (
          <pre key={`${call.service}${call.operation}`} className="mono wrap-anywhere">
            {`${call.service}:${call.operation}\n${JSON.stringify(call.input, null, 2)}`}
          </pre>
        ))}
      </ExpandableSection>
      <ExpandableSection headerText="By hand" headingTagOverride="h4">
        <TextContent>
          <ol>
            {step.byHand.console.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ol>
        </TextContent>
        <pre className="mono wrap-anywhere">{step.byHand.cli.join('\n')}</pre>
      </ExpandableSection>
    </SpaceBetween>
  );
}
