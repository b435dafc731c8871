import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import { movableKinds } from '@rolewright/shared/inventory/next-steps.ts';
import { roleOfWorkload } from '@rolewright/shared/inventory/runs-as.ts';
import type { WorkloadDetail } from '@rolewright/shared/inventory/workload.ts';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Page } from '../../ui/page.tsx';
import { RoleLink } from '../../ui/role-link.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { UnreadPage } from '../../ui/unread-page.tsx';
import { useProbes } from '../probes/get-probes.ts';
import { ProbesTab } from '../probes/probes-tab.tsx';
import { kindWords } from '../workloads/workload-columns.tsx';
import { ContainersTab } from './containers-tab.tsx';
import { FindingsTab } from './findings-tab.tsx';
import { useWorkload } from './get-workload.ts';
import { HistoryTab } from './history-tab.tsx';
import { IdentityTab } from './identity-tab.tsx';
import { instanceTabs } from './instance-tabs.tsx';
import { RevisionsTab, RunningTab } from './running-tabs.tsx';

const above = [{ text: 'Workloads', href: '/workloads' }];

/** "What is it, who is it, what would change?" */
export function WorkloadPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { tab } = useSearch({ strict: false }) as { tab?: string };
  const navigate = useNavigate();
  const { data, error, refetch } = useWorkload(id);
  const probes = useProbes(id);
  if (!data) return <UnreadPage title="Workload" above={above} error={error} onRetry={() => void refetch()} />;
  const probesTab = {
    id: 'probes',
    label: probes.data ? `Probes (${probes.data.items.length})` : 'Probes',
    content: <ProbesTab workloadId={id} />,
  };
  return (
    <Page
      title={data.name}
      above={above}
      description={
        <SpaceBetween size="xxs">
          <StateBadge workload={data} />
          <span>
            {data.why}
            {isUnused(data) && ` ${data.nextStep}`}
          </span>
        </SpaceBetween>
      }
      actions={<Primary workload={data} />}
    >
      <SpaceBetween size="m">
        <Facts workload={data} />
        <Tabs
          i18nStrings={{ scrollLeftAriaLabel: 'Scroll the tabs left', scrollRightAriaLabel: 'Scroll the tabs right' }}
          activeTabId={tab ?? 'identity'}
          onChange={({ detail }) => void navigate({ to: '.', search: ((old: object) => ({ ...old, tab: detail.activeTabId })) as never })}
          tabs={
            data.ec2Detail === null
              ? [
                  { id: 'identity', label: 'Identity', content: <IdentityTab workload={data} /> },
                  { id: 'containers', label: 'Containers', content: <ContainersTab workload={data} /> },
                  { id: 'running', label: `Running (${data.tasks.length})`, content: <RunningTab workload={data} /> },
                  { id: 'revisions', label: `Revisions (${data.revisions.length})`, content: <RevisionsTab workload={data} /> },
                  { id: 'findings', label: 'Findings', content: <FindingsTab workloadId={id} /> },
                  probesTab,
                  { id: 'history', label: 'History', content: <HistoryTab workload={data} /> },
                ]
              : [...instanceTabs(data, data.ec2Detail), probesTab]
          }
        />
      </SpaceBetween>
    </Page>
  );
}

const isMovable = ({ kind }: WorkloadDetail): boolean => (movableKinds as readonly WorkloadDetail['kind'][]).includes(kind);

/** From a launch template or a launch configuration that is a workload of its own nothing is launched: there is nothing to move. */
const isUnused = ({ kind }: WorkloadDetail): boolean => kind === 'launch-template' || kind === 'launch-configuration';

function Primary({ workload }: { workload: WorkloadDetail }) {
  const navigate = useNavigate();
  const toMigration = () => void navigate({ to: '/workloads/$id/migration', params: { id: workload.id }, search: {} as never });
  if (workload.runId) {
    const word = workload.flags.moving ? 'Continue' : 'Show evidence';
    return (
      <SpaceBetween direction="horizontal" size="xs">
        {!workload.flags.moving && workload.state !== 'verified' && <Button onClick={toMigration}>Move to a role</Button>}
        <Button
          variant="primary"
          onClick={() => void navigate({ to: '/runs/$id', params: { id: workload.runId as string }, search: {} as never })}
        >
          {word}
        </Button>
      </SpaceBetween>
    );
  }
  if (workload.state !== 'static-keys' && workload.state !== 'shadowed') return null;
  if (isUnused(workload)) return null;
  return (
    <Button
      variant="primary"
      onClick={toMigration}
      disabled={!isMovable(workload)}
      disabledReason="Tasks that no service owns are not moved by this version"
    >
      Move to a role
    </Button>
  );
}

function Facts({ workload }: { workload: WorkloadDetail }) {
  const role = roleOfWorkload(workload);
  const place = [
    kindWords[workload.kind],
    workload.cluster && `cluster ${workload.cluster}`,
    workload.region,
    `account ${workload.awsAccountId}`,
  ]
    .filter(Boolean)
    .join(' · ');
  return (
    <Box color="text-body-secondary">
      {place}
      {role !== null && (
        <>
          {' · runs as '}
          <RoleLink arn={role} />
          {' · '}
          <RoleLink arn={workload.id}>what it can become</RoleLink>
        </>
      )}
      {workload.managedBy && ` · owned by ${workload.managedBy}: a change here would be put back by its next update`}
      {workload.notInspected.length > 0 && ` · not inspected: ${workload.notInspected.join(', ')}`}
    </Box>
  );
}
