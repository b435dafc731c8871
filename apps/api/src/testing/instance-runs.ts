import type { Run } from '@rolewright/shared/apply/run.ts';
import type { InstanceInputs } from '@rolewright/shared/plan/ec2-instance.ts';
import type { InstancePlanView } from '@rolewright/shared/plan/plan.ts';
import { expect } from 'vitest';
import { settled } from './chains.ts';
import type { TestConsole } from './open-console.ts';
import { control, runUntil, startRun } from './runs.ts';

/** A role and a profile of one name, both to be created. */
export const named = (name: string, more: Partial<InstanceInputs> = {}): InstanceInputs => ({
  role: { create: { name } },
  profile: { create: { name } },
  ...more,
});

/** Starts the plan and waits until its run is over, which has to end well. */
export async function carriedOut(console: TestConsole, plan: InstancePlanView): Promise<Run> {
  const run = await runUntil(console, (await startRun(console, plan)).id);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  return run;
}

/** Rolls a run back and waits until that is done. */
export async function rolledBack(console: TestConsole, { id }: Run): Promise<Run> {
  await control(console, id, 'roll-back');
  const back = await runUntil(console, id, (one) => one.state === 'rolled-back' || (one.state === 'failed' && one.actions.length === 1));
  expect(back.state, JSON.stringify(back.error)).toBe('rolled-back');
  await settled(console);
  return back;
}
