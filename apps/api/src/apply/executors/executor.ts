import type { PlannedStep } from '@rolewright/shared/plan/planned-step.ts';
import type { AwsPort } from '../../aws/port.ts';
import type { Deps } from '../../deps.ts';
import type { Db } from '../../store/database.ts';

/** What a call brought about. `data` is journalled: ids and what was before, never a secret. */
export interface Outcome {
  message: string;
  data: Record<string, unknown>;
  requestId: string | null;
}

/** What an executor may use. It reads through `port.read`, changes through `port.change`, and decides nothing that the plan did not. */
export interface StepContext {
  deps: Deps;
  db: Db;
  port: AwsPort;
  accountId: string;
  runId: string;
  planId: string;
  /** null: the run is not about a workload. */
  workloadId: string | null;
  steps: PlannedStep[];
  /** `back`: the run is being rolled back. */
  direction: 'forward' | 'back';
  /** Journalled data of a step that is done, by id. */
  dataOf(stepId: string): Record<string, unknown>;
  /** When a step was done, ISO 8601, or null. */
  doneAt(stepId: string): string | null;
  /** Shows what is waited for; journalled when the text changes. `data`: the same for programs, such as how far it is. */
  waitingFor(message: string, data?: Record<string, unknown>): Promise<void>;
  /** Writes a line of how a probe went into the journal. */
  record(message: string, data: Record<string, unknown>): Promise<void>;
  /** Sleeps; throws Interrupted when the operator asked to pause or to roll back, or when the process is stopping. */
  sleep(milliseconds: number): Promise<void>;
}

/** Thrown out of a waiting step: the engine reads the journal again and does what it says now. */
export class Interrupted extends Error {}

/** The step cannot go on; the message says why and what to do. */
export class StepFailed extends Error {
  readonly requestId: string | null;
  constructor(message: string, requestId: string | null = null) {
    super(message);
    this.requestId = requestId;
  }
}

/** How one kind of step is carried out, found again after a lost answer, and undone. */
export interface Executor<S extends PlannedStep> {
  /** `service:Operation`, where it is not the same for every step of the kind made from the step; null for steps that only read. */
  call: string | null | ((step: S) => string);
  /** What must hold just before the call; throws StepFailed when it does not. Nothing is under way yet. */
  before?(context: StepContext, step: S): Promise<void>;
  /** What must be remembered before the call, so that its effect can be recognised afterwards. */
  remember?(context: StepContext, step: S): Promise<Record<string, unknown>>;
  forward(context: StepContext, step: S, remembered: Record<string, unknown>): Promise<Outcome>;
  /** Reads whether the call was carried out; null: it was not. Throws when that cannot be read. */
  settle(context: StepContext, step: S, data: Record<string, unknown>): Promise<Outcome | null>;
  /** Takes back what `settle` found. Only called then. */
  undo(context: StepContext, step: S, data: Record<string, unknown>): Promise<Outcome>;
  /** Why what `settle` found must stay as it is: somebody else needs it by now. Null: it may be undone. */
  keep?(context: StepContext, step: S, data: Record<string, unknown>): Promise<string | null>;
  /** Waits until the undoing has taken effect, also when a process before this one sent it; a sentence, or null for nothing to say. */
  afterUndo?(context: StepContext, step: S): Promise<string | null>;
}

export const outcome = (message: string, data: Record<string, unknown> = {}, requestId: string | null = null): Outcome => ({
  message,
  data,
  requestId,
});
