import type { Console } from './console.ts';
import { until } from './console.ts';
import { admin } from './sandbox.ts';

type Json = null | boolean | number | string | Json[] | { [member: string]: Json };

/** All state of the sandbox once nothing moves in it: services steady, IAM's changes in effect. Secrets are hashes in it. */
export async function steadySnapshot(console: Console): Promise<Json> {
  const found = await until(async () => {
    const snapshot = await admin<Json>(console, 'GET', 'snapshot');
    return isSteady(snapshot) ? snapshot : undefined;
  }, 60_000);
  if (found === undefined) throw new Error('the sandbox did not come to rest');
  return found;
}

interface Ecs {
  services: Record<string, { deployments: { deployment: { rolloutState?: string } }[] }>;
  tasks: Record<string, { task: { lastStatus: string; desiredStatus: string } }>;
}

function isSteady(snapshot: Json): boolean {
  const { accounts } = snapshot as unknown as {
    accounts: Record<string, { iam: { recent: unknown[] }; regions: Record<string, { ecs?: Ecs }> }>;
  };
  return Object.values(accounts).every(
    ({ iam, regions }) => iam.recent.length === 0 && Object.values(regions).every(({ ecs }) => !ecs || isAtRest(ecs)),
  );
}

const isAtRest = ({ services, tasks }: Ecs): boolean =>
  Object.values(services).every(({ deployments }) => !deployments.some(({ deployment }) => deployment.rolloutState === 'IN_PROGRESS')) &&
  Object.values(tasks).every(({ task }) => task.lastStatus === task.desiredStatus);

/** Paths, `a.b.c`, at which two documents differ; what only one of them has is named by its own path. */
export function differences(one: Json | undefined, other: Json | undefined, path = ''): string[] {
  if (JSON.stringify(one) === JSON.stringify(other)) return [];
  if (isObject(one) && isObject(other)) {
    return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((member) =>
      differences(one[member], other[member], `${path}/${member}`),
    );
  }
  if (Array.isArray(one) && Array.isArray(other) && one.length === other.length) {
    return one.flatMap((item, index) => differences(item, other[index], `${path}/${index}`));
  }
  return [path];
}

const isObject = (value: Json | undefined): value is { [member: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
