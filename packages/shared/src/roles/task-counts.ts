import type { GraphEdge, GraphNode } from './graph.ts';

/** Arrows over which a task gets on: what runs as a role is it, and both halves of a link are there. */
const goesOn = ({ kind, state }: GraphEdge): boolean => kind !== 'may-assume' || state === 'full' || state === 'conditional';

/**
 * How many running tasks and instances can come to each node of a picture over its arrows (E4, E5); null where no workload leads there. Of what the picture
 * leaves out nothing is counted.
 */
export function withTaskCounts(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): GraphNode[] {
  const onwards = Map.groupBy(edges.filter(goesOn), ({ from }) => from);
  const tasksAt = new Map<string, number>();
  const instancesAt = new Map<string, number>();
  for (const { id, kind, tasks, instances } of nodes) {
    if (kind !== 'workload') continue;
    // A Set is walked in the order of its entries, those added on the way too.
    const reached = new Set([id]);
    for (const one of reached) for (const { to } of onwards.get(one) ?? []) reached.add(to);
    for (const one of reached) {
      if (tasks !== null) tasksAt.set(one, (tasksAt.get(one) ?? 0) + tasks);
      if (instances !== null) instancesAt.set(one, (instancesAt.get(one) ?? 0) + instances);
    }
  }
  return nodes.map((node) => ({ ...node, tasks: tasksAt.get(node.id) ?? null, instances: instancesAt.get(node.id) ?? null }));
}
