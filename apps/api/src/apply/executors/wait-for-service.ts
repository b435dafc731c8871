import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { type Executor, outcome } from './executor.ts';
import { waitUntilOnRevision } from './rollout.ts';
import { newRevisionOf } from './update-service.ts';

/** Reads until every task runs the new revision; changes nothing. */
export const waitForService: Executor<StepOf<'wait-for-service'>> = {
  call: null,
  async forward(context, { clusterArn, serviceName }) {
    const { tasks } = await waitUntilOnRevision(context, { clusterArn, serviceName, taskDefinitionArn: newRevisionOf(context) });
    return outcome(`All ${tasks} tasks run the new revision.`);
  },
  settle: async () => null,
  undo: async () => outcome('Nothing to undo.'),
};
