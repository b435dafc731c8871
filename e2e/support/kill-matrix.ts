import { expect } from '@playwright/test';
import type { Run } from '@rolewright/shared/apply/run.ts';
import type { Step } from '@rolewright/shared/plan/step.ts';
import { until } from './console.ts';
import type { Script } from './http.ts';
import { type Change, endState, planLimboAnew } from './limbo.ts';
import { admin, callsOf } from './sandbox.ts';
import { ended, runUntil, startRun } from './steps.ts';

/** What is done to one call of a run: the API is killed while AWS has the call, or AWS' answer never arrives. */
export interface Trial extends Change {
  hit: 'kill' | 'drop';
  /** Before AWS carried the call out, or after. */
  when: 'before' | 'after';
}

export const nameOf = ({ hit, when, service, operation }: Trial): string =>
  `${hit === 'kill' ? 'kill -9' : 'a lost answer'} ${when} ${service}:${operation}`;

/** All trials of some changes: two kills and two lost answers each. */
export const trialsOf = (changes: Change[]): Trial[] =>
  changes.flatMap((change) =>
    (['kill', 'drop'] as const).flatMap((hit) => (['before', 'after'] as const).map((when) => ({ ...change, hit, when }))),
  );

/** The end of a run to which nothing happened: what every trial is held against. */
export async function undisturbed(script: Script) {
  const plan = await planLimboAnew(script);
  const run = await runUntil(script, (await startRun(script, plan)).id, ended);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  return endState(script.console);
}

/** Plays one trial on a fresh sandbox and expects the end that `wanted` describes, with no call of the workload lost. */
export async function play(script: Script, trial: Trial, wanted: Awaited<ReturnType<typeof undisturbed>>): Promise<void> {
  const { console } = script;
  const plan = await planLimboAnew(script);
  const { service, operation, when, hit } = trial;
  const fault = hit === 'drop' ? { dropAnswer: true } : { latencyMs: 60_000 };
  await admin(console, 'PUT', 'faults', { rules: [{ service, operation, when, times: 1, principal: 'RolewrightOperator', ...fault }] });
  const started = await startRun(script, plan);
  const isHit = await until(async () => {
    const { rules } = await admin<{ rules: { times: number }[] }>(console, 'GET', 'faults');
    return rules[0]?.times === 0 || undefined;
  }, 60_000);
  expect(isHit, `${service}:${operation} was called`).toBe(true);
  if (hit === 'kill') {
    await console.kill();
    await admin(console, 'DELETE', 'faults');
    await console.restart();
  }
  await expectTheEnd(script, started.id, wanted);
}

/** kill -9 while a step that changes nothing reads AWS again and again. */
export async function killWhileWaiting(script: Script, kind: Step['kind'], wanted: Awaited<ReturnType<typeof undisturbed>>): Promise<void> {
  const started = await startRun(script, await planLimboAnew(script));
  await runUntil(script, started.id, (run) => run.steps.some((step) => step.kind === kind && step.startedAt !== null));
  await script.console.kill();
  await script.console.restart();
  await expectTheEnd(script, started.id, wanted);
}

async function expectTheEnd(script: Script, runId: string, wanted: Awaited<ReturnType<typeof undisturbed>>): Promise<void> {
  const run = await runUntil(script, runId, ended);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  expect(run.verification.state).toBe('verified');
  expect(await endState(script.console)).toEqual(wanted);
  expect(sentTwice(run), 'calls that were sent although they had been carried out').toEqual([]);
  expect((await callsOf(script.console, 'limbo')).failed).toBe(0);
}

/** Calls that the journal shows as done more than once. */
function sentTwice(run: Run): string[] {
  const done = run.journal
    .filter((entry) => entry.event === 'done' || entry.event === 'found')
    .map((entry) => `${entry.stepId} ${entry.call}`);
  return done.filter((one, index) => done.indexOf(one) !== index);
}
