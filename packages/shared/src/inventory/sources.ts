import { revisionOf } from '../aws/task-definition.ts';
import type { Workload } from './workload.ts';

/** What runs in ECS, or could. */
type EcsKind = 'service' | 'standalone' | 'family';

/** What a scan keeps of a service. */
export interface ServiceFacts {
  arn: string;
  name: string;
  clusterArn: string;
  taskDefinitionArn: string;
  desiredCount: number;
  runningCount: number;
  deploymentController: 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL';
  executeCommand: boolean;
  deployments: { status: string; taskDefinitionArn: string }[];
  taskSets: { taskDefinitionArn: string }[];
  events: { at: string; message: string }[];
  tags: Record<string, string>;
}

/** What a scan keeps of a task that has not stopped; `overrides` is masked. */
export interface TaskFacts {
  arn: string;
  clusterArn: string;
  taskDefinitionArn: string;
  lastStatus: string;
  group: string;
  startedAt: string | null;
  overrides: Record<string, unknown>;
}

/** A rule's target that starts tasks. `hasInput`: it hands overrides to them, which may hold variables and are not inspected. */
export type RuleFacts = { name: string; arn: string; taskDefinitionArn: string; hasInput: boolean };

/** Newest revisions of a family, as the lists say. */
export interface FamilyFacts {
  family: string;
  newestActiveArn: string | null;
  newestRevision: number;
}

/** A workload before its documents are looked at. */
export interface WorkloadSource {
  kind: EcsKind;
  name: string;
  clusterArn: string | null;
  service: ServiceFacts | null;
  tasks: TaskFacts[];
  family: string;
  /** The revision that stands for it: a service's PRIMARY deployment, a task's, a rule's pinned one, an idle family's newest ACTIVE. */
  primaryArn: string | null;
  /** Every revision in use, the primary first (D-25). */
  inUseArns: string[];
  rules: Workload['rules'];
}

/** Short name of a cluster's ARN. */
export const clusterName = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/**
 * Who the workloads of a Region are: each service, each group of running tasks of one family that no service owns, and each family of which
 * nothing runs (D-25). The text of `identityOf` is stable: a workload's id outlives its revisions.
 */
export function sourcesOf(services: ServiceFacts[], tasks: TaskFacts[], rules: RuleFacts[], families: FamilyFacts[]): WorkloadSource[] {
  const rulesOf = (family: string) =>
    rules.filter((rule) => familyOfRule(rule) === family).map((rule) => ({ ...rule, pinned: revisionOf(rule.taskDefinitionArn) !== null }));
  const owned = services.map((service) => serviceSource(service, tasks, rulesOf));
  const standalone = standaloneSources(services, tasks, rulesOf);
  const used = new Set([...owned, ...standalone].map((source) => source.family));
  const idle = families.filter((one) => !used.has(one.family)).map((one) => familySource(one, rulesOf(one.family)));
  return [...owned, ...standalone, ...idle];
}

/** Canonical text of who a workload is; its hash is its id. */
export const identityOf = (
  accountId: string,
  region: string,
  source: { kind: Workload['kind']; clusterArn: string | null; name: string },
): string =>
  JSON.stringify([accountId, region, source.kind, source.clusterArn === null ? null : clusterName(source.clusterArn), source.name]);

function serviceSource(service: ServiceFacts, tasks: TaskFacts[], rulesOf: (family: string) => Workload['rules']): WorkloadSource {
  const own = tasks.filter((task) => task.clusterArn === service.clusterArn && task.group === `service:${service.name}`);
  const primaryArn =
    service.deployments.find((one) => one.status === 'PRIMARY')?.taskDefinitionArn ||
    service.taskDefinitionArn ||
    service.taskSets[0]?.taskDefinitionArn ||
    own[0]?.taskDefinitionArn ||
    null;
  const family = primaryArn === null ? service.name : (revisionOf(primaryArn)?.family ?? service.name);
  return {
    kind: 'service',
    name: service.name,
    clusterArn: service.clusterArn,
    service,
    tasks: own,
    family,
    primaryArn,
    inUseArns: distinct([
      primaryArn,
      service.taskDefinitionArn,
      ...service.deployments.map((one) => one.taskDefinitionArn),
      ...service.taskSets.map((one) => one.taskDefinitionArn),
      ...own.map((one) => one.taskDefinitionArn),
    ]),
    rules: rulesOf(family),
  };
}

function standaloneSources(services: ServiceFacts[], tasks: TaskFacts[], rulesOf: (family: string) => Workload['rules']): WorkloadSource[] {
  const serviceGroups = new Set(services.map((service) => `${service.clusterArn}|service:${service.name}`));
  const groups = new Map<string, TaskFacts[]>();
  for (const task of tasks) {
    if (serviceGroups.has(`${task.clusterArn}|${task.group}`)) continue;
    const key = `${task.clusterArn}|${revisionOf(task.taskDefinitionArn)?.family}`;
    groups.set(key, [...(groups.get(key) ?? []), task]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group as [TaskFacts, ...TaskFacts[]];
    const family = revisionOf(first.taskDefinitionArn)?.family ?? '';
    const byRevision = group.toSorted((a, b) => revisionNumber(b) - revisionNumber(a));
    return {
      kind: 'standalone' as const,
      name: family,
      clusterArn: first.clusterArn,
      service: null,
      tasks: group,
      family,
      primaryArn: byRevision[0]?.taskDefinitionArn ?? null,
      inUseArns: distinct(byRevision.map((task) => task.taskDefinitionArn)),
      rules: rulesOf(family),
    };
  });
}

function familySource({ family, newestActiveArn }: FamilyFacts, rules: Workload['rules']): WorkloadSource {
  const pinned = rules.filter((rule) => rule.pinned).map((rule) => rule.taskDefinitionArn);
  const primaryArn = pinned[0] ?? newestActiveArn;
  return {
    kind: 'family',
    name: family,
    clusterArn: null,
    service: null,
    tasks: [],
    family,
    primaryArn,
    inUseArns: distinct(pinned.length > 0 ? pinned : [newestActiveArn]),
    rules,
  };
}

/** Revisions that rules start by name (D-33): in use, though nothing of them may run at the moment. */
export const pinnedArns = (rules: Pick<RuleFacts, 'taskDefinitionArn'>[]): Set<string> =>
  new Set(rules.map((rule) => rule.taskDefinitionArn).filter((arn) => revisionOf(arn) !== null));

/** Family of a rule's target, which may name a revision or, without one, the newest ACTIVE at run time. */
export function familyOfRule(rule: RuleFacts): string {
  const resource = rule.taskDefinitionArn.slice(rule.taskDefinitionArn.lastIndexOf('/') + 1);
  return revisionOf(rule.taskDefinitionArn)?.family ?? resource;
}

const revisionNumber = (task: TaskFacts): number => revisionOf(task.taskDefinitionArn)?.revision ?? 0;
const distinct = (arns: (string | null)[]): string[] => [...new Set(arns.filter((arn): arn is string => arn !== null && arn !== ''))];
