import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Skeleton from '@cloudscape-design/components/skeleton';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { Account } from '@rolewright/shared/accounts/account.ts';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { CoverageBanner } from '../../ui/coverage-banner.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { When } from '../../ui/when.tsx';
import { useHasDrill } from '../drill/get-drill.ts';
import { useOverviewOfAll } from '../overview/get-overview.ts';
import { DeleteAccount, ResetSandbox } from './account-dangers.tsx';
import { AccountForm } from './account-form.tsx';
import { useAccounts } from './get-accounts.ts';
import { ScanControls } from './scan-controls.tsx';

/** "Which accounts can the console see, as whom, and how well?" */
export function AccountsPage() {
  const { data, error, refetch } = useAccounts();
  const [adding, setAdding] = useState(false);
  return (
    <Page
      title="Accounts"
      description="Which accounts the console reaches, as whom, and in which Regions"
      actions={
        <Button variant="primary" onClick={() => setAdding(true)}>
          Add account
        </Button>
      }
    >
      {error && !data && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton />}
      {data?.items.length === 0 && <Empty title="No account">Add one: the sandbox’s come back with an empty data directory.</Empty>}
      <SpaceBetween size="l">
        {data?.items.map((account) => (
          <AccountCard key={account.id} account={account} />
        ))}
      </SpaceBetween>
      {adding && <AccountForm onClose={() => setAdding(false)} />}
    </Page>
  );
}

const kinds = { sandbox: 'Sandbox', endpoint: 'Custom endpoint', aws: 'AWS' };

function AccountCard({ account }: { account: Account }) {
  const { data: overview } = useOverviewOfAll();
  const [editing, setEditing] = useState(false);
  const navigate = useNavigate();
  const hasDrill = useHasDrill(account);
  const scans = overview?.scans.filter((scan) => scan.accountId === account.id) ?? [];
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={`${kinds[account.kind]} · ${account.awsAccountId ?? 'account id not known yet'}`}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button onClick={() => setEditing(true)} ariaLabel={`Edit: ${account.name}`}>
                Edit
              </Button>
              {hasDrill && (
                <Button
                  ariaLabel={`Drill: ${account.name}`}
                  onClick={() => void navigate({ to: '/accounts/$id/drill', params: { id: account.id }, search: {} as never })}
                >
                  Drill
                </Button>
              )}
              {account.kind === 'sandbox' && <ResetSandbox account={account} />}
              <DeleteAccount account={account} />
            </SpaceBetween>
          }
        >
          {account.name}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <CoverageBanner scans={scans} />
        <KeyValuePairs
          columns={3}
          items={[
            { label: 'Access', value: accessText(account) },
            { label: 'Regions', value: account.regions.join(', ') },
            {
              label: 'Identity when last asked',
              value: account.identity ? (
                <Box>
                  <span className="mono wrap-anywhere">{account.identity.arn}</span> (<When at={account.identity.at} />)
                </Box>
              ) : (
                'Not asked yet: a scan asks'
              ),
            },
          ]}
        />
        {account.warning && <StatusIndicator type="warning">{account.warning}</StatusIndicator>}
        <ScanControls scans={scans} />
      </SpaceBetween>
      {editing && <AccountForm account={account} onClose={() => setEditing(false)} />}
    </Container>
  );
}

function accessText({ access, endpointUrl }: Account): string {
  const at = endpointUrl ? ` at ${endpointUrl}` : '';
  switch (access.kind) {
    case 'sandbox':
      return 'Temporary credentials of RolewrightReader and RolewrightOperator';
    case 'ambient':
      return `The console’s own credential chain${at}`;
    case 'profile':
      return `Profile ${access.profile}${at}`;
    case 'role':
      return `Role ${access.roleArn}${access.operatorRoleArn ? `, for changes ${access.operatorRoleArn}` : ''}${at}`;
  }
}
