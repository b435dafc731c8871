import '@xyflow/react/dist/base.css';
import './role-picture.css';
import type { RoleGraph } from '@rolewright/shared/roles/graph.ts';
import { Controls, type Edge, MarkerType, type Node, Position, ReactFlow, ReactFlowProvider, useReactFlow, useStore } from '@xyflow/react';
import { type KeyboardEvent, memo, useEffect, useMemo, useRef } from 'react';
import { type Layout, layoutOf, viewOf } from './layout.ts';
import { type EdgeData, PictureEdge } from './picture-edge.tsx';
import { type NodeData, PictureNode } from './picture-node.tsx';
import { nearest } from './walk.ts';

const nodeTypes = { picture: PictureNode };
const edgeTypes = { picture: PictureEdge };

interface Props {
  graph: RoleGraph;
  onFocus: (id: string) => void;
  /** The pointer or the keyboard is on a node. */
  onLook: (id: string) => void;
}

/** The neighbourhood as a picture. Arrow keys walk from node to node, Enter makes one the focus. */
export const RolePicture = memo((props: Props) => (
  <ReactFlowProvider>
    <Picture {...props} />
  </ReactFlowProvider>
));

function Picture({ graph, onFocus, onLook }: Props) {
  const layout = useMemo(() => layoutOf(graph), [graph]);
  const nodes = useMemo(() => nodesOf(graph, layout, { onFocus, onLook }), [graph, layout, onFocus, onLook]);
  const edges = useMemo(() => edgesOf(graph), [graph]);
  const box = useRef<HTMLFieldSetElement>(null);
  const { setViewport, setCenter, getZoom } = useReactFlow();
  const width = useStore((store) => store.width);
  const { height, ...view } = viewOf(layout, graph.focus, { width: width || 1000, most: 640 });
  useEffect(() => {
    if (width > 0) void setViewport(viewOf(layout, graph.focus, { width, most: 640 }));
  }, [layout, graph.focus, width, setViewport]);
  const walk = (event: KeyboardEvent) => {
    const id = (event.target as HTMLElement).closest<HTMLElement>('[data-node]')?.dataset.node;
    const next = id === undefined ? null : nearest(layout.places, id, event.key);
    if (next === null) return;
    event.preventDefault();
    box.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(next)}"]`)?.focus({ preventScroll: true });
    const place = layout.places.get(next);
    if (place) void setCenter(place.x + place.width / 2, place.y + place.height / 2, { zoom: getZoom() });
  };
  return (
    <fieldset className="role-picture" ref={box} style={{ height }} onKeyDown={walk}>
      <legend>Picture: arrow keys walk from node to node, Enter makes one the focus. The list below has the same content.</legend>
      <ReactFlow<Node<NodeData>, Edge<EdgeData>>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        zoomOnScroll={false}
        preventScrolling={false}
        zoomOnDoubleClick={false}
        disableKeyboardA11y
        minZoom={0.3}
        maxZoom={1.5}
        defaultViewport={view}
      >
        <Controls showInteractive={false} position="bottom-left" orientation="horizontal" />
      </ReactFlow>
    </fieldset>
  );
}

function nodesOf(graph: RoleGraph, { places }: Layout, on: Pick<NodeData, 'onFocus' | 'onLook'>): Node<NodeData>[] {
  return graph.nodes.flatMap((node) => {
    const place = places.get(node.id);
    if (place === undefined) return [];
    const { x, y, width, height } = place;
    return {
      id: node.id,
      type: 'picture',
      position: { x, y },
      width,
      height,
      sourcePosition: Position.Right,
      targetPosition: Position.Left,
      data: { node, isFocus: node.id === graph.focus, ...on },
    };
  });
}

function edgesOf({ edges }: RoleGraph): Edge<EdgeData>[] {
  return edges.map((edge) => ({
    id: edge.id,
    source: edge.from,
    target: edge.to,
    type: 'picture',
    className: `edge-${edge.kind === 'may-assume' ? edge.state : edge.kind}`,
    markerEnd: { type: MarkerType.ArrowClosed, color: 'var(--role-edge)', width: 16, height: 16 },
    data: { edge },
  }));
}
