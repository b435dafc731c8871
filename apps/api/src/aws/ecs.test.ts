import { afterEach, expect, test } from 'vitest';
import { attempts, createClients } from './clients.ts';
import { ecsRead } from './ecs.ts';
import { type Answers, openFakeEndpoint } from './fake-endpoint.fixture.ts';
import { newMeter, RateLimiter } from './limiter.ts';

const arn = 'arn:aws:ecs:us-east-1:560921689673';
const cluster = `${arn}:cluster/main`;
let close: () => Promise<unknown> = async () => undefined;
afterEach(() => close());

/** The adapter over a real client that speaks to an endpoint with these answers. */
async function ecsWith(answers: Answers) {
  const fake = await openFakeEndpoint(answers);
  const credentials = async () => ({ accessKeyId: 'ASIATEST', secretAccessKey: 'test', sessionToken: 'test' });
  const budget = { limiter: new RateLimiter(100), account: () => 'test', region: 'us-east-1', meter: newMeter() };
  const clients = createClients({ region: 'us-east-1', endpoint: fake.url, credentials, budget, attempts: attempts.read });
  close = fake.close;
  const times = (operation: string) => fake.asked.filter((one) => one.operation === operation).length;
  return { read: ecsRead(clients.ecs), asked: fake.asked, times };
}

/** One page of `all`, as AWS pages: at most `maxResults`, and a token that is good for the same filters only. */
function page(all: string[], { maxResults = 10, nextToken, ...filters }: Record<string, unknown>) {
  const [from = 0, given = JSON.stringify(filters)] = nextToken === undefined ? [] : (JSON.parse(String(nextToken)) as [number, string]);
  if (given !== JSON.stringify(filters)) throw new Error('the token was sent with other filters');
  const to = from + Number(maxResults);
  return { items: all.slice(from, to), ...(to < all.length ? { nextToken: JSON.stringify([to, JSON.stringify(filters)]) } : {}) };
}

test('D-82: 101 services and one that is MISSING are 102 rows by 2 lists and 11 descriptions', async () => {
  const all = Array.from({ length: 102 }, (_, index) => `${arn}:service/main/s${index}`);
  const { read, times, asked } = await ecsWith((operation, input) => {
    if (operation === 'ListServices') {
      const { items, ...rest } = page(all, input);
      return { body: { serviceArns: items, ...rest } };
    }
    const names = input.services as string[];
    const services = names
      .filter((one) => one !== all[57])
      .map((serviceArn) => ({ serviceArn, serviceName: serviceArn, status: 'ACTIVE' }));
    return { body: { services, failures: names.includes(all[57] ?? '') ? [{ arn: all[57], reason: 'MISSING' }] : [] } };
  });
  const found = await read.services(cluster);
  expect(found).toHaveLength(102);
  expect(found.filter((one) => one.status === 'MISSING').map((one) => one.name)).toEqual(['s57']);
  expect([times('ListServices'), times('DescribeServices')]).toEqual([2, 11]);
  expect(asked.every(({ input }) => ((input.services as string[] | undefined) ?? []).length <= 10)).toBe(true);
});

test('D-82: more than a hundred clusters, and task definitions page by page with the same filters', async () => {
  const clusters = Array.from({ length: 250 }, (_, index) => `${arn}:cluster/c${index}`);
  const revisions = Array.from({ length: 301 }, (_, index) => `${arn}:task-definition/app:${index + 1}`);
  const { read, times } = await ecsWith((operation, input) => {
    const { items, ...rest } = page(operation === 'ListClusters' ? clusters : revisions, input);
    return { body: { [operation === 'ListClusters' ? 'clusterArns' : 'taskDefinitionArns']: items, ...rest } };
  });
  expect(await read.clusters()).toEqual(clusters);
  const listed: string[] = [];
  for await (const arns of read.taskDefinitionArns('INACTIVE')) listed.push(...arns);
  expect(listed).toEqual(revisions);
  expect([times('ListClusters'), times('ListTaskDefinitions')]).toEqual([3, 4]);
});

const tasksWith = (failures: { arn: string; reason: string }[]): Answers => {
  const running = Array.from({ length: 130 }, (_, index) => `${arn}:task/main/${index}`);
  return (operation, input) => {
    if (operation === 'ListTasks') {
      const { items, ...rest } = page(input.desiredStatus === 'RUNNING' ? running : [], input);
      return { body: { taskArns: items, ...rest } };
    }
    const given = input.tasks as string[];
    const gone = failures.filter((one) => given.includes(one.arn));
    const tasks = given
      .filter((one) => gone.every((failure) => failure.arn !== one))
      .map((taskArn) => ({ taskArn, lastStatus: 'RUNNING' }));
    return { body: { tasks, failures: gone } };
  };
};

test('D-82: a task that ended between two calls is left out; one that is hidden for another reason is never passed over', async () => {
  const ended = await ecsWith(tasksWith([{ arn: `${arn}:task/main/7`, reason: 'MISSING' }]));
  expect(await ended.read.tasks(cluster)).toHaveLength(129);
  expect(ended.times('DescribeTasks')).toBe(2);
  await close();
  const hidden = await ecsWith(tasksWith([{ arn: `${arn}:task/main/7`, reason: 'ACCESS_DENIED' }]));
  await expect(hidden.read.tasks(cluster)).rejects.toMatchObject({ code: 'ACCESS_DENIED', call: 'ecs:DescribeTasks' });
});

test('D-21: members that this SDK does not know come through, wherever they stand', async () => {
  const environment = [{ name: 'A', value: '1', futureField: true }];
  const taskDefinition = { family: 'app', futureField: 1, containerDefinitions: [{ name: 'app', futureField: 'x', environment }] };
  const { read } = await ecsWith(() => ({ body: { taskDefinition, tags: [{ key: 'team', value: 'core' }] } }));
  expect(await read.taskDefinition('app:1')).toEqual({ state: 'known', value: { raw: taskDefinition, tags: { team: 'core' } } });
});

test.each([
  ['absent', 400, 'ClientException', 'Unable to describe task definition.'],
  ['unreadable', 400, 'AccessDeniedException', 'User is not authorized to perform: ecs:DescribeTaskDefinition'],
])('a revision that is %s is told apart', async (state, status, code, message) => {
  const { read } = await ecsWith(() => ({ status, body: { __type: code, message } }));
  expect(await read.taskDefinition('app:1')).toMatchObject({ state });
});
