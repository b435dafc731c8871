import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { probesMeanwhile, requireProbes } from '../probe-gate.ts';
import { type Executor, outcome } from './executor.ts';
import { waitUntilOnRevision } from './rollout.ts';
import { newRevisionOf } from './update-service.ts';

/** Reads until every task runs the new revision; changes nothing. The workload's probes are made meanwhile, and once more when the last old task is gone. */
export const waitForService: Executor<StepOf<'wait-for-service'>> = {
  call: null,
  async forward(context, { clusterArn, serviceName }) {
    const target = { clusterArn, serviceName, taskDefinitionArn: newRevisionOf(context) };
    const { tasks } = await waitUntilOnRevision(context, target, probesMeanwhile(context));
    await requireProbes(context, 'during');
    return outcome(`All ${tasks} tasks run the new revision.`);
  },
  settle: async () => null,
  undo: async () => outcome('Nothing to undo.'),
};
