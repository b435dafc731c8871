import { Graph, layout } from '@dagrejs/dagre';
import type { GraphEdge, GraphNode, RoleGraph } from '@rolewright/shared/roles/graph.ts';

/** A node's place in the picture: its upper left corner and its size. */
export interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Layout {
  places: ReadonlyMap<string, Place>;
  width: number;
  height: number;
}

const nodeWidth = 210;
const lineHeight = 18;
const charactersALine = 26;
const labelWidth = 150;

/** Left to right: who comes from the left can become what stands to its right. Room is kept for the words on the arrows. */
export function layoutOf({ nodes, edges }: Pick<RoleGraph, 'nodes' | 'edges'>): Layout {
  const graph = new Graph<object, Place, object>({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 22, ranksep: 36, marginx: 8, marginy: 8 });
  for (const node of nodes) graph.setNode(node.id, { x: 0, y: 0, width: nodeWidth, height: heightOf(node) });
  for (const edge of edges) graph.setEdge(edge.from, edge.to, { width: labelWidth, height: labelHeightOf(edge), labelpos: 'c' }, edge.id);
  layout(graph);
  const places = new Map(
    nodes.map(({ id }) => {
      const { x, y, width, height } = graph.node(id);
      return [id, { x: x - width / 2, y: y - height / 2, width, height }];
    }),
  );
  const all = [...places.values()];
  return {
    places,
    width: Math.max(0, ...all.map(({ x, width }) => x + width)),
    height: Math.max(0, ...all.map(({ y, height }) => y + height)),
  };
}

const linesOf = (text: string): number =>
  text === '' ? 0 : text.split('\n').reduce((sum, line) => sum + Math.min(2, Math.ceil(line.length / charactersALine)), 0);

/** Kind, label, detail and marks, a line each or two; what is longer is cut by the style sheet. */
const heightOf = ({ label, detail, marks, block, warn }: GraphNode): number =>
  26 + lineHeight * (1 + linesOf(label) + linesOf(detail) + marks.length + (block + warn > 0 ? 1 : 0));

const labelHeightOf = ({ conditions }: GraphEdge): number =>
  20 +
  16 *
    Math.min(
      4,
      conditions.reduce((sum, one) => sum + linesOf(one), 0),
    );
