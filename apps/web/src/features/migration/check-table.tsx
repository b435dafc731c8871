import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { Check, SecondOpinion, Verdict } from '@rolewright/shared/proof/check.ts';
import type { ReactNode } from 'react';

const types: Record<Verdict, StatusIndicatorProps.Type> = { pass: 'success', fail: 'error', unknown: 'pending' };
const rank: Record<Verdict, number> = { fail: 0, unknown: 1, pass: 2 };

interface Props {
  checks: readonly Check[];
  header: ReactNode;
  label: string;
  /** What is said of a check that neither holds nor fails. */
  open: string;
}

/** Checks with their verdicts and what was read, what stands in the way first. */
export function CheckTable({ checks, header, label, open }: Props) {
  const words: Record<Verdict, string> = { pass: 'holds', fail: 'does not hold', unknown: open };
  return (
    <Table<Check>
      items={[...checks].sort((one, other) => rank[one.verdict] - rank[other.verdict])}
      trackBy="id"
      wrapLines
      header={header}
      ariaLabels={{ tableLabel: label }}
      columnDefinitions={[
        {
          id: 'verdict',
          header: 'Verdict',
          cell: ({ verdict }) => (
            <span className="whole-words">
              <StatusIndicator type={types[verdict]}>{words[verdict]}</StatusIndicator>
            </span>
          ),
          width: 140,
        },
        { id: 'claim', header: 'Claim', isRowHeader: true, cell: (check) => check.claim, width: '30%' },
        { id: 'evidence', header: 'Evidence', cell: (check) => <Evidence check={check} /> },
      ]}
    />
  );
}

/** So many lines are read at a glance; one more than that stands there as well. */
const atOnce = 6;

function Evidence({ check }: { check: Check }) {
  const shown = check.evidence.length > atOnce + 1 ? atOnce : check.evidence.length;
  const more = check.evidence.slice(shown);
  return (
    <div>
      <Lines of={check.evidence.slice(0, shown)} />
      {more.length > 0 && (
        <ExpandableSection headerText={`${more.length} more`}>
          <Lines of={more} />
        </ExpandableSection>
      )}
      {check.secondOpinion?.differences.map((difference) => (
        <Difference key={difference.about} {...difference} />
      ))}
      {check.advice && check.verdict !== 'pass' && <Box fontWeight="bold">{check.advice}</Box>}
    </div>
  );
}

function Lines({ of }: { of: readonly string[] }) {
  return of.map((line) => (
    <div key={line} className="wrap-anywhere">
      {line}
    </div>
  ));
}

/** One point on which AWS and the console differ, each in its own words. */
function Difference({ about, ours, aws }: SecondOpinion['differences'][number]) {
  return (
    <Box margin={{ vertical: 'xs' }}>
      <StatusIndicator type="warning">The two differ on {about}</StatusIndicator>
      <dl className="verdicts wrap-anywhere">
        <dt>Console</dt>
        <dd>{ours}</dd>
        <dt>AWS</dt>
        <dd>{aws}</dd>
      </dl>
    </Box>
  );
}
