import type { z } from 'zod';
import type { PlannedStep } from '../plan/planned-step.ts';
import type { JournalEntry, RunState, runStep } from './run.ts';

type StepState = z.infer<typeof runStep>['state'];

/** What the journal says of one step. */
export interface StepProgress {
  id: string;
  state: StepState;
  startedAt: string | null;
  finishedAt: string | null;
  waitingFor: string | null;
  message: string | null;
  /** Data of the call that was done: what later steps and undo need. */
  data: Record<string, unknown>;
  /** A call was intended and nothing says how it ended: find out by reading, never by sending it again (D-22). */
  isOpen: boolean;
}

export interface RunProgress {
  state: RunState;
  direction: 'forward' | 'back';
  steps: StepProgress[];
  /** Asked for and not yet obeyed. */
  pauseRequested: boolean;
  error: JournalEntry | null;
  finishedAt: string | null;
}

/** Journal → state of the run and of each step. Pure; the same journal always means the same (rule 10). */
export function reduceJournal(steps: readonly Pick<PlannedStep, 'id'>[], journal: readonly JournalEntry[]): RunProgress {
  const progress: RunProgress = {
    state: 'pending',
    direction: 'forward',
    steps: steps.map(({ id }) => fresh(id)),
    pauseRequested: false,
    error: null,
    finishedAt: null,
  };
  for (const entry of journal) {
    const step = progress.steps.find((one) => one.id === entry.stepId);
    if (step) applyToStep(step, entry);
    applyToRun(progress, entry);
  }
  return progress;
}

const fresh = (id: string): StepProgress => ({
  id,
  state: 'pending',
  startedAt: null,
  finishedAt: null,
  waitingFor: null,
  message: null,
  data: {},
  isOpen: false,
});

function applyToStep(step: StepProgress, entry: JournalEntry): void {
  const back = entry.direction === 'back';
  step.message = entry.message;
  switch (entry.event) {
    case 'intended':
      step.state = 'running';
      step.isOpen = true;
      step.waitingFor = null;
      if (!back) step.startedAt ??= entry.at;
      step.data = { ...step.data, ...entry.data };
      break;
    case 'waiting':
      step.state = 'waiting';
      if (!back) step.startedAt ??= entry.at;
      // Forward, AWS has refused for now: nothing is under way, so that a pause can be obeyed. Back, the call was accepted and takes its time.
      if (!back) step.isOpen = false;
      step.waitingFor = entry.message;
      break;
    case 'done':
    case 'found':
      step.state = back ? (entry.data.kept === true ? 'skipped' : 'undone') : 'done';
      step.isOpen = false;
      step.waitingFor = null;
      step.finishedAt = entry.at;
      step.data = { ...step.data, ...entry.data };
      break;
    case 'failed':
      step.state = 'failed';
      step.isOpen = false;
      step.waitingFor = null;
      step.finishedAt = entry.at;
      step.data = { ...step.data, ...entry.data };
      break;
  }
}

function applyToRun(progress: RunProgress, entry: JournalEntry): void {
  switch (entry.event) {
    case 'started':
    case 'resumed':
      progress.state = entry.direction === 'back' ? 'rolling-back' : 'running';
      progress.pauseRequested = false;
      progress.error = null;
      progress.finishedAt = null;
      break;
    case 'intended':
    case 'done':
    case 'found':
      progress.state = progress.direction === 'back' ? 'rolling-back' : 'running';
      break;
    case 'waiting':
      if (progress.direction === 'forward') progress.state = 'waiting';
      break;
    case 'pause-requested':
      progress.pauseRequested = true;
      break;
    case 'paused':
      // A roll-back that was asked for in the same moment goes before it.
      if (progress.direction === 'back') break;
      progress.state = 'paused';
      progress.pauseRequested = false;
      break;
    case 'roll-back-requested':
      progress.direction = 'back';
      progress.state = 'rolling-back';
      progress.pauseRequested = false;
      progress.error = null;
      progress.finishedAt = null;
      break;
    case 'run-failed':
      progress.state = 'failed';
      progress.error = entry;
      progress.finishedAt = entry.at;
      break;
    case 'succeeded':
      // The end of the last step and the wish to roll back may cross: the wish is what counts.
      if (progress.direction === 'back') break;
      progress.state = 'succeeded';
      progress.finishedAt = entry.at;
      break;
    case 'rolled-back':
      progress.state = 'rolled-back';
      progress.finishedAt = entry.at;
      break;
  }
}
