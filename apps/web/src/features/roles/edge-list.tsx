import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { GraphEdge, GraphNode, RoleGraph } from '@rolewright/shared/roles/graph.ts';
import { memo } from 'react';
import { RoleLink } from '../../ui/role-link.tsx';
import { canBeFocus, edgeSays, edgeWords, kindWords, tasksSay } from './words.ts';

interface Row extends GraphEdge {
  caller: GraphNode;
  target: GraphNode;
}

/** What the picture shows, as a table: for keyboards, screen readers and long conditions. */
export const EdgeList = memo(({ graph }: { graph: RoleGraph }) => {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const rows = graph.edges.flatMap((edge): Row[] => {
    const [caller, target] = [nodes.get(edge.from), nodes.get(edge.to)];
    return caller && target ? [{ ...edge, caller, target }] : [];
  });
  rows.sort((one, other) => one.caller.step - other.caller.step || one.target.step - other.target.step);
  return (
    <Table<Row>
      items={rows}
      trackBy="id"
      wrapLines
      contentDensity="compact"
      enableKeyboardNavigation
      ariaLabels={{ tableLabel: 'Who can become whom, as a list' }}
      header={
        <Header variant="h2" counter={`(${rows.length})`} description="The same as the picture, in the order of the steps">
          As a list
        </Header>
      }
      empty={<Box color="text-body-secondary">Nobody can become it, and it can become nothing.</Box>}
      columnDefinitions={[
        { id: 'from', header: 'Who', isRowHeader: true, cell: ({ caller }) => <Name node={caller} focus={graph.focus} />, minWidth: 150 },
        {
          id: 'says',
          header: 'May',
          cell: (edge) =>
            edge.kind === 'may-assume' ? (
              <span className="whole-words">
                <StatusIndicator type={edgeWords[edge.state].type}>{edgeSays(edge)}</StatusIndicator>
              </span>
            ) : (
              edgeSays(edge)
            ),
          minWidth: 120,
        },
        { id: 'to', header: 'What', cell: ({ target }) => <Name node={target} focus={graph.focus} />, minWidth: 150 },
        {
          id: 'why',
          header: 'On what conditions, and why',
          cell: ({ conditions, why }) => (
            <div className="wrap-anywhere">
              {conditions.map((one) => (
                <div key={one}>{one}</div>
              ))}
              <Box color="text-body-secondary" fontSize="body-s">
                {why}
              </Box>
            </div>
          ),
          minWidth: 200,
        },
      ]}
    />
  );
});

function Name({ node, focus }: { node: GraphNode; focus: string }) {
  return (
    <div>
      {canBeFocus(node) && node.id !== focus ? (
        <RoleLink arn={node.id}>{node.label}</RoleLink>
      ) : (
        <span className="wrap-anywhere">{node.label}</span>
      )}
      <Box color="text-body-secondary" fontSize="body-s">
        {node.id === focus ? 'the focus' : kindWords[node.kind].toLowerCase()}
        {node.kind === 'permissions' ? node.detail && `: ${node.detail.replaceAll('\n', '; ')}` : `, ${node.detail}`}
        {node.tasks !== null && `; ${tasksSay(node)}`}
      </Box>
      {node.marks.map((mark) => (
        <div key={mark} className="whole-words">
          <StatusIndicator type="warning" wrapText>
            {mark}
          </StatusIndicator>
        </div>
      ))}
    </div>
  );
}
