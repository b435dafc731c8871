import { probeSays } from '@rolewright/shared/probes/judge.ts';
import type { Probe, ProbeMoment, ProbeResult } from '@rolewright/shared/probes/probe.ts';
import { keepResult, probesOf } from '../probes/store.ts';
import { makeProbe } from '../probes/try-parts.ts';
import { type StepContext, StepFailed } from './executors/executor.ts';

/** Tries of one probe before it counts as failed: what was just changed spreads for some seconds (D-50), and a task that has just begun may not answer yet. */
const mostTries = 5;
const pauseAfter = (tries: number): number => 1_000 * 2 ** (tries - 1);
/** While a roll-out goes on the probes are made at most this often. */
const everyMilliseconds = 5_000;

/**
 * Makes every probe of the run's workload, in order, each until it passes or was tried five times; every result is a line of the journal, every new try is shown as
 * what is waited for. Reads the probes anew each time: one that was mended after it stopped a run counts when the run is resumed.
 */
export async function makeProbes(context: StepContext, moment: ProbeMoment): Promise<ProbeResult[]> {
  const results: ProbeResult[] = [];
  for (const probe of await probesOfRun(context)) {
    for (let tries = 1; ; tries++) {
      const result = await makeProbe(context.deps, context.port, probe, moment);
      const isLast = result.verdict === 'pass' || tries >= mostTries;
      if (isLast) {
        await journal(context, result);
        results.push(result);
        break;
      }
      const seconds = pauseAfter(tries) / 1000;
      await context.waitingFor(`${probeSays(result)} Try ${tries} of ${mostTries}; again in ${seconds} s.`);
      await context.sleep(pauseAfter(tries));
    }
  }
  return results;
}

/** The same, and whatever does not pass stops the step: a failing probe, and one that nobody could see. */
export async function requireProbes(context: StepContext, moment: ProbeMoment): Promise<void> {
  const open = (await makeProbes(context, moment)).filter((result) => result.verdict !== 'pass');
  if (open.length > 0) throw new StepFailed(`${open.map(probeSays).join(' ')} ${consequence[moment]}`);
}

/** Each probe once, without waiting: for evidence that is collected again after the run's end. */
export async function makeProbesOnce(context: StepContext, moment: ProbeMoment): Promise<ProbeResult[]> {
  const results: ProbeResult[] = [];
  for (const probe of await probesOfRun(context)) {
    const result = await makeProbe(context.deps, context.port, probe, moment);
    await journal(context, result);
    results.push(result);
  }
  return results;
}

/** For steps that wait while things are replaced one by one: to be called at each look; makes the probes every five seconds and stops the step when one does not pass. */
export function probesMeanwhile(context: StepContext): () => Promise<void> {
  let next = Date.now() + everyMilliseconds;
  return async () => {
    if (Date.now() < next) return;
    await requireProbes(context, 'during');
    next = Date.now() + everyMilliseconds;
  };
}

const consequence: Record<ProbeMoment, string> = {
  try: '',
  before: 'It fails already, before what runs was touched: nothing was changed by this step.',
  during: 'The roll-out stops here, and nothing after it is done; a resumed run makes the probe again.',
  after: 'What comes after the change is blocked, the retirement of the key above all.',
};

const probesOfRun = async ({ db, workloadId }: StepContext): Promise<Probe[]> => (workloadId === null ? [] : probesOf(db, workloadId));

async function journal(context: StepContext, result: ProbeResult): Promise<void> {
  if (context.workloadId !== null) await keepResult(context.db, context.workloadId, result);
  await context.record(probeSays(result), { probe: result });
}
