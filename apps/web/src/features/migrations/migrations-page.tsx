import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { Page } from '@rolewright/shared/page.ts';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { planStandings, standingOf } from '@rolewright/shared/plan/standing.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, withQuery } from '../../lib/api.ts';
import { count } from '../../lib/format.ts';
import { Empty } from '../../ui/empty.tsx';
import { ListFilter } from '../../ui/list-filter.tsx';
import { useTitle } from '../../ui/page.tsx';
import { RouteLink } from '../../ui/route-link.tsx';
import { ServerTable } from '../../ui/server-table.tsx';
import { listParameters, useListSearch } from '../../ui/use-list-search.ts';
import { When } from '../../ui/when.tsx';
import { planAddress } from '../migration/get-plan.ts';
import { openWord } from '../migration/module-states.ts';
import { standingWords } from '../run/run-words.ts';

/** Plans and their runs, newest first. */
export function MigrationsPage() {
  useTitle('Migrations');
  const navigate = useNavigate();
  const { search } = useListSearch();
  const query = useQuery({
    queryKey: ['plans', search],
    queryFn: () => api<Page<Plan>>('GET', withQuery('/api/plans', { ...listParameters(search), limit: 50 })),
    placeholderData: keepPreviousData,
  });
  return (
    <ServerTable<Plan>
      variant="full-page"
      label="Migrations"
      columns={columns}
      query={query}
      rowId={(plan) => plan.id}
      header={
        <Header
          variant="h1"
          description="Plans, what became of them, and their runs"
          actions={<Button onClick={() => void navigate({ to: '/chains/new' })}>Design a role chain</Button>}
        >
          Migrations
        </Header>
      }
      filter={<ListFilter label="Filter migrations" properties={['state']} options={{ state: [...planStandings] }} />}
      empty={
        <Empty
          title="No migration yet"
          action={<RouteLink href="/workloads?state=static-keys">See which workloads carry static keys</RouteLink>}
        />
      }
    />
  );
}

function Standing({ plan }: { plan: Plan }) {
  const { type, word } = standingWords[standingOf(plan)];
  return <StatusIndicator type={type}>{word}</StatusIndicator>;
}

/** A plan by what it changes, leading to its screen. */
function Subject({ plan }: { plan: Plan }) {
  return <RouteLink href={planAddress(plan)}>{nameOf(plan)}</RouteLink>;
}

function nameOf({ target }: Plan): string {
  if ('workloadName' in target) return target.workloadName;
  if ('groupName' in target) return target.groupName;
  return 'title' in target ? target.title : target.name;
}

const columns = [
  {
    id: 'workload',
    header: 'What changes',
    sort: 'workload',
    isRowHeader: true,
    cell: (plan: Plan) => <Subject plan={plan} />,
    minWidth: 130,
  },
  {
    id: 'state',
    header: 'State',
    sort: 'state',
    cell: (plan: Plan) => (
      <span className="whole-words">
        <Standing plan={plan} />
      </span>
    ),
    minWidth: 150,
  },
  {
    id: 'checks',
    header: 'Checks',
    cell: (plan: Plan) =>
      plan.blockedBy.length > 0
        ? `blocked by ${count(plan.blockedBy.length, 'check')}`
        : `${count(plan.checks.filter((check) => check.verdict === 'pass').length, 'pass', 'passed')}, ${plan.toAcknowledge.length} ${openWord(plan)}`,
    minWidth: 140,
  },
  {
    id: 'run',
    header: 'Run',
    cell: (plan: Plan) => (plan.run ? <RouteLink href={`/runs/${plan.run.id}`}>Show the run</RouteLink> : '—'),
    minWidth: 110,
  },
  { id: 'created', header: 'Made', sort: 'createdAt', cell: (plan: Plan) => <When at={plan.createdAt} />, minWidth: 110 },
  { id: 'by', header: 'By', cell: (plan: Plan) => plan.createdBy, minWidth: 90 },
];
