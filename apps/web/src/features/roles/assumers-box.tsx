import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import Skeleton from '@cloudscape-design/components/skeleton';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { Assumer, Assumers, LinkVerdict } from '@rolewright/shared/proof/assumer.ts';
import { useQuery } from '@tanstack/react-query';
import { memo } from 'react';
import { api, withQuery } from '../../lib/api.ts';
import { count, shortArn } from '../../lib/format.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RoleLink } from '../../ui/role-link.tsx';
import { useSettled } from './use-settled.ts';

const mostShown = 20;

/** "Who else can assume this role?" over every scanned user and role, each with the reason. */
export const AssumersBox = memo(({ arn }: { arn: string }) => {
  const path = `/api/roles/${encodeURIComponent(arn)}/assumers`;
  const { data, error, refetch } = useQuery({
    queryKey: ['assumers', arn],
    queryFn: () => api<Assumers>('GET', withQuery(path, { limit: 100 })),
    enabled: useSettled(arn),
  });
  if (error && !data) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  return (
    <Container fitHeight header={<Header variant="h2">Who else can assume this role?</Header>}>
      {data === undefined ? <Skeleton /> : <Answer of={data} />}
    </Container>
  );
});

function Answer({ of: { items, counts, accounts, notSeen } }: { of: Assumers }) {
  const asked = counts.allowed + counts.unknown + counts.denied;
  return (
    <SpaceBetween size="s">
      <Box>
        <b>{counts.allowed === 0 ? 'Nobody' : count(counts.allowed, 'caller')}</b> of {asked.toLocaleString('en')} that were asked
        {counts.unknown > 0 && `; of ${counts.unknown.toLocaleString('en')} it is not known`}.
      </Box>
      <ExpandableSection headerText="Who, and why">
        <SpaceBetween size="s">
          <Some items={items} verdict="allowed" total={counts.allowed} />
          {counts.unknown > 0 && <b>Not known</b>}
          <Some items={items} verdict="unknown" total={counts.unknown} />
          <Box color="text-body-secondary" fontSize="body-s">
            Asked: {accounts.length === 1 ? 'account' : 'accounts'} {accounts.map(({ awsAccountId }) => awsAccountId).join(', ')}.{' '}
            {notSeen.join(' ')}
          </Box>
        </SpaceBetween>
      </ExpandableSection>
    </SpaceBetween>
  );
}

const signs = { allowed: 'success', unknown: 'pending', denied: 'stopped' } as const;

function Some({ items, verdict, total }: { items: Assumer[]; verdict: LinkVerdict; total: number }) {
  const shown = items.filter((one) => one.verdict === verdict).slice(0, mostShown);
  return (
    <ul className="role-findings">
      {shown.map((one) => (
        <li key={`${one.kind}${one.principal}`}>
          <StatusIndicator type={signs[verdict]}>
            {one.scanned && (one.kind === 'role' || one.kind === 'user') ? <RoleLink arn={one.principal} /> : shortArn(one.principal)}
          </StatusIndicator>
          <Box color="text-body-secondary" fontSize="body-s">
            {one.reason}
          </Box>
        </li>
      ))}
      {total > shown.length && <li>and {count(total - shown.length, 'other')}</li>}
    </ul>
  );
}
