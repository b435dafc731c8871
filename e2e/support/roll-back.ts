import { DescribeServicesCommand, DescribeTaskDefinitionCommand, DescribeTasksCommand, ListTasksCommand } from '@aws-sdk/client-ecs';
import { expect } from '@playwright/test';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import type { Console } from './console.ts';
import type { Script } from './http.ts';
import { admin, awsOf, callsOf } from './sandbox.ts';
import { differences, steadySnapshot } from './snapshot.ts';
import { ended, runUntil, startRun } from './steps.ts';

/** What may differ after a roll-back, by name; anything else is a remainder of the run. */
const allowed: RegExp[] = [
  // What happened stays on record.
  /\/cloudtrail\/events$/,
  /\/lastUsed\/(shown|hidden)(\/|$)/,
  /\/services\/limbo\/limbo\/(events|history)$/,
  // What the workloads themselves write, again and again, and the temporary credentials that they and we were given.
  /\/s3\/buckets\/[^/]+\/objects\/.+\/lastModified$/,
  /\/cloudwatch\//,
  /^\/sessions\//,
  /^\/counters\//,
  // The family's counter and the new revision, which AWS keeps; that it is INACTIVE is asked below.
  /\/ecs\/families\/limbo$/,
  /\/ecs\/taskDefinitions\/limbo:4$/,
  // Another deployment of the same revision, and its tasks: what they run is asked below.
  /\/services\/limbo\/limbo\/deployments\/0\/(deployment\/(id|createdAt|updatedAt|rolloutStateReason)|finishedAt|settledSince)$/,
  /\/ecs\/tasks\/arn:aws:ecs:us-east-1:\d+:task\/limbo\//,
];

/**
 * Rolls a move of limbo back while step `index` of its plan is under way (past the last: after it has succeeded), and expects the account to be
 * what it was before, but for `allowed`, with no call of the bot lost.
 */
export async function rollBackFrom(script: Script, plan: Plan, index: number): Promise<void> {
  const { console } = script;
  const before = { snapshot: await steadySnapshot(console), limbo: await limboRuns(console) };
  await holdEachChange(console);
  const started = await startRun(script, plan);
  const at = plan.steps[index];
  if (at) await runUntil(script, started.id, (run) => run.steps.some((step) => step.id === at.id && step.startedAt !== null));
  else await runUntil(script, started.id, ended);
  await script.post(`/api/runs/${started.id}/roll-back`, {}, 202);
  const run = await runUntil(script, started.id, (now) => ended(now) && now.state !== 'succeeded');
  expect(run.state, JSON.stringify(run.error)).toBe('rolled-back');
  const left = differences(before.snapshot, await steadySnapshot(console)).filter((path) => !allowed.some((one) => one.test(path)));
  expect(left, `left after a roll-back from ${nameOf(plan, index)}`).toEqual([]);
  expect(await limboRuns(console)).toEqual(before.limbo);
  expect(['INACTIVE', 'none']).toContain(await statusOf(console, 'limbo:4'));
  expect((await callsOf(console, 'limbo')).failed).toBe(0);
}

export const nameOf = (plan: Plan, index: number): string => plan.steps[index]?.title ?? 'the end';

/** Half a second for each change, so that a roll-back can be asked for in the middle of it. */
async function holdEachChange(console: Console): Promise<void> {
  const operations = ['CreateRole', 'AttachRolePolicy', 'PutRolePolicy', 'RegisterTaskDefinition', 'UpdateService'];
  const rules = operations.map((operation) => ({ operation, when: 'before', latencyMs: 500, principal: 'RolewrightOperator' }));
  await admin(console, 'PUT', 'faults', { rules });
}

/** What the service limbo is set to, and the revision of each of its tasks. */
async function limboRuns(console: Console) {
  const { ecs, close } = awsOf(console);
  try {
    const { services } = await ecs.send(new DescribeServicesCommand({ cluster: 'limbo', services: ['limbo'] }));
    const { taskArns } = await ecs.send(new ListTasksCommand({ cluster: 'limbo', serviceName: 'limbo' }));
    const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster: 'limbo', tasks: taskArns }));
    const { taskDefinition, desiredCount, runningCount } = services?.[0] ?? {};
    return { taskDefinition, desiredCount, runningCount, tasks: tasks.map((task) => task.taskDefinitionArn) };
  } finally {
    close();
  }
}

async function statusOf(console: Console, taskDefinition: string): Promise<string | undefined> {
  const { ecs, close } = awsOf(console);
  try {
    return (await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))).taskDefinition?.status;
  } catch (error) {
    if ((error as Error).name === 'ClientException') return 'none';
    throw error;
  } finally {
    close();
  }
}
