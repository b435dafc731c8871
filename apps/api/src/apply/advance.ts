import { nextMove } from '@rolewright/shared/apply/next-step.ts';
import { type RunProgress, reduceJournal } from '@rolewright/shared/apply/reduce.ts';
import { AppError } from '@rolewright/shared/error.ts';
import type { PlannedStep } from '@rolewright/shared/plan/planned-step.ts';
import { touchedPrincipals } from '@rolewright/shared/plan/touched-principals.ts';
import { touchedProfiles } from '@rolewright/shared/plan/touched-profiles.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { Deps } from '../deps.ts';
import { portInAccount } from '../plan/port-in-account.ts';
import { planRow } from '../plan/store.ts';
import { type Executor, Interrupted, type Outcome, type StepContext, StepFailed } from './executors/executor.ts';
import { executorOf } from './executors/index.ts';
import { appendJournal, type NewEntry, readJournal } from './journal.ts';
import { backoff, freshSince, mayBePropagation } from './propagation.ts';
import { stepContext } from './step-context.ts';
import { runRow } from './store.ts';

/** Attempts at one call whose answer was lost and which, by reading, was not carried out. */
const mostAttempts = 4;

/**
 * Carries a run on until it has ended, is paused, or `signal` aborts: reads the journal, makes the next move, writes what came of it, again
 * and again. Safe to call for any run at any time, also after a kill in the middle of a call.
 */
export async function advanceRun(deps: Deps, runId: string, signal: AbortSignal): Promise<void> {
  const run = await runRow(deps.db, runId);
  const plan = await planRow(deps.db, run.plan_id);
  const write = (entry: NewEntry) => appendJournal(deps.db, runId, deps.now(), entry);
  /** Has something been sent since the screens were told? */
  let moved = false;
  while (!signal.aborted) {
    const journal = await readJournal(deps.db, runId);
    const progress = reduceJournal(plan.steps, journal);
    const move = nextMove(progress);
    if (move.do === 'stop') {
      if (moved) await refresh(deps, run, plan.steps);
      return;
    }
    if (move.do === 'pause') await write({ event: 'paused', message: `Paused by the operator. ${goesOn(progress)}` });
    else if (move.do === 'succeed') {
      await refresh(deps, run, plan.steps);
      moved = false;
      await succeed(deps, run.plan_id, write);
    } else if (move.do === 'finish-roll-back') {
      await refresh(deps, run, plan.steps);
      moved = false;
      await finishRollBack(deps, run.plan_id, progress, write);
    } else {
      const step = plan.steps.find((one) => one.id === move.stepId) as PlannedStep;
      const port = await portInAccount(deps, step.accountId ?? run.account_id, step.region ?? run.region);
      const context = stepContext({ deps, port, run, steps: plan.steps, progress, stepId: step.id, signal, write });
      await makeMove(context, step, move.do, progress, write);
      moved = true;
    }
  }
}

/** What AWS does while a run is paused: a roll-out that it has begun is not stopped by that. */
const goesOn = ({ steps }: RunProgress): string =>
  steps.some(({ state }) => state === 'waiting') ? 'Nothing more is sent; what AWS has begun goes on there.' : 'Nothing is under way.';

/** Screens and proofs show at once what the run changed, half a chain too: its profiles and its workload, then the users and roles. */
async function refresh(deps: Deps, run: Awaited<ReturnType<typeof runRow>>, steps: readonly PlannedStep[]): Promise<void> {
  await deps.refreshProfiles(touchedProfiles(steps, run.account_id));
  if (run.workload_id !== null) await deps.refreshWorkload(run.workload_id);
  await deps.refreshPrincipals(touchedPrincipals(steps, run.account_id));
}

const callOf = ({ call }: Executor<PlannedStep>, step: PlannedStep): string | null => (typeof call === 'function' ? call(step) : call);

type Write = (entry: NewEntry) => Promise<RunProgress>;

async function makeMove(context: StepContext, step: PlannedStep, move: string, progress: RunProgress, write: Write): Promise<void> {
  const executor = executorOf(step);
  const data = progress.steps.find((one) => one.id === step.id)?.data ?? {};
  // A roll-back may be asked for while a call is under way: what comes of the call is still the end of a forward move, to be undone.
  const { direction } = progress;
  const line = { stepId: step.id, call: callOf(executor, step), direction };
  try {
    if (move === 'forward') await goForward(context, executor, step, line, write);
    else if (move === 'settle-forward') await settleForward(context, executor, step, data, line, write);
    else await undo(context, executor, step, data, line, write);
  } catch (error) {
    if (error instanceof Interrupted) return;
    const { message, requestId } = failureOf(error);
    const now = await write({ ...line, event: 'failed', message, awsRequestId: requestId });
    if (now.direction === direction) await write({ ...line, event: 'run-failed', message, awsRequestId: requestId });
    if (!(error instanceof AwsError) && !(error instanceof StepFailed) && !(error instanceof AppError)) {
      context.deps.log.error({ runId: context.runId, stepId: step.id, error: (error as Error).stack }, 'a step failed unexpectedly');
    }
  }
}

/** Journal `intended`, call AWS, journal what came of it. Waits for IAM inside its freshness window; finds lost answers by reading. */
async function goForward(
  context: StepContext,
  executor: Executor<PlannedStep>,
  step: PlannedStep,
  line: Line,
  write: Write,
): Promise<void> {
  if (executor.call === null) {
    await write({ ...line, event: 'waiting', message: 'Reading the account.' });
    return done(write, line, await executor.forward(context, step, {}));
  }
  await executor.before?.(context, step);
  const remembered = (await executor.remember?.(context, step)) ?? {};
  for (let attempt = 0; ; attempt++) {
    await write({ ...line, event: 'intended', message: `Calling ${line.call}.`, data: remembered });
    try {
      return await done(write, line, await executor.forward(context, step, remembered));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const seconds = mayBePropagation(error) ? freshSince(context) : null;
      if (seconds !== null) {
        await write({
          ...line,
          event: 'waiting',
          message: `waiting for IAM to accept what was just created: ${seconds} s, usually under 15`,
        });
        await context.sleep(backoff(attempt));
      } else if (mayBeDone(error) || error.kind === 'throttled') {
        const there = mayBeDone(error) ? await executor.settle(context, step, remembered) : null;
        if (there) return found(write, line, there);
        if (error.kind !== 'unreachable' && error.kind !== 'throttled') throw error;
        if (attempt + 1 >= mostAttempts) throw error;
        await context.sleep(backoff(attempt + 1));
      } else throw error;
    }
  }
}

/** The answer was lost, or AWS says that the thing is there already: after a lost answer it is ours. */
const mayBeDone = (error: AwsError): boolean => error.kind === 'unreachable' || /AlreadyExists|ResourceExists/.test(error.code);

/** A call was intended and the process died: read whether it was carried out, and only if not, send it. */
async function settleForward(
  context: StepContext,
  executor: Executor<PlannedStep>,
  step: PlannedStep,
  data: Record<string, unknown>,
  line: Line,
  write: Write,
) {
  const there = await executor.settle(context, step, data);
  if (there) return found(write, line, there);
  return goForward(context, executor, step, line, write);
}

/** Undoes what reading shows to be there; what is not there needs no undoing. */
async function undo(
  context: StepContext,
  executor: Executor<PlannedStep>,
  step: PlannedStep,
  data: Record<string, unknown>,
  line: Line,
  write: Write,
) {
  const undone = async (outcome: Outcome | null, otherwise: string): Promise<void> => {
    const says = (await executor.afterUndo?.(context, step)) ?? null;
    if (outcome !== null && says === null) return done(write, line, outcome);
    await write({ ...line, event: 'found', message: says ?? otherwise });
  };
  const there = await executor.settle(context, step, data);
  if (there === null) return undone(null, 'Nothing of this step is left to undo.');
  const why = (await executor.keep?.(context, step, data)) ?? null;
  if (why !== null) return void (await write({ ...line, event: 'found', message: `Left as it is: ${why}.`, data: { kept: true } }));
  const remembered = { ...data, ...there.data };
  await write({ ...line, event: 'intended', message: `Undoing: ${there.message}`, data: remembered });
  for (let attempt = 0; ; attempt++) {
    try {
      return await undone(await executor.undo(context, step, remembered), '');
    } catch (error) {
      if (!(error instanceof AwsError) || (error.kind !== 'unreachable' && error.kind !== 'throttled') || attempt + 1 >= mostAttempts)
        throw error;
      await context.sleep(backoff(attempt + 1));
      if ((await executor.settle(context, step, remembered)) === null) return undone(null, 'It was undone; the answer was lost.');
    }
  }
}

type Line = Pick<NewEntry, 'stepId' | 'call' | 'direction'>;

const done = async (write: Write, line: Line, { message, data, requestId }: Outcome): Promise<void> =>
  void (await write({ ...line, event: 'done', message, data, awsRequestId: requestId }));

const found = async (write: Write, line: Line, { message, data }: Outcome): Promise<void> =>
  void (await write({ ...line, event: 'found', message: `Found by reading: ${message}`, data }));

async function succeed(deps: Deps, planId: string, write: Write): Promise<void> {
  await write({ event: 'succeeded', message: 'Every step is done.' });
  await deps.db.updateTable('plan').set({ state: 'done' }).where('id', '=', planId).execute();
}

async function finishRollBack(deps: Deps, planId: string, { steps }: RunProgress, write: Write): Promise<void> {
  const kept = steps.filter((step) => step.state === 'skipped').length;
  const but =
    kept === 0 ? '.' : `, but for ${kept} step${kept === 1 ? '' : 's'} whose result somebody else uses by now, or that cannot be put back.`;
  await write({ event: 'rolled-back', message: `Everything that this run did is undone${but}` });
  await deps.db.updateTable('plan').set({ state: 'done' }).where('id', '=', planId).execute();
}

function failureOf(error: unknown): { message: string; requestId: string | null } {
  if (error instanceof AppError) return { message: error.message, requestId: null };
  if (error instanceof StepFailed) return { message: error.message, requestId: error.requestId };
  if (error instanceof AwsError) return { message: `${error.call}: ${error.code}: ${error.message}`, requestId: error.requestId };
  return { message: 'An unexpected error; the log of the console has more.', requestId: null };
}
