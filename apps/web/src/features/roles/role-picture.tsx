import '@xyflow/react/dist/base.css';
import './role-picture.css';
import type { RoleGraph } from '@rolewright/shared/roles/graph.ts';
import { Controls, type Edge, MarkerType, type Node, Position, ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import { type Layout, layoutOf } from './layout.ts';
import { type EdgeData, PictureEdge } from './picture-edge.tsx';
import { type NodeData, PictureNode } from './picture-node.tsx';
import { nearest } from './walk.ts';

const nodeTypes = { picture: PictureNode };
const edgeTypes = { picture: PictureEdge };

interface Props {
  graph: RoleGraph;
  onFocus: (id: string) => void;
}

/** The neighbourhood as a picture. Arrow keys walk from node to node, Enter makes one the focus. */
export function RolePicture(props: Props) {
  return (
    <ReactFlowProvider>
      <Picture {...props} />
    </ReactFlowProvider>
  );
}

function Picture({ graph, onFocus }: Props) {
  const layout = useMemo(() => layoutOf(graph), [graph]);
  const nodes = useMemo(() => nodesOf(graph, layout, onFocus), [graph, layout, onFocus]);
  const edges = useMemo(() => edgesOf(graph), [graph]);
  const box = useRef<HTMLFieldSetElement>(null);
  const { fitView } = useReactFlow();
  useEffect(() => {
    // After the nodes of the new focus are measured.
    const frame = requestAnimationFrame(() => void fitView({ maxZoom: 1, padding: 0.04 }));
    return () => cancelAnimationFrame(frame);
  }, [nodes, fitView]);
  const walk = (event: KeyboardEvent) => {
    const id = (event.target as HTMLElement).closest<HTMLElement>('[data-node]')?.dataset.node;
    const next = id === undefined ? null : nearest(layout.places, id, event.key);
    if (next === null) return;
    event.preventDefault();
    box.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(next)}"]`)?.focus();
  };
  return (
    <fieldset className="role-picture" ref={box} style={{ height: Math.min(640, Math.max(220, layout.height + 40)) }} onKeyDown={walk}>
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
        fitView
        fitViewOptions={{ maxZoom: 1, padding: 0.04 }}
      >
        <Controls showInteractive={false} position="bottom-right" />
      </ReactFlow>
    </fieldset>
  );
}

function nodesOf(graph: RoleGraph, { places }: Layout, onFocus: (id: string) => void): Node<NodeData>[] {
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
      data: { node, isFocus: node.id === graph.focus, onFocus },
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
