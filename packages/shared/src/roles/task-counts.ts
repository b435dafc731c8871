import type { GraphEdge, GraphNode } from './graph.ts';

/** Arrows over which a task gets on: what runs as a role is it, and both halves of a link are there. */
const goesOn = ({ kind, state }: GraphEdge): boolean => kind !== 'may-assume' || state === 'full' || state === 'conditional';

/**
 * How many running tasks can come to each node of a picture over its arrows (E4, E5); null where no workload leads there. Of what the picture
 * leaves out nothing is counted.
 */
export function withTaskCounts(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): GraphNode[] {
  const onwards = Map.groupBy(edges.filter(goesOn), ({ from }) => from);
  const counts = new Map<string, number>();
  for (const { id, kind, tasks } of nodes) {
    if (kind !== 'workload') continue;
    // A Set is walked in the order of its entries, those added on the way too.
    const reached = new Set([id]);
    for (const one of reached) for (const { to } of onwards.get(one) ?? []) reached.add(to);
    for (const one of reached) counts.set(one, (counts.get(one) ?? 0) + (tasks ?? 0));
  }
  return nodes.map((node) => ({ ...node, tasks: counts.get(node.id) ?? null }));
}
