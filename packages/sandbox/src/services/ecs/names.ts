import { byText } from '../page.ts';
import { AwsFault, type CallContext } from '../service.ts';

/** ARN of something of ECS in the Region and account of the call. */
export function ecsArn(context: Pick<CallContext, 'account' | 'region'>, resource: string): string {
  return `arn:${context.account.partition}:ecs:${context.region}:${context.account.id}:${resource}`;
}

/** Short name of a cluster from a name or an ARN; ECS takes both, and `default` where nothing is sent. */
export const clusterNameOf = (cluster: string | undefined): string => (cluster ?? 'default').split('/').at(-1) ?? 'default';

/** Short name of a service from a name, `arn:…:service/<cluster>/<name>` or the old `arn:…:service/<name>`. */
export const serviceNameOf = (service: string): string => service.split('/').at(-1) ?? service;

/** `family:revision`, `family` or an ARN of either → its parts; revision null means the newest ACTIVE one. */
export function familyAndRevision(taskDefinition: string): { family: string; revision: number | null } {
  const name = taskDefinition.startsWith('arn:') ? (taskDefinition.split('/').at(-1) ?? '') : taskDefinition;
  const [family = '', revision, ...more] = name.split(':');
  if (more.length > 0 || (revision !== undefined && !/^[1-9]\d*$/.test(revision))) {
    throw new AwsFault('InvalidParameterException', `Invalid revision number. Number: ${revision ?? ''}`);
  }
  return { family, revision: revision === undefined ? null : Number(revision) };
}

/** Order of `family:revision` or their ARNs: by family, then by number. */
export function byRevision(left: string, right: string): number {
  const a = left.lastIndexOf(':');
  const b = right.lastIndexOf(':');
  return byText(left.slice(0, a), right.slice(0, b)) || Number(left.slice(a + 1)) - Number(right.slice(b + 1));
}

/** Names of families, clusters, services and containers: letters, digits, hyphens, underscores, at most 255. Source: API reference of ECS. */
export const isEcsName = (name: string): boolean => /^[a-zA-Z0-9][a-zA-Z0-9_-]{0,254}$/.test(name);
