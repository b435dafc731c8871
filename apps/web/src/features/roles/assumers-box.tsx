import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import Skeleton from '@cloudscape-design/components/skeleton';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { Assumer, Assumers, LinkVerdict } from '@rolewright/shared/proof/assumer.ts';
import { useQuery } from '@tanstack/react-query';
import { memo, useState } from 'react';
import { api, withQuery } from '../../lib/api.ts';
import { count, shortArn } from '../../lib/format.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RoleLink } from '../../ui/role-link.tsx';
import { useSettled } from './use-settled.ts';

const mostShown = 20;
/** All that the API gives at once. */
const mostAsked = 5000;

/** "Who else can assume this role?" over every scanned user and role, each with the reason. */
export const AssumersBox = memo(({ arn }: { arn: string }) => {
  const path = `/api/roles/${encodeURIComponent(arn)}/assumers`;
  const [allOf, setAllOf] = useState<string | null>(null);
  const all = allOf === arn;
  const { data, error, refetch } = useQuery({
    queryKey: ['assumers', arn, all],
    queryFn: () => api<Assumers>('GET', withQuery(path, { limit: all ? mostAsked : 100 })),
    enabled: useSettled(arn),
    placeholderData: (before, query) => (query?.queryKey[1] === arn ? before : undefined),
  });
  if (error && !data) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  return (
    <Container fitHeight header={<Header variant="h2">Who else can assume this role?</Header>}>
      {data === undefined ? <Skeleton /> : <Answer of={data} all={all} onAll={() => setAllOf(arn)} />}
    </Container>
  );
});

interface AnswerProps {
  of: Assumers;
  all: boolean;
  onAll: () => void;
}

function Answer({ of: { items, counts, accounts, notSeen }, all, onAll }: AnswerProps) {
  const shown = all ? mostAsked : mostShown;
  const asked = counts.allowed + counts.unknown + counts.denied;
  return (
    <SpaceBetween size="s">
      <Box>
        <b>{counts.allowed === 0 ? 'Nobody' : count(counts.allowed, 'caller')}</b> of {asked.toLocaleString('en')} that were asked
        {counts.unknown > 0 && `; of ${counts.unknown.toLocaleString('en')} it is not known`}.
      </Box>
      <ExpandableSection headerText="Who, and why">
        <SpaceBetween size="s">
          <Some items={items} verdict="allowed" total={counts.allowed} most={shown} />
          {counts.unknown > 0 && <b>Not known</b>}
          <Some items={items} verdict="unknown" total={counts.unknown} most={shown} />
          {!all && Math.max(counts.allowed, counts.unknown) > mostShown && (
            <Button onClick={onAll}>Show all {(counts.allowed + counts.unknown).toLocaleString('en')}</Button>
          )}
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

interface SomeProps {
  items: Assumer[];
  verdict: LinkVerdict;
  total: number;
  most: number;
}

function Some({ items, verdict, total, most }: SomeProps) {
  const shown = items.filter((one) => one.verdict === verdict).slice(0, most);
  return (
    <ul className="role-findings" aria-label={verdict === 'allowed' ? 'Who can assume it' : 'Who may be able to'}>
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
