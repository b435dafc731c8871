import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { SessionCall, SessionCalls } from '@rolewright/shared/audit/session-calls.ts';
import { roleNameOf } from '@rolewright/shared/aws/arn.ts';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { ApiError, api, withQuery } from '../../lib/api.ts';
import { Empty } from '../../ui/empty.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { When } from '../../ui/when.tsx';

/** "What did this instance or task do?" A role session by its name, as CloudTrail has recorded its calls. */
export function SessionPage() {
  const { name } = useSearch({ from: '/inside/activity/sessions' });
  const navigate = useNavigate();
  const [typed, setTyped] = useState(name ?? '');
  // The way back leads to the name before, in the field too.
  useEffect(() => setTyped(name ?? ''), [name]);
  const query = useQuery({
    queryKey: ['session-calls', name],
    queryFn: () => api<SessionCalls>('GET', withQuery('/api/audit/sessions', { name })),
    enabled: name !== undefined,
    retry: false,
  });
  const refused = query.error instanceof ApiError ? query.error.problem.fields?.find(({ field }) => field === 'name')?.message : undefined;
  const find = () =>
    typed.trim() === name ? void query.refetch() : void navigate({ to: '/activity/sessions', search: { name: typed.trim() } });
  return (
    <Page
      title="Find a session"
      above={[{ text: 'Activity', href: '/activity' }]}
      description="What a role session did, in every account that the console knows, from CloudTrail’s event history of 90 days."
    >
      <SpaceBetween size="l">
        <Container>
          <FormField
            label="Name of the session"
            description="The whole name, such as i-0a1b2c3d4e5f60718 or app-0123456789abcdef0123456789abcdef"
            errorText={refused}
            secondaryControl={
              <Button
                variant="primary"
                onClick={find}
                loading={query.isFetching}
                loadingText="Asking CloudTrail"
                disabled={typed.trim() === ''}
              >
                Find
              </Button>
            }
          >
            <Input
              value={typed}
              onChange={({ detail }) => setTyped(detail.value)}
              onKeyDown={({ detail }) => detail.key === 'Enter' && typed.trim() !== '' && find()}
            />
          </FormField>
        </Container>
        {query.error && refused === undefined && <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />}
        {name === undefined && (
          <Empty title="No session yet">Its name stands in CloudTrail, and in the ARN that AWS’s messages give.</Empty>
        )}
        {query.isLoading && (
          <StatusIndicator type="loading">
            Asking CloudTrail of every known account, which answers two questions a second: this may take a minute
          </StatusIndicator>
        )}
        {query.data && <Calls found={query.data} />}
      </SpaceBetween>
    </Page>
  );
}

/** The account stands beside it, and the name of the session is the one that was asked for. */
const roleOf = (identityArn: string | null): string => (identityArn === null ? 'not recorded' : (roleNameOf(identityArn) ?? identityArn));

const mostShown = 100;

function Calls({ found: { name, items, notVisible } }: { found: SessionCalls }) {
  return (
    <SpaceBetween size="m">
      <Table<SessionCall>
        items={items.slice(0, mostShown)}
        wrapLines
        ariaLabels={{ tableLabel: `Calls of ${name}` }}
        header={
          <Header
            variant="h2"
            counter={`(${items.length})`}
            description={items.length > mostShown ? `The newest ${mostShown} are shown; GET /api/audit/sessions gives all.` : undefined}
          >
            Calls of {name}
          </Header>
        }
        empty={<Empty title="No call was seen">See below what could not be seen.</Empty>}
        columnDefinitions={[
          { id: 'at', header: 'When', cell: ({ at }) => <When at={at} />, minWidth: 80 },
          {
            id: 'call',
            header: 'Call',
            isRowHeader: true,
            cell: ({ source, operation }) => <span className="wrap-anywhere">{`${source.split('.')[0]}:${operation}`}</span>,
            minWidth: 130,
          },
          {
            id: 'as',
            header: 'Role',
            cell: ({ identityArn }) => <span className="wrap-anywhere">{roleOf(identityArn)}</span>,
            minWidth: 100,
          },
          { id: 'place', header: 'Account and Region', cell: ({ awsAccountId, region }) => `${awsAccountId}, ${region}`, minWidth: 120 },
          { id: 'answer', header: 'AWS answered', cell: ({ errorCode }) => errorCode ?? 'accepted', minWidth: 100 },
        ]}
      />
      <Alert type="info" header="What is not seen">
        <ul>
          {notVisible.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </Alert>
    </SpaceBetween>
  );
}
