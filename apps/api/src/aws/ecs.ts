import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  type ECSClient,
  ListClustersCommand,
  ListServicesCommand,
  ListTaskDefinitionsCommand,
  ListTasksCommand,
} from '@aws-sdk/client-ecs';
import { absent, known } from '@rolewright/shared/inventory/reading.ts';
import { batches, call, reading, tagsOf } from './answer.ts';
import { AwsError } from './aws-error.ts';
import { missingService, serviceReading, taskReading } from './ecs-readings.ts';
import type { AwsRead } from './port.ts';
import { keepRawJson } from './raw-json.ts';
import type { RawDocument, ServiceReading, TaskReading } from './readings.ts';

type EcsRead = Pick<AwsRead, 'clusters' | 'services' | 'service' | 'tasks' | 'taskDefinitionArns' | 'taskDefinition'>;

/** The largest pages that ECS gives (D-82); its own default for ListServices is 10. */
const pageSize = 100;
const servicesPerDescribe = 10;
const tasksPerDescribe = 100;

/** Reads of Amazon ECS for one account and Region. */
export function ecsRead(client: () => ECSClient): EcsRead {
  async function clusters(): Promise<string[]> {
    const arns: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await call('ecs', 'ListClusters', () => client().send(new ListClustersCommand({ maxResults: pageSize, nextToken })));
      arns.push(...(page.clusterArns ?? []));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return arns;
  }

  async function services(clusterArn: string): Promise<ServiceReading[]> {
    const arns: string[] = [];
    let nextToken: string | undefined;
    do {
      const input = { cluster: clusterArn, maxResults: pageSize, nextToken };
      const page = await call('ecs', 'ListServices', () => client().send(new ListServicesCommand(input)));
      arns.push(...(page.serviceArns ?? []));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    const found: ServiceReading[] = [];
    for (const batch of batches(arns, servicesPerDescribe)) {
      const answer = await describeServices(clusterArn, batch);
      found.push(...(answer.services ?? []).map((service) => serviceReading(service)));
      // A failure comes with HTTP 200 and is data: somebody deleted the service, or a tag-based policy hides it (D-82).
      found.push(...(answer.failures ?? []).map((failure) => missingService(clusterArn, failure.arn ?? '', failure.reason ?? 'MISSING')));
    }
    return found;
  }

  async function service(clusterArn: string, name: string) {
    const answer = await reading(() => describeServices(clusterArn, [name]));
    if (answer.state !== 'known') return answer;
    const first = answer.value.services?.[0];
    return first === undefined ? absent : known(serviceReading(first));
  }

  function describeServices(cluster: string, names: string[]) {
    const command = new DescribeServicesCommand({ cluster, services: names, include: ['TAGS'] });
    return call('ecs', 'DescribeServices', () => client().send(command));
  }

  async function tasks(
    clusterArn: string,
    { stopped = false, ...filter }: { serviceName?: string; family?: string; stopped?: boolean } = {},
  ): Promise<TaskReading[]> {
    const arns: string[] = [];
    // Tasks that drain have the desired status STOPPED and still run (D-32).
    for (const desiredStatus of ['RUNNING', 'STOPPED'] as const) {
      let nextToken: string | undefined;
      do {
        const input = { cluster: clusterArn, desiredStatus, maxResults: pageSize, nextToken, ...filter };
        const page = await call('ecs', 'ListTasks', () => client().send(new ListTasksCommand(input)));
        arns.push(...(page.taskArns ?? []));
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
    }
    const found: TaskReading[] = [];
    for (const batch of batches([...new Set(arns)], tasksPerDescribe)) {
      const command = new DescribeTasksCommand({ cluster: clusterArn, tasks: batch });
      const answer = await call('ecs', 'DescribeTasks', () => client().send(command));
      found.push(...(answer.tasks ?? []).map((task) => taskReading(task)));
      // MISSING: the task ended between the two calls. Any other failure hides a task that may well run (D-82).
      const hidden = (answer.failures ?? []).find((failure) => failure.reason !== 'MISSING');
      if (hidden !== undefined) throw hiddenTask(hidden.arn ?? '', hidden.reason ?? 'unknown reason');
    }
    return stopped ? found : found.filter((task) => task.lastStatus !== 'STOPPED');
  }

  async function* taskDefinitionArns(status: 'ACTIVE' | 'INACTIVE' | 'DELETE_IN_PROGRESS', familyPrefix?: string) {
    let nextToken: string | undefined;
    do {
      const input = { status, maxResults: pageSize, nextToken, familyPrefix };
      const page = await call('ecs', 'ListTaskDefinitions', () => client().send(new ListTaskDefinitionsCommand(input)));
      yield page.taskDefinitionArns ?? [];
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
  }

  function taskDefinition(arn: string) {
    return reading(async () => {
      const command = new DescribeTaskDefinitionCommand({ taskDefinition: arn, include: ['TAGS'] });
      const raw = keepRawJson(command);
      try {
        await call('ecs', 'DescribeTaskDefinition', () => client().send(command));
      } catch (error) {
        throw isUnknownRevision(error) ? new AwsError('not-found', error.code, error.message, error.call, error.requestId) : error;
      }
      const body = raw() as { taskDefinition: RawDocument; tags?: { key: string; value: string }[] };
      return { raw: body.taskDefinition, tags: tagsOf(body.tags) };
    });
  }

  return { clusters, services, service, tasks, taskDefinitionArns, taskDefinition };
}

const hiddenTask = (arn: string, reason: string) =>
  new AwsError('other', reason, `${arn} was listed and could not be described`, 'ecs:DescribeTasks', null);

/** ECS has no error of its own for a revision that does not exist. */
const isUnknownRevision = (error: unknown): error is AwsError =>
  error instanceof AwsError && error.code === 'ClientException' && /unable to describe task definition/i.test(error.message);
