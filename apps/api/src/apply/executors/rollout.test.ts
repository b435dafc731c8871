import { expect, test } from 'vitest';
import type { ServiceReading, TaskReading } from '../../aws/readings.ts';
import { judgeRollout } from './rollout.ts';

const arn = (revision: number): string => `arn:aws:ecs:us-east-1:560921689673:task-definition/limbo:${revision}`;
type Deployment = ServiceReading['deployments'][number];
const deployment = (revision: number, change: Partial<Deployment> = {}): Deployment => ({
  id: `ecs-svc/${revision}`,
  status: 'PRIMARY',
  taskDefinitionArn: arn(revision),
  desiredCount: 2,
  runningCount: 2,
  pendingCount: 0,
  failedTasks: 0,
  rolloutState: 'COMPLETED',
  rolloutStateReason: null,
  updatedAt: '2026-11-24T12:00:00.000Z',
  ...change,
});
const service = (change: Partial<ServiceReading> = {}): ServiceReading => ({
  arn: '',
  name: 'limbo',
  clusterArn: '',
  status: 'ACTIVE',
  taskDefinitionArn: arn(4),
  desiredCount: 2,
  runningCount: 2,
  pendingCount: 0,
  deploymentController: 'ECS',
  executeCommand: false,
  deployments: [deployment(4)],
  taskSets: [],
  events: [{ id: '1', at: '2026-11-24T12:00:00.000Z', message: '(service limbo) says something.' }],
  tags: {},
  ...change,
});
const tasks = (...revisions: number[]): TaskReading[] =>
  revisions.map((revision, index) => ({
    arn: `task/${index}`,
    clusterArn: '',
    taskDefinitionArn: arn(revision),
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    group: 'service:limbo',
    startedAt: null,
    stoppedReason: null,
    overrides: {},
  }));

test.each<[string, ServiceReading, TaskReading[]]>([
  ['every task on the new revision, one deployment, completed', service(), tasks(4, 4)],
  ['a daemon, whose count is that of its instances', service({ desiredCount: 5 }), tasks(4, 4, 4, 4, 4)],
])('A15 C10: healthy, and on to the next step: %s', (_name, now, running) => {
  expect(judgeRollout(now, running, arn(4))).toEqual({ done: true, failed: null, says: '' });
});

const moving = [deployment(4, { rolloutState: 'IN_PROGRESS' }), deployment(3, { status: 'ACTIVE' })];
test.each<[string, ServiceReading, TaskReading[], string]>([
  ['an old task still runs', service({ deployments: moving }), tasks(4, 3), '1 of 2 tasks run limbo:4, 1 of 2 tasks still old'],
  ['D-32: an old task still drains after completion', service(), tasks(4, 4, 3), '2 of 2 tasks run limbo:4, 1 of 3 tasks still old'],
  ['not yet enough tasks', service(), tasks(4), '1 of 2 tasks run limbo:4, 0 of 1 tasks still old'],
])('A15 C11: not there yet: %s', (_name, now, running, says) => {
  expect(judgeRollout(now, running, arn(4))).toEqual({ done: false, failed: null, says });
});

test.each<[string, ServiceReading, RegExp]>([
  [
    'the circuit breaker gave up',
    service({ deployments: [deployment(4, { rolloutState: 'FAILED', rolloutStateReason: 'breaker' })] }),
    /breaker/,
  ],
  ['ECS has gone back by itself', service({ taskDefinitionArn: arn(3), deployments: [deployment(3)] }), /rolled back or moved/],
  ['somebody else moved it on', service({ taskDefinitionArn: arn(5), deployments: [deployment(5), ...moving] }), /on limbo:5/],
  ['tasks keep stopping without a breaker', service({ deployments: [deployment(4, { failedTasks: 3 })] }), /3 tasks of limbo:4 stopped/],
])('A15 C10: unhealthy, the step fails and says why, with what ECS said last: %s', (_name, now, why) => {
  const { failed } = judgeRollout(now, tasks(3, 3), arn(4));
  expect(failed).toMatch(why);
  expect(failed).toContain('Last event: (service limbo) says something.');
});
