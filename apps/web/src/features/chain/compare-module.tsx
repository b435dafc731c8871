import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Skeleton from '@cloudscape-design/components/skeleton';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { ChainPlan } from '@rolewright/shared/plan/plan.ts';
import type { DuplicateOrAssume } from '@rolewright/shared/proof/duplicate-or-assume.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { NoPlan } from '../migration/make-plan.tsx';
import type { ChainModuleProps } from './chain-page.tsx';
import { GrantTable } from './grant-table.tsx';
import { useOptions } from './use-options.ts';

/** "Why a role, and not a copy of its policies?" Both options of the same access, for whoever signs the change off. */
export function CompareModule({ plan, ...make }: ChainModuleProps) {
  if (plan === null) return <NoPlan title="Compare" {...make} />;
  if (!plan.complete) return <NoPlan title="Compare" why={plan.incomplete.join(' ')} {...make} />;
  return <Options plan={plan} />;
}

function Options({ plan }: { plan: ChainPlan }) {
  const { data, error, refetch } = useOptions(plan.id);
  if (error) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton />;
  const [caller, ...roles] = plan.target.members.map(({ name }) => name);
  const assumed = roles.join(' and ');
  return (
    <SpaceBetween size="l">
      <Advice advice={data.advice} />
      <Table<DuplicateOrAssume['rows'][number]>
        items={data.rows}
        trackBy="question"
        wrapLines
        ariaLabels={{ tableLabel: 'Copy the policies, or assume the role' }}
        header={
          <Header variant="h2" description={`Two ways for ${caller} to do what ${assumed} may do, from what was read for this plan.`}>
            Copy the policies, or assume the role
          </Header>
        }
        columnDefinitions={[
          { id: 'question', header: 'Question', cell: ({ question }) => <b>{question}</b>, isRowHeader: true, width: '24%' },
          { id: 'duplicate', header: `Copy the policies to ${caller}`, cell: ({ duplicate }) => duplicate, width: '38%' },
          { id: 'assume', header: `Assume ${assumed} (this plan)`, cell: ({ assume }) => assume, width: '38%' },
        ]}
      />
      <GrantTable
        title={`Copied: what ${caller} would gain`}
        description="In every call, whatever process makes it."
        grants={data.duplicate.grants}
      />
      <GrantTable
        title={`Assumed: what ${caller} gains`}
        description="All that its own policies gain by this plan."
        grants={data.assume.grants}
      />
      <GrantTable
        title={`Behind ${assumed}`}
        description="What a session of the role may do, once it is asked for."
        grants={data.behindTheRole}
      />
      <Box color="text-body-secondary">{data.notSeen.join(' ')}</Box>
    </SpaceBetween>
  );
}

const headers: Record<DuplicateOrAssume['advice']['choice'], string> = {
  assume: 'Here it is better to assume the role',
  either: 'Nothing speaks against a copy here',
};

function Advice({ advice: { choice, why } }: Pick<DuplicateOrAssume, 'advice'>) {
  return (
    <Alert type="info" header={headers[choice]}>
      {why.length === 1 ? (
        why[0]
      ) : (
        <ul>
          {why.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </Alert>
  );
}
