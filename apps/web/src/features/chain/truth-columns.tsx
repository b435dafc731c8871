import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import type { Observation, PlanTruthRow } from '@rolewright/shared/proof/plan-truth.ts';
import type { TruthId } from '@rolewright/shared/proof/truth-row.ts';
import { shortArn } from '../../lib/format.ts';
import { When } from '../../ui/when.tsx';
import { CodeBlock } from '../delivery/code-block.tsx';

/** Rows of a truth table by name. */
export const truthTitles: Record<TruthId, string> = {
  right: 'The right call',
  'wrong-external-id': 'A wrong external id',
  'missing-external-id': 'No external id',
  'another-principal': 'Another principal of the caller’s account',
  'another-account': 'A principal of another account',
  'wrong-session-name': 'Another session name',
  expired: 'Expired credentials',
  'two-hours': 'Two hours requested',
};

/** Columns of a truth table: what is tried and with what, what a good link does, what the policies make of it, what was seen. */
export const truthColumns: TableProps<PlanTruthRow>['columnDefinitions'] = [
  {
    id: 'tried',
    header: 'What is tried',
    isRowHeader: true,
    width: '22%',
    cell: (row) => (
      <div>
        <div>{truthTitles[row.id]}</div>
        <Box fontSize="body-s" color="text-body-secondary">
          <span className="wrap-anywhere">
            {isStranger(row) ? '' : `${nameOf(row.who)}: `}
            {row.with}
          </span>
        </Box>
      </div>
    ),
  },
  { id: 'expected', header: 'Expected', width: 100, cell: ({ expected }) => expected },
  {
    id: 'predicted',
    header: 'Predicted',
    width: '27%',
    cell: ({ predicted, expected, reason }) => (
      <div>
        <Verdict verdict={predicted} isRight={predicted === expected} />
        <Box fontSize="body-s" color="text-body-secondary">
          <span className="wrap-anywhere">{reason}</span>
        </Box>
      </div>
    ),
  },
  {
    id: 'observed',
    header: 'Observed',
    cell: ({ observation, fault }) => <Observed of={observation} isRight={fault === null} />,
  },
];

const isStranger = ({ id }: PlanTruthRow): boolean => id === 'another-principal' || id === 'another-account';

/** `…:assumed-role/role1/session` and `…:role/role1` → role1. */
const nameOf = (arn: string): string => (arn.includes(':assumed-role/') ? (arn.split('/')[1] ?? arn) : shortArn(arn));

function Verdict({ verdict, isRight }: { verdict: PlanTruthRow['predicted']; isRight: boolean }) {
  if (verdict === 'unknown') return <StatusIndicator type="pending">not known</StatusIndicator>;
  return <StatusIndicator type={isRight ? 'success' : 'error'}>{verdict}</StatusIndicator>;
}

/** Right: as a good link answers, and as was predicted. */
function Observed({ of, isRight }: { of: Observation | null; isRight: boolean }) {
  if (of === null) return <StatusIndicator type="pending">not tried yet</StatusIndicator>;
  const { observed, how, session, errorCode, command } = of;
  return (
    <div>
      {observed === null ? (
        <StatusIndicator type="pending">not observed</StatusIndicator>
      ) : (
        <StatusIndicator type={isRight ? 'success' : 'error'}>
          {errorCode === null ? observed : `${observed} (${errorCode})`}
        </StatusIndicator>
      )}
      <Box fontSize="body-s" color="text-body-secondary">
        <span className="wrap-anywhere">
          {how}
          {session && (
            <>
              {' '}
              Session {session.arn.slice(session.arn.indexOf('/') + 1)} ends <When at={session.expiresAt} />; its credentials were thrown
              away.
            </>
          )}
        </span>
      </Box>
      {command !== null && (
        <ExpandableSection headerText="Run it as the caller">
          <CodeBlock label="Command to run as the caller" text={command} />
        </ExpandableSection>
      )}
    </div>
  );
}
