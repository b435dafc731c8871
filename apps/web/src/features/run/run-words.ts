import type { RunState } from '@rolewright/shared/apply/run.ts';
import type { Plan, PlanRun } from '@rolewright/shared/plan/plan.ts';
import type { VerificationState } from '@rolewright/shared/verify/verification.ts';
import type { ModuleState } from '../../ui/module-list.tsx';

/** What a run does, in a word or two. */
export const runWords: Record<RunState, ModuleState> = {
  pending: { type: 'pending', word: 'About to begin' },
  running: { type: 'in-progress', word: 'Running' },
  waiting: { type: 'in-progress', word: 'Waiting' },
  paused: { type: 'stopped', word: 'Paused' },
  succeeded: { type: 'success', word: 'Done' },
  failed: { type: 'error', word: 'Failed' },
  'rolling-back': { type: 'in-progress', word: 'Rolling back' },
  'rolled-back': { type: 'info', word: 'Rolled back' },
};

/** What a run that is done has proved. */
export const verificationWords: Record<VerificationState, ModuleState> = {
  verified: { type: 'success', word: 'Verified' },
  unproven: { type: 'pending', word: 'Not proven yet' },
  failing: { type: 'error', word: 'Failing' },
};

/** How far a plan is: done is not proven, and a run that failed is not under way. */
export function planWords({ state, run }: Pick<Plan, 'state' | 'run'>): ModuleState {
  if (run !== null) return provenWords(run);
  return state === 'superseded' ? { type: 'stopped', word: 'Superseded' } : { type: 'pending', word: 'Planned, not started' };
}

/** What a run has proved so far; before it is done, how it stands. */
export const provenWords = ({ state, verification }: PlanRun): ModuleState =>
  state === 'succeeded' ? verificationWords[verification ?? 'unproven'] : runWords[state];
