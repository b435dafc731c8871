import type { GraphEdge } from '@rolewright/shared/roles/graph.ts';
import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from '@xyflow/react';
import { edgeSays } from './words.ts';

export interface EdgeData extends Record<string, unknown> {
  edge: GraphEdge;
}

/** An arrow with its words: what it means, and what the trust policy asks for. */
export function PictureEdge(props: EdgeProps<Edge<EdgeData>>) {
  const [path, x, y] = getBezierPath(props);
  const { data, markerEnd } = props;
  if (data === undefined) return null;
  const { edge } = data;
  return (
    <>
      <BaseEdge path={path} {...(markerEnd === undefined ? {} : { markerEnd })} />
      <EdgeLabelRenderer>
        <div className="edge-words" style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }} title={edge.why}>
          <b>{edgeSays(edge)}</b>
          {edge.conditions.slice(0, 2).map((one) => (
            <span key={one}>{one}</span>
          ))}
          {edge.conditions.length > 2 && <span>and {edge.conditions.length - 2} more conditions</span>}
        </div>
      </EdgeLabelRenderer>
    </>
  );
}
