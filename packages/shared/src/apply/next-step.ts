import type { RunProgress } from './reduce.ts';

/** What a run does next. `settle`: a call of the step was intended and its end is not known. */
export type NextMove =
  | { do: 'stop' }
  | { do: 'pause' }
  | { do: 'forward' | 'settle-forward' | 'undo' | 'settle-undo'; stepId: string }
  | { do: 'succeed' }
  | { do: 'finish-roll-back' };

/** Journal's state → next move. Undo goes in reverse order over the steps that did, or may have done, something. */
export function nextMove(progress: RunProgress): NextMove {
  if (['succeeded', 'failed', 'rolled-back', 'paused'].includes(progress.state)) return { do: 'stop' };
  return progress.direction === 'forward' ? nextForward(progress) : nextBack(progress);
}

function nextForward(progress: RunProgress): NextMove {
  const open = progress.steps.find((step) => step.isOpen);
  if (open) return { do: 'settle-forward', stepId: open.id };
  if (progress.pauseRequested) return { do: 'pause' };
  const next = progress.steps.find((step) => step.state !== 'done');
  if (!next) return { do: 'succeed' };
  // How a failed call ended may not be known, and what a paused step waited for may have come meanwhile: it is looked up before it is sent again (D-22).
  return { do: next.state === 'failed' || next.state === 'waiting' ? 'settle-forward' : 'forward', stepId: next.id };
}

/** A roll-back has dealt with it: undone, or left because somebody else needs it by now. */
export const isBack = ({ state }: RunProgress['steps'][number]): boolean => state === 'undone' || state === 'skipped';

function nextBack(progress: RunProgress): NextMove {
  const touched = progress.steps.filter((step) => step.startedAt !== null && !isBack(step));
  const last = touched.at(-1);
  if (!last) return { do: 'finish-roll-back' };
  return { do: last.isOpen ? 'settle-undo' : 'undo', stepId: last.id };
}
