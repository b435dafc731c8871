import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { LineFinding } from '@rolewright/shared/proof/lint/contract.ts';
import { CopyButton } from '../../ui/copy-button.tsx';

const severities = {
  block: { type: 'error', word: 'Do not write this' },
  warn: { type: 'warning', word: 'Think again' },
  unread: { type: 'pending', word: 'Not known' },
} as const;

/** Findings in the order of their lines; the line is a button that marks it in the text. */
export function FindingList({ findings, onLine }: { findings: readonly LineFinding[]; onLine: (line: number) => void }) {
  return (
    <ol className="findings" aria-label="Findings">
      {findings.map((finding, index) => (
        <li className="finding" key={`${finding.line}${finding.code}${index}`}>
          <SpaceBetween size="xxs">
            <SpaceBetween size="xs" direction="horizontal" alignItems="center">
              <Button variant="inline-link" onClick={() => onLine(finding.line)} ariaLabel={`Show line ${finding.line}`}>
                Line {finding.line}
              </Button>
              <StatusIndicator type={severities[finding.severity].type}>{severities[finding.severity].word}</StatusIndicator>
            </SpaceBetween>
            <Box>
              <span className="wrap-anywhere">{finding.message}.</span>
            </Box>
            <Box color="text-body-secondary">
              <span className="wrap-anywhere">{finding.fix}.</span>
            </Box>
            {finding.proposal && <Proposal document={JSON.stringify(finding.proposal, null, 2)} line={finding.line} />}
          </SpaceBetween>
        </li>
      ))}
    </ol>
  );
}

function Proposal({ document, line }: { document: string; line: number }) {
  return (
    <ExpandableSection headerText="Proposal" headerAriaLabel={`Proposal for line ${line}`}>
      <SpaceBetween size="xs">
        <CopyButton what="the proposal" text={document} />
        <pre className="mono file">{document}</pre>
      </SpaceBetween>
    </ExpandableSection>
  );
}
