import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { EdgeState, GraphEdge, GraphNode } from '@rolewright/shared/roles/graph.ts';
import { count } from '../../lib/format.ts';

/** Kinds of nodes as the screen calls them. */
export const kindWords: Record<GraphNode['kind'], string> = {
  workload: 'Workload',
  'instance-profile': 'Instance profile',
  role: 'Role',
  user: 'User',
  service: 'Service',
  account: 'Account',
  everyone: 'Everyone',
  federated: 'Identity provider',
  dangling: 'Deleted id',
  unknown: 'Not found',
  permissions: 'May do itself',
};

/** States of an edge: a word for the arrow, and how a list marks it. */
export const edgeWords: Record<EdgeState, { word: string; type: StatusIndicatorProps.Type }> = {
  full: { word: 'may assume', type: 'success' },
  conditional: { word: 'may assume, on conditions', type: 'success' },
  delegation: { word: 'whole account trusted', type: 'warning' },
  'trust-only': { word: 'trusted only', type: 'warning' },
  'policy-only': { word: 'permitted only, not trusted', type: 'warning' },
  unknown: { word: 'not known', type: 'pending' },
};

/** What an edge says in one phrase. */
export const edgeSays = ({ kind, state }: Pick<GraphEdge, 'kind' | 'state'>): string =>
  kind === 'runs-as' ? 'runs as' : kind === 'grants' ? 'may itself' : edgeWords[state].word;

/** How many tasks and instances run as it, or come to it over the arrows of the picture. */
export function tasksSay({ kind, tasks, instances }: Pick<GraphNode, 'kind' | 'tasks' | 'instances'>): string {
  const many = [tasks !== null && count(tasks, 'task'), instances !== null && count(instances, 'instance')].filter(Boolean).join(' and ');
  return `${many} ${kind === 'workload' ? 'running' : kind === 'instance-profile' ? 'with it' : 'can reach it'}`;
}

/** Can it be looked at in the middle of the picture? */
export const canBeFocus = ({ kind }: Pick<GraphNode, 'kind'>): boolean =>
  kind !== 'permissions' && kind !== 'unknown' && kind !== 'instance-profile';
