import { z } from 'zod';
import { callersOf } from './links-of.ts';
import type { RunningWorkload } from './nodes.ts';
import type { RoleIndex } from './role-index.ts';

/** GET /api/roles/{arn}/workloads: which workloads can become the role, by running as it or over chains (E4, E5). */
export const workloadsReaching = z.object({
  roleArn: z.string(),
  /** The role may do everything on everything. */
  administratorLike: z.boolean(),
  /** The nearest first. */
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      /** Running tasks, or instances; `unit` says of which. */
      tasks: z.number().int(),
      unit: z.enum(['task', 'instance']),
      /** Roles from the one it runs as to this one. */
      path: z.array(z.string()),
    }),
  ),
  /** Running tasks of all of them. */
  tasks: z.number().int(),
  /** Running instances of all of them: so many gain what the role may do (E5). */
  instances: z.number().int(),
  /** Roles on whose way hangs something that no scan tells: their workloads are not counted. */
  unknown: z.array(z.string()),
});
export type WorkloadsReaching = z.infer<typeof workloadsReaching>;

/** Links of a chain, as many as GET /api/roles/{arn}/reach follows. */
const mostLinks = 4;

/**
 * Walks back from a role to all that can become it over links of which both halves are there. Yields now and then a null, so that the caller
 * can give way to others; ends with the workloads that run as one of them, and the roles whose link is not known.
 */
export function* reachingWorkloads(
  index: RoleIndex,
  workloads: readonly RunningWorkload[],
  roleArn: string,
): Generator<null, Pick<WorkloadsReaching, 'items' | 'tasks' | 'instances' | 'unknown'>> {
  const paths = new Map<string, string[]>([[roleArn, [roleArn]]]);
  const unknown = new Set<string>();
  // A Map is walked in the order of its entries, those added on the way too: breadth first.
  for (const [arn, path] of paths) {
    const role = index.roles.get(arn);
    if (role === undefined || path.length > mostLinks) continue;
    for (const { id, judge } of callersOf(index, role)) {
      if (paths.has(id)) continue;
      const found = judge();
      yield null;
      if (found === null || !('principal' in found.end) || found.end.principal.kind !== 'role') continue;
      if (found.state === 'unknown') unknown.add(id);
      if (found.state === 'full' || found.state === 'conditional') paths.set(id, [id, ...path]);
    }
  }
  const items = workloads.flatMap(({ id, name, tasks, unit, taskRoleArn }) => {
    const path = paths.get(taskRoleArn);
    return path === undefined ? [] : [{ id, name, tasks, unit, path }];
  });
  items.sort((one, other) => one.path.length - other.path.length || other.tasks - one.tasks || one.name.localeCompare(other.name));
  const sumOf = (counted: RunningWorkload['unit']) => items.reduce((sum, { tasks, unit }) => sum + (unit === counted ? tasks : 0), 0);
  return { items, tasks: sumOf('task'), instances: sumOf('instance'), unknown: [...unknown].filter((arn) => !paths.has(arn)) };
}
