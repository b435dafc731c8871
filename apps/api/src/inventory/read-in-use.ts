import { maskDocument } from '@rolewright/shared/findings/mask.ts';
import type { RuleFacts, ServiceFacts, TaskFacts } from '@rolewright/shared/inventory/sources.ts';
import { clusterName, pinnedArns } from '@rolewright/shared/inventory/sources.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { AwsPort } from '../aws/port.ts';
import type { ServiceReading, TaskReading } from '../aws/readings.ts';
import { concurrently } from './concurrently.ts';
import { gapReason } from './coverage-book.ts';
import { knownRules } from './published-reads.ts';
import type { ScanSession } from './scan-session.ts';

/** What runs or is pinned in a Region. Holds no secret: overrides are masked here. */
export interface RegionInUse {
  region: string;
  services: ServiceFacts[];
  tasks: TaskFacts[];
  rules: RuleFacts[];
  /** Short names of clusters of which something could not be read: what was known of them stays. */
  unreadClusters: string[];
}

const clustersAtATime = 4;
const eventsKept = 20;

/** Reads services, running tasks and rule targets of a Region (D-25, D-33). What cannot be read is written into the coverage. */
export async function readInUse(session: ScanSession, region: string): Promise<RegionInUse> {
  const port = await session.port(region);
  const clusters = await guarded(session, region, 'ecs', 'clusters', true, () => port.read.clusters());
  if (clusters === null) return { region, services: [], tasks: [], rules: [], unreadClusters: [] };
  const read = await concurrently(clusters, clustersAtATime, (clusterArn) => {
    session.checkStop();
    return readCluster(session, port, clusterArn);
  });
  const told = await guarded(session, region, 'events', 'rules', true, () => port.read.rulesWithTaskDefinitions());
  const rules = told ?? (await knownRules(session.deps.db, session.accountId, region));
  if (told !== null) session.book.count(region, 'events', rules.length, rules.length);
  // In the order of the clusters, whichever was read first.
  return {
    ...{ region, rules },
    services: read.flatMap((one) => one.services),
    tasks: read.flatMap((one) => one.tasks),
    unreadClusters: read.flatMap((one) => one.unreadClusters),
  };
}

type ClusterInUse = Pick<RegionInUse, 'services' | 'tasks' | 'unreadClusters'>;

async function readCluster(session: ScanSession, port: AwsPort, clusterArn: string): Promise<ClusterInUse> {
  const { region } = port;
  const found: ClusterInUse = { services: [], tasks: [], unreadClusters: [] };
  const name = clusterName(clusterArn);
  const services = await guarded(session, region, 'ecs', `services of cluster ${name}`, false, () => port.read.services(clusterArn));
  const tasks = await guarded(session, region, 'ecs', `tasks of cluster ${name}`, false, () => port.read.tasks(clusterArn));
  if (services === null || tasks === null) found.unreadClusters.push(name);
  for (const service of services ?? []) {
    if (service.status === 'INACTIVE') continue;
    if (
      service.deployments.length === 0 &&
      service.taskDefinitionArn === '' &&
      service.taskSets.length === 0 &&
      service.status !== 'ACTIVE'
    ) {
      session.book.gap(region, 'ecs', 'missing', `service ${service.name} of cluster ${name} (${service.status})`);
      found.unreadClusters.push(name);
    } else found.services.push(serviceFacts(service));
  }
  found.tasks = (tasks ?? []).map((task) => taskFacts(task, session.deps.fingerprint));
  return found;
}

/** null when AWS refused, which the coverage then says. `isAll`: without this nothing of the service is known. */
async function guarded<T>(
  session: ScanSession,
  region: string,
  service: 'ecs' | 'events',
  what: string,
  isAll: boolean,
  read: () => Promise<T>,
): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (isAll) session.book.fail(region, service, gapReason(error), what);
    else session.book.gap(region, service, gapReason(error), what);
    return null;
  }
}

/** What is kept of a service. */
export function serviceFacts(service: ServiceReading): ServiceFacts {
  const { arn, name, clusterArn, taskDefinitionArn, desiredCount, runningCount, deploymentController, executeCommand, tags } = service;
  return {
    ...{ arn, name, clusterArn, taskDefinitionArn, desiredCount, runningCount, deploymentController, executeCommand, tags },
    deployments: service.deployments.map((one) => ({ status: one.status, taskDefinitionArn: one.taskDefinitionArn })),
    taskSets: service.taskSets.map((one) => ({ taskDefinitionArn: one.taskDefinitionArn })),
    events: service.events.slice(0, eventsKept).map(({ at, message }) => ({ at, message })),
  };
}

/** What is kept of a task; its overrides are masked here. */
export function taskFacts(task: TaskReading, fingerprint: (value: string) => string): TaskFacts {
  const { arn, clusterArn, taskDefinitionArn, lastStatus, group, startedAt } = task;
  return { arn, clusterArn, taskDefinitionArn, lastStatus, group, startedAt, overrides: maskDocument(task.overrides, fingerprint) };
}

/** Revisions in use in a Region: of services and their deployments and task sets, of tasks, and those that rules pin. */
export function inUseArns({ services, tasks, rules }: RegionInUse): string[] {
  const arns = [
    ...services.flatMap((one) => [
      one.taskDefinitionArn,
      ...one.deployments.map((deployment) => deployment.taskDefinitionArn),
      ...one.taskSets.map((set) => set.taskDefinitionArn),
    ]),
    ...tasks.map((task) => task.taskDefinitionArn),
    ...pinnedArns(rules),
  ];
  return [...new Set(arns.filter((arn) => arn !== ''))];
}
