import type { KnownPrincipal } from '../iam/known-principal.ts';
import type { RoleFinding } from './finding.ts';
import type { GraphEdge, GraphNode } from './graph.ts';
import type { Candidate, End } from './links-of.ts';
import { grantsNode, nodeOfName, nodeOfPrincipal, nodeOfProfile, nodeOfWorkload, type RunningWorkload, unreadNode } from './nodes.ts';
import { findingsOf } from './role-findings.ts';
import type { RoleIndex } from './role-index.ts';
import { withTaskCounts } from './task-counts.ts';

/** Neighbours shown of one node in one direction, and nodes in all: beyond that a picture is a hairball. */
const mostNeighbours = 12;
const mostNodes = 60;

/** Collects nodes and edges: each once, at the step at which it is met first. What there is no room for is counted. */
export class GraphBuilder {
  readonly #index: RoleIndex;
  readonly #nodes = new Map<string, GraphNode>();
  readonly #edges = new Map<string, GraphEdge>();
  readonly #findings = new Map<string, RoleFinding[]>();
  readonly #leftOut = new Set<string>();

  constructor(index: RoleIndex) {
    this.#index = index;
  }

  result() {
    const truncated = [...this.#leftOut].filter((id) => !this.#nodes.has(id)).length;
    const edges = [...this.#edges.values()];
    return { nodes: withTaskCounts([...this.#nodes.values()], edges), edges, findings: [...this.#findings.values()].flat(), truncated };
  }

  /** new: it was not there before. none: there is no room for it. */
  add(node: GraphNode): 'new' | 'known' | 'none' {
    if (this.#nodes.has(node.id)) return 'known';
    if (this.#nodes.size >= mostNodes) {
      this.#leftOut.add(node.id);
      return 'none';
    }
    this.#nodes.set(node.id, node);
    return 'new';
  }

  addPrincipal(principal: KnownPrincipal, step: number): 'new' | 'known' | 'none' {
    if (this.#nodes.has(principal.arn)) return 'known';
    const findings = findingsOf(this.#index, principal);
    const added = this.add(nodeOfPrincipal(principal, findings, step));
    if (added === 'new') this.#findings.set(principal.arn, findings);
    return added;
  }

  /** Neighbours of a node with their edges; `forwards`: the edges lead to them. Gives the ARNs of users and roles that are new. */
  addNeighbours(from: string, candidates: Iterable<Candidate>, step: number, direction: 'forwards' | 'backwards'): string[] {
    const found: string[] = [];
    let shown = 0;
    for (const { id, judge } of candidates) {
      if (shown >= mostNeighbours && !this.#nodes.has(id)) {
        this.#leftOut.add(id);
        continue;
      }
      const neighbour = judge();
      const added = neighbour === null ? 'none' : this.#addEnd(neighbour.end, step);
      if (neighbour === null || added === 'none') continue;
      shown += 1;
      const { state, conditions, why } = neighbour;
      this.#edge(direction === 'forwards' ? [from, id] : [id, from], { kind: 'may-assume', state, conditions, why });
      if (added === 'new' && 'principal' in neighbour.end) found.push(id);
    }
    return found;
  }

  /** Workloads that run as the role. */
  addRunning(workloads: readonly RunningWorkload[], step: number): void {
    for (const workload of workloads.slice(0, mostNeighbours)) {
      if (this.add(nodeOfWorkload(workload, step)) !== 'none') this.runsAs(workload, step);
    }
    for (const { id } of workloads.slice(mostNeighbours)) this.#leftOut.add(id);
  }

  /** Of instances by way of their profile, where there is room for it; `step` is the workload's own. */
  runsAs({ id, taskRoleArn, unit, profileArn }: RunningWorkload, step: number): void {
    const edge = { kind: 'runs-as', state: 'full', conditions: [] as string[] } as const;
    const hasRoom = unit === 'instance' && profileArn !== null && this.add(nodeOfProfile(profileArn, step)) !== 'none';
    if (!hasRoom) {
      const why =
        unit === 'task' ? 'The task definition in use names it as task role.' : 'Its instances have it by their instance profile.';
      this.#edge([id, taskRoleArn], { ...edge, why });
      return;
    }
    this.#edge([id, profileArn], { ...edge, why: 'Its instances have this instance profile.' });
    this.#edge([profileArn, taskRoleArn], { ...edge, why: 'The instance profile holds the role.' });
  }

  /** What it may do itself, behind it. */
  addGrants(arn: string, step: number): void {
    const principal = this.#index.principals.get(arn);
    const grants = principal && grantsNode(principal, step);
    if (!grants || this.add(grants) === 'none') return;
    this.#edge([arn, grants.id], { kind: 'grants', state: 'full', conditions: [], why: 'Its own policies allow it.' });
  }

  #addEnd(end: End, step: number) {
    if ('principal' in end) return this.addPrincipal(end.principal, step);
    return this.add(end.kind === 'principal' ? unreadNode(this.#index, end.name, step) : nodeOfName(this.#index, end.kind, end.name, step));
  }

  #edge([from, to]: [string, string], edge: Omit<GraphEdge, 'id' | 'from' | 'to'>): void {
    const id = `${from} ${to}`;
    if (!this.#edges.has(id)) this.#edges.set(id, { id, from, to, ...edge });
  }
}
