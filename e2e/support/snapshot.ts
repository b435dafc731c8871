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

function isSteady(snapshot: Json): boolean {
  const text = JSON.stringify(snapshot);
  return (
    !/"rolloutState":"IN_PROGRESS"/.test(text) &&
    !/"lastStatus":"(PROVISIONING|PENDING|DEPROVISIONING|STOPPING)"/.test(text) &&
    !/"recent":\[\{/.test(text)
  );
}

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
