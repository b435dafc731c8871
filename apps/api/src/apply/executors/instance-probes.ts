import type { ProbeMoment } from '@rolewright/shared/probes/probe.ts';
import { requireProbes } from '../probe-gate.ts';
import type { StepContext } from './executor.ts';
import { instanceNow } from './instance-state.ts';

/** The functional probes of an instance's workload; throws StepFailed where one does not pass. Of an instance that does not run nothing answers: none is made. */
export async function requireProbesOfInstance(context: StepContext, instanceId: string, moment: ProbeMoment): Promise<void> {
  if (await isRunning(context, instanceId)) await requireProbes(context, moment);
}

export const isRunning = async (context: StepContext, instanceId: string): Promise<boolean> =>
  (await instanceNow(context, instanceId)).state === 'running';
