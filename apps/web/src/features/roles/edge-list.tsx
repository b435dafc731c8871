import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { GraphEdge, GraphNode, RoleGraph } from '@rolewright/shared/roles/graph.ts';
import { memo } from 'react';
import { RoleLink } from '../../ui/role-link.tsx';
import './edge-list.css';
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
    <Container
      header={
        <Header variant="h2" counter={`(${rows.length})`} description="The same as the picture, in the order of the steps">
          As a list
        </Header>
      }
    >
      {rows.length === 0 ? (
        <Box color="text-body-secondary">Nobody can become it, and it can become nothing.</Box>
      ) : (
        // It is neither sorted nor selected from: the table component with all that weighs half as much as the picture.
        <table className="edge-list" aria-label="Who can become whom, as a list">
          <thead>
            <tr>
              {['Who', 'May', 'What', 'On what conditions, and why'].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <EdgeRow key={row.id} row={row} focus={graph.focus} />
            ))}
          </tbody>
        </table>
      )}
    </Container>
  );
});

function EdgeRow({ row: { caller, target, kind, state, conditions, why }, focus }: { row: Row; focus: string }) {
  const says = edgeSays({ kind, state });
  return (
    <tr>
      <th scope="row">
        <Name node={caller} focus={focus} />
      </th>
      <td>
        {kind === 'may-assume' ? (
          <span className="whole-words">
            <StatusIndicator type={edgeWords[state].type}>{says}</StatusIndicator>
          </span>
        ) : (
          says
        )}
      </td>
      <td>
        <Name node={target} focus={focus} />
      </td>
      <td className="wrap-anywhere">
        {conditions.map((one) => (
          <div key={one}>{one}</div>
        ))}
        <Box color="text-body-secondary" fontSize="body-s">
          {why}
        </Box>
      </td>
    </tr>
  );
}

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
        {(node.tasks !== null || node.instances !== null) && `; ${tasksSay(node)}`}
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
