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

const nodeWidth = 172;
const lineHeight = 18;
const charactersALine = 16;
/** With conditions, and without. */
const labelWidths = [112, 78];

/** Left to right: who comes from the left can become what stands to its right. Room is kept for the words on the arrows. */
export function layoutOf({ nodes, edges }: Pick<RoleGraph, 'nodes' | 'edges'>): Layout {
  const graph = new Graph<object, Place, object>({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 20, ranksep: 24, marginx: 8, marginy: 8 });
  for (const node of nodes) graph.setNode(node.id, { x: 0, y: 0, width: nodeWidth, height: heightOf(node) });
  for (const edge of edges)
    graph.setEdge(edge.from, edge.to, { width: labelWidthOf(edge), height: labelHeightOf(edge), labelpos: 'c' }, edge.id);
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

const linesOf = (text: string, most = 2): number =>
  text === '' ? 0 : text.split('\n').reduce((sum, line) => sum + Math.min(most, Math.ceil(line.length / charactersALine)), 0);

/** Kind, label, detail and marks, a line each or two; what is longer is cut by the style sheet. */
const heightOf = ({ kind, label, detail, marks, block, warn, tasks }: GraphNode): number => {
  const most = kind === 'permissions' ? 4 : 2;
  const lines = linesOf(label, most) + linesOf(detail, most) + marks.reduce((sum, mark) => sum + linesOf(`! ${mark}`), 0);
  return 20 + lineHeight * (1 + Math.min(lines, 9) + (block + warn > 0 ? 1 : 0) + (tasks === null ? 0 : 1));
};

const labelWidthOf = ({ conditions, state }: GraphEdge): number => labelWidths[conditions.length > 0 || state !== 'full' ? 0 : 1] ?? 0;

const labelHeightOf = ({ conditions }: GraphEdge): number =>
  20 +
  16 *
    Math.min(
      4,
      conditions.reduce((sum, one) => sum + linesOf(one), 0),
    );

/** Smaller than this, words are not legible: what does not fit then is reached by dragging, or by walking there with the arrow keys. */
const leastZoom = 0.8;

/** How a layout is shown at first in a window of this width: whole where it fits, else with the focus in the middle. */
export function viewOf({ places, width, height }: Layout, focus: string, window: { width: number; most: number }) {
  const zoom = Math.max(leastZoom, Math.min(1, window.width / (width + margin)));
  const shown = Math.min(window.most, Math.max(160, height * zoom + 2 * margin + controls));
  const place = places.get(focus) ?? { x: 0, y: 0, width, height };
  const x = startOf(width * zoom, (place.x + place.width / 2) * zoom, window.width);
  const y = startOf(height * zoom, (place.y + place.height / 2) * zoom, shown - controls);
  return { x, y, zoom, height: shown };
}

const margin = 12;
/** Height of the buttons beneath the picture. */
const controls = 36;

/** Where content begins along one axis: centred when it fits, else with `middle` in the middle and no empty edge. */
function startOf(content: number, middle: number, window: number): number {
  if (content <= window) return (window - content) / 2;
  return Math.min(margin, Math.max(window - content - margin, window / 2 - middle));
}
