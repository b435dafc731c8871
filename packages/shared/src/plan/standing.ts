import type { Plan } from './plan.ts';

/** How far a plan may be: not started, else how its run stands; once that is done, what it has proved. Lists are filtered by it. */
export const planStandings = [
  ...['draft', 'superseded'],
  ...['pending', 'running', 'waiting', 'paused', 'failed', 'rolling-back', 'rolled-back'],
  ...['verified', 'unproven', 'failing'],
] as const;
export type PlanStanding = (typeof planStandings)[number];

/** The standing of a plan: done is not proven, and a run that failed is not under way. */
export function standingOf({ state, run }: Pick<Plan, 'state' | 'run'>): PlanStanding {
  if (run === null) return state === 'superseded' ? state : 'draft';
  return run.state === 'succeeded' ? (run.verification ?? 'unproven') : run.state;
}
