import { expect } from '@playwright/test';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import type { Script } from './http.ts';
import { planLimboAnew } from './limbo.ts';
import { admin, callsOf } from './sandbox.ts';
import { differences, steadySnapshot } from './snapshot.ts';
import { ended, runUntil, startRun } from './steps.ts';

/** What may differ after a roll-back, by name; anything else is a remainder of the run. */
const allowed: RegExp[] = [
  /\/cloudtrail\/events$/,
  /\/lastUsed\/shown(\/|$)/,
  // What the workloads themselves write, again and again.
  /\/s3\/buckets\/[^/]+\/objects\/.+\/lastModified$/,
  /\/cloudwatch\//,
  /^\/counters\//,
  // The family's counter and the new revision, which AWS keeps; that it is INACTIVE is asked below.
  /\/ecs\/families\/limbo$/,
  /\/ecs\/taskDefinitions\/limbo:4$/,
];

/**
 * Rolls a move back while step `index` of its plan is under way (past the last: after it has succeeded), and expects the account to be what it
 * was before, but for `allowed`.
 */
export async function rollBackFrom(script: Script, index: number): Promise<void> {
  const { console } = script;
  const plan = await planLimboAnew(script);
  const before = await steadySnapshot(console);
  await holdEachChange(script);
  const started = await startRun(script, plan);
  const at = plan.steps[index];
  if (at) await runUntil(script, started.id, (run) => run.steps.some((step) => step.id === at.id && step.startedAt !== null));
  else await runUntil(script, started.id, ended);
  await script.post(`/api/runs/${started.id}/roll-back`, {}, 202);
  const run = await runUntil(script, started.id, (now) => ended(now) && now.state !== 'succeeded');
  expect(run.state, JSON.stringify(run.error)).toBe('rolled-back');
  const left = differences(before, await steadySnapshot(console)).filter((path) => !allowed.some((one) => one.test(path)));
  expect(left, `left by ${nameOf(plan, index)}`).toEqual([]);
  expect((await callsOf(console, 'limbo')).failed).toBe(0);
}

/** Half a second for each change, so that a roll-back can be asked for in the middle of it. */
async function holdEachChange({ console }: Script): Promise<void> {
  const operations = ['CreateRole', 'AttachRolePolicy', 'PutRolePolicy', 'RegisterTaskDefinition', 'UpdateService'];
  const rules = operations.map((operation) => ({ operation, when: 'before', latencyMs: 500, principal: 'RolewrightOperator' }));
  await admin(console, 'PUT', 'faults', { rules });
}

export const nameOf = (plan: Plan, index: number): string => plan.steps[index]?.title ?? 'the end';
