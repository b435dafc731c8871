import ColumnLayout from '@cloudscape-design/components/column-layout';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { GraphNode, RoleGraph } from '@rolewright/shared/roles/graph.ts';
import { AssumersBox } from './assumers-box.tsx';
import { ReachBox } from './reach-box.tsx';
import { ReachingNote } from './reaching-note.tsx';

/** The two questions that one asks of a role; of a workload, what it can do as its role. */
export function FocusBoxes({ graph, node }: { graph: RoleGraph; node: GraphNode }) {
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
