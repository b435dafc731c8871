import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import Skeleton from '@cloudscape-design/components/skeleton';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { GraphNode, RoleGraph } from '@rolewright/shared/roles/graph.ts';
import type { RoleDetail } from '@rolewright/shared/roles/role.ts';
import { lazy, Suspense, useDeferredValue } from 'react';
import { count, shortArn } from '../../lib/format.ts';
import { CoverageBanner } from '../../ui/coverage-banner.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { When } from '../../ui/when.tsx';
import { useOverview } from '../overview/get-overview.ts';
import { AssumeBox } from './assume-box.tsx';
import { AssumersBox } from './assumers-box.tsx';
import { EdgeList } from './edge-list.tsx';
import { FindingList } from './finding-list.tsx';
import { useLookAhead, useRole, useRoleGraph } from './get-roles.ts';
import { ReachBox } from './reach-box.tsx';
import { ReachingNote } from './reaching-note.tsx';
import { RolePolicies } from './role-policies.tsx';
import { useRoleSearch } from './role-search.ts';
import { kindWords } from './words.ts';

// The graph libraries come only with the picture.
const RolePicture = lazy(() => import('./role-picture.tsx').then(({ RolePicture: component }) => ({ default: component })));

const above = [{ text: 'Roles and chains', href: '/roles' }];

/** The neighbourhood of a role, a user, a workload or a name in a trust policy: findings, the picture, the same as a list, the policies. */
export function RoleFocus({ focus }: { focus: string }) {
  const { depth, view, change, toFocus } = useRoleSearch();
  const { data: graph, error, refetch, isPlaceholderData } = useRoleGraph(focus, depth);
  const node = graph?.nodes.find((one) => one.id === graph.focus);
  const { data: role } = useRole(focus, node?.kind === 'role' && !isPlaceholderData);
  const { data: overview } = useOverview();
  const look = useLookAhead(depth);
  // The picture first; what is long follows when it has been drawn.
  const later = useDeferredValue(graph);
  if (error) {
    return (
      <Page title="Roles and chains" above={above}>
        <ProblemAlert error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  if (graph === undefined || node === undefined) return <Skeleton />;
  return (
    <Page
      title={node.label}
      above={above}
      description={<Facts graph={graph} node={node} />}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <SegmentedControl
            label="Show"
            selectedId={view}
            onChange={({ detail }) => change({ view: detail.selectedId === 'list' ? 'list' : undefined })}
            options={[
              { id: 'graph', text: 'Picture and list' },
              { id: 'list', text: 'List only' },
            ]}
          />
          <SegmentedControl
            label="Steps from the focus"
            selectedId={String(depth)}
            onChange={({ detail }) => change({ depth: Number(detail.selectedId) })}
            options={['1', '2', '3'].map((id) => ({ id, text: count(Number(id), 'step') }))}
          />
        </SpaceBetween>
      }
    >
      <SpaceBetween size="m">
        {overview && <CoverageBanner scans={overview.scans} />}
        {graph.older.length > 0 && <OlderNote of={graph.older} />}
        {role && <InstanceUse role={role} />}
        <Boxes graph={graph} node={node} />
        {view === 'graph' && (
          <Container
            header={
              <Header
                variant="h2"
                description="Arrows carry what the trust policy asks for. Dashed: one half is missing, so that nothing can be assumed."
              >
                Who can become whom
              </Header>
            }
          >
            <Suspense fallback={<Skeleton />}>
              <RolePicture graph={graph} onFocus={toFocus} onLook={look} />
            </Suspense>
          </Container>
        )}
        {graph.truncated > 0 && (
          <Alert type="info">
            Up to {count(graph.truncated, 'neighbour')} more {graph.truncated === 1 ? 'is' : 'are'} not shown. Take fewer steps, or look at
            one of those that are.
          </Alert>
        )}
        {later && <FindingList findings={later.findings} focus={later.focus} />}
        {later && <EdgeList graph={later} />}
        {role && <RolePolicies role={role} />}
        {role && <AssumeBox key={role.arn} subject="role" accountId={role.accountId} target={{ roleArn: role.arn }} />}
      </SpaceBetween>
    </Page>
  );
}

/** What a run changed and could not be read again: the rest of the page does not know of the change. */
function OlderNote({ of }: { of: RoleGraph['older'] }) {
  return (
    <Alert type="warning" header="Older than the last change">
      {of.map(({ arn, checkedAt, why }) => (
        <div key={arn} className="wrap-anywhere">
          {shortArn(arn)} was read <When at={checkedAt} />, and not again since a run changed it: {why}. Scan its account again.
        </div>
      ))}
    </Alert>
  );
}

/** The two questions that one asks of a role; of a workload, what it can do as its role. */
function Boxes({ graph, node }: { graph: RoleGraph; node: GraphNode }) {
  if (node.kind === 'role') {
    return (
      <SpaceBetween size="m">
        <ReachingNote arn={node.id} />
        <ColumnLayout columns={2}>
          <AssumersBox arn={node.id} />
          <ReachBox arn={node.id} subject="role" />
        </ColumnLayout>
      </SpaceBetween>
    );
  }
  if (node.kind === 'user') return <ReachBox arn={node.id} subject="user" />;
  const role = node.kind === 'workload' && roleOf(graph, node.id);
  const isKnown = graph.nodes.some(({ id, kind }) => id === role && kind === 'role');
  return role && isKnown ? <ReachBox arn={role} subject="workload" /> : null;
}

/** The role that a workload runs as; instances have it by way of their profile. */
function roleOf(graph: RoleGraph, id: string): string | undefined {
  const to = graph.edges.find((edge) => edge.kind === 'runs-as' && edge.from === id)?.to;
  const isProfile = graph.nodes.some((one) => one.id === to && one.kind === 'instance-profile');
  return isProfile ? graph.edges.find((edge) => edge.kind === 'runs-as' && edge.from === to)?.to : to;
}

/** Can the role be chosen for an instance, and if not, why (E3). */
function InstanceUse({ role }: { role: RoleDetail }) {
  if (role.instanceUse === null) return null;
  const { isSelectable, why } = role.instanceUse;
  return (
    <Alert
      type={isSelectable ? 'info' : 'warning'}
      header={isSelectable ? 'It can be given to instances' : 'Why can I not select this role for an instance?'}
    >
      {why}
    </Alert>
  );
}

function Facts({ graph, node }: { graph: RoleGraph; node: GraphNode }) {
  const { kind, id, detail, reading } = node;
  return (
    <SpaceBetween size="xxs">
      <span className="wrap-anywhere">
        {kindWords[kind]} · {detail}
        {kind === 'role' || kind === 'user' ? ` · ${id}` : ''}
      </span>
      <Box color="text-body-secondary" fontSize="body-s">
        {reading === 'unreadable' && 'Not all of its policies were read: what is missing here is not known. '}
        From the last scans
        {graph.checkedAt && (
          <>
            , the oldest of <When at={graph.checkedAt} />
          </>
        )}
        . Control policies of the organisation are not visible to them.
      </Box>
    </SpaceBetween>
  );
}
