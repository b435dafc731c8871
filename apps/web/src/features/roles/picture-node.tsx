import type { GraphNode } from '@rolewright/shared/roles/graph.ts';
import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { count } from '../../lib/format.ts';
import { canBeFocus, kindWords, tasksSay } from './words.ts';

export interface NodeData extends Record<string, unknown> {
  node: GraphNode;
  isFocus: boolean;
  onFocus: (id: string) => void;
  onLook: (id: string) => void;
}

/** One box of the picture. It is a button, so that keyboards and screen readers have it like any other. */
export function PictureNode({ data: { node, isFocus, onFocus, onLook } }: NodeProps<Node<NodeData>>) {
  const { id, kind, label, detail, marks, block, warn, reading, tasks, instances } = node;
  const classes = [
    'picture-node',
    `kind-${kind}`,
    isFocus && 'is-focus',
    marks.length > 0 && 'stands-out',
    reading !== 'known' && 'not-known',
  ];
  const findings = [block > 0 && count(block, 'danger'), warn > 0 && count(warn, 'warning')].filter(Boolean).join(', ');
  const look = () => canBeFocus(node) && !isFocus && onLook(id);
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <button
        type="button"
        className={classes.filter(Boolean).join(' ')}
        data-node={id}
        aria-current={isFocus ? 'true' : undefined}
        aria-disabled={!canBeFocus(node) || undefined}
        title={canBeFocus(node) ? id : undefined}
        onPointerEnter={look}
        onFocus={look}
        onClick={() => {
          if (!canBeFocus(node) || isFocus) return;
          onLook(id);
          onFocus(id);
        }}
      >
        <span className="kind">{kindWords[kind]}</span>
        <span className="label">{label}</span>
        {detail !== '' && <span className="detail">{detail}</span>}
        {(tasks !== null || instances !== null) && <span className="detail">{tasksSay(node)}</span>}
        {marks.map((mark) => (
          <span key={mark} className="mark">
            ⚠ {mark}
          </span>
        ))}
        {findings !== '' && <span className="detail">{findings}</span>}
      </button>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </>
  );
}
