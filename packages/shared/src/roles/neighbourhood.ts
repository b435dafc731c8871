import { accountPrincipal } from '../iam/principal.ts';
import type { RoleFinding } from './finding.ts';
import type { RoleGraph } from './graph.ts';
import { GraphBuilder } from './graph-builder.ts';
import { callersOf, targetsOf, targetsOfName } from './links-of.ts';
import { nodeOfName, nodeOfWorkload, type RunningWorkload, unreadNode } from './nodes.ts';
import type { RoleIndex } from './role-index.ts';

type Neighbourhood = Omit<RoleGraph, 'checkedAt' | 'older' | 'findings'> & { findings: RoleFinding[] };

/**
 * The neighbourhood of a node: backwards who can become it, forwards what it can become, up to `depth` steps each way, and behind each role
 * what it may do itself. Siblings that only share a caller are left out. null: nothing that was scanned has or names the focus.
 */
export function neighbourhood(index: RoleIndex, workloads: readonly RunningWorkload[], focus: string, depth: number): Neighbourhood | null {
  const graph = new GraphBuilder(index);
  const running = workloads.find(({ id }) => id === focus);
  const principal = index.principals.get(focus) ?? index.byId.get(focus);
  if (running !== undefined) {
    fromWorkload(graph, index, running, depth);
    return { focus, depth, ...graph.result() };
  }
  if (principal !== undefined) {
    graph.addPrincipal(principal, 0);
    backwards(graph, index, workloads, principal.arn, depth);
    forwards(graph, index, [principal.arn], 1, depth);
    return { focus: principal.arn, depth, ...graph.result() };
  }
  const name = accountPrincipal(focus) ?? focus;
  const targets = targetsOfName(index, name);
  const kind = index.trusting
    .get(name)
    ?.flatMap(({ names }) => names)
    .find((one) => one.name === name)?.kind;
  if (kind === undefined) return null;
  graph.add(nodeOfName(index, kind, name, 0));
  forwards(graph, index, graph.addNeighbours(name, targets, 1, 'forwards'), 2, depth);
  return { focus: name, depth, ...graph.result() };
}

function fromWorkload(graph: GraphBuilder, index: RoleIndex, workload: RunningWorkload, depth: number): void {
  const { taskRoleArn } = workload;
  graph.add(nodeOfWorkload(workload, 0));
  const role = index.principals.get(taskRoleArn);
  if (role === undefined) graph.add(unreadNode(index, taskRoleArn, 1));
  else graph.addPrincipal(role, 1);
  graph.runsAs(workload, 0);
  forwards(graph, index, [taskRoleArn], 2, depth);
}

/** Step by step, so that each node stands as near to the focus as it is. */
function backwards(graph: GraphBuilder, index: RoleIndex, workloads: readonly RunningWorkload[], arn: string, depth: number): void {
  const running = Map.groupBy(workloads, ({ taskRoleArn }) => taskRoleArn);
  let frontier = [arn];
  for (let step = 1; step <= depth; step++) {
    const next: string[] = [];
    for (const one of frontier) {
      graph.addRunning(running.get(one) ?? [], -step);
      const role = index.roles.get(one);
      if (role) next.push(...graph.addNeighbours(one, callersOf(index, role), -step, 'backwards'));
    }
    frontier = next;
  }
}

/** What the last ones may do themselves is shown too: it is where the chain ends. */
function forwards(graph: GraphBuilder, index: RoleIndex, from: readonly string[], first: number, depth: number): void {
  let frontier = from;
  for (let step = first; step <= depth + 1; step++) {
    const next: string[] = [];
    for (const arn of frontier) {
      graph.addGrants(arn, step);
      const principal = index.principals.get(arn);
      if (principal && step <= depth) next.push(...graph.addNeighbours(arn, targetsOf(index, principal), step, 'forwards'));
    }
    frontier = next;
  }
}
