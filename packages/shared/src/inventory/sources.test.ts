import { expect, test } from 'vitest';
import { identityOf, type ServiceFacts, sourcesOf, type TaskFacts } from './sources.ts';

const arn = (revision: string) => `arn:aws:ecs:us-east-1:123456789012:task-definition/${revision}`;
const cluster = 'arn:aws:ecs:us-east-1:123456789012:cluster/shop';
const service = (name: string, taskDefinition: string, more: Partial<ServiceFacts> = {}): ServiceFacts => ({
  arn: `${cluster}/${name}`,
  name,
  clusterArn: cluster,
  taskDefinitionArn: taskDefinition === '' ? '' : arn(taskDefinition),
  desiredCount: 1,
  runningCount: 1,
  deploymentController: 'ECS',
  executeCommand: false,
  deployments: taskDefinition === '' ? [] : [{ status: 'PRIMARY', taskDefinitionArn: arn(taskDefinition) }],
  taskSets: [],
  events: [],
  tags: {},
  ...more,
});
const task = (group: string, taskDefinition: string): TaskFacts => ({
  arn: `task/${group}/${taskDefinition}`,
  clusterArn: cluster,
  taskDefinitionArn: arn(taskDefinition),
  lastStatus: 'RUNNING',
  group,
  startedAt: null,
  overrides: {},
});

test('D-25: a service uses its own revision, those of its deployments and those of tasks that still run', () => {
  const deployments = [
    { status: 'ACTIVE', taskDefinitionArn: arn('search:2') },
    { status: 'PRIMARY', taskDefinitionArn: arn('search:4') },
  ];
  const [source] = sourcesOf([service('search', 'search:4', { deployments })], [task('service:search', 'search:1')], [], []);
  expect(source?.primaryArn).toBe(arn('search:4'));
  expect(source?.inUseArns).toEqual(['search:4', 'search:2', 'search:1'].map(arn));
});

test('a service of task sets has the revision of its task sets', () => {
  const taskSets = [{ taskDefinitionArn: arn('edge:7') }];
  const [source] = sourcesOf([service('edge', '', { taskSets, deploymentController: 'EXTERNAL' })], [], [], []);
  expect(source).toMatchObject({ family: 'edge', primaryArn: arn('edge:7') });
});

test('tasks that no service owns are one workload a family, the newest revision first', () => {
  const tasks = [task('family:job', 'job:1'), task('family:job', 'job:3'), task('nightly', 'other:1')];
  const sources = sourcesOf([], tasks, [], []);
  expect(sources.map((one) => [one.kind, one.name, one.inUseArns])).toEqual([
    ['standalone', 'job', [arn('job:3'), arn('job:1')]],
    ['standalone', 'other', [arn('other:1')]],
  ]);
});

test('an idle family is its newest ACTIVE revision; a rule that pins another one makes that the one in use (D-33)', () => {
  const families = [
    { family: 'idle', newestActiveArn: arn('idle:2'), newestRevision: 3 },
    { family: 'nightly', newestActiveArn: arn('nightly:5'), newestRevision: 5 },
    { family: 'retired', newestActiveArn: null, newestRevision: 9 },
    { family: 'used', newestActiveArn: arn('used:1'), newestRevision: 1 },
  ];
  const rules = [
    { name: 'night', arn: 'rule/night', taskDefinitionArn: arn('nightly:2') },
    { name: 'day', arn: 'rule/day', taskDefinitionArn: arn('idle') },
  ];
  const sources = sourcesOf([service('web', 'used:1')], [], rules, families);
  expect(sources.map((one) => [one.name, one.kind, one.primaryArn])).toEqual([
    ['web', 'service', arn('used:1')],
    ['idle', 'family', arn('idle:2')],
    ['nightly', 'family', arn('nightly:2')],
    ['retired', 'family', null],
  ]);
  expect(sources[1]?.rules).toEqual([expect.objectContaining({ name: 'day', pinned: false })]);
  expect(sources[2]?.rules).toEqual([expect.objectContaining({ name: 'night', pinned: true })]);
});

test('a workload’s identity outlives its revisions and tells kinds and clusters apart', () => {
  const of = (taskDefinition: string) => identityOf('acc', 'us-east-1', sourcesOf([service('a', taskDefinition)], [], [], [])[0] as never);
  expect(of('a:1')).toBe(of('a:2'));
  expect(identityOf('acc', 'us-east-1', { kind: 'standalone', clusterArn: cluster, name: 'a' })).not.toBe(of('a:1'));
  expect(identityOf('acc', 'eu-west-1', { kind: 'service', clusterArn: cluster, name: 'a' })).not.toBe(of('a:1'));
});
