import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { standingOf } from '@rolewright/shared/plan/standing.ts';
import type { ModuleState } from '../../ui/module-list.tsx';
import { runWords, standingWords } from '../run/run-words.ts';

export const notYet: ModuleState = { type: 'pending', word: 'not yet' };

/** What a check is that is neither a pass nor a failure: of a change of policies it says who gains or loses, and is accepted. */
export const openWord = ({ recipe }: Plan): string => (recipe === 'policy-change' ? 'to accept' : 'unknown');

/** State of "Prove", of a plan of any recipe. */
export function proveState(plan: Plan | null): ModuleState {
  if (plan === null) return notYet;
  if (plan.blockedBy.length > 0) return { type: 'error', word: `${plan.blockedBy.length} blocking` };
  if (plan.toAcknowledge.length > 0) return { type: 'info', word: `${plan.toAcknowledge.length} ${openWord(plan)}` };
  return { type: 'success', word: 'all hold' };
}

/** State of "Change", of a plan of any recipe. */
export function changeState(plan: Plan | null): ModuleState {
  return plan?.run ? lower(runWords[plan.run.state]) : notYet;
}

/** State of "Verify": nothing is verified before the run is done. */
export const verifyState = (plan: Plan): ModuleState => (plan.run?.state === 'succeeded' ? lower(standingWords[standingOf(plan)]) : notYet);

const lower = ({ type, word }: ModuleState): ModuleState => ({ type, word: word.toLowerCase() });
