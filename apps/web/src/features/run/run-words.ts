import type { RunState } from '@rolewright/shared/apply/run.ts';
import type { PlanStanding } from '@rolewright/shared/plan/standing.ts';
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

/** How far a plan is. */
export const standingWords: Record<PlanStanding, ModuleState> = {
  draft: { type: 'pending', word: 'Planned, not started' },
  superseded: { type: 'stopped', word: 'Superseded' },
  ...runWords,
  ...verificationWords,
};
