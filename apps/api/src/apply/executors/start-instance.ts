import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { type Executor, outcome } from './executor.ts';
import { instanceNow, untilState } from './instance-state.ts';

/** ec2:StartInstances; done when it runs. Nothing of it is undone: the instance ran before the run. */
export const startInstance: Executor<StepOf<'start-instance'>> = {
  call: 'ec2:StartInstances',
  async forward(context, { instanceId }) {
    await untilState(context, instanceId, 'stopped');
    const { requestId } = await context.port.change.startInstance(instanceId);
    await untilState(context, instanceId, 'running');
    return outcome(`${instanceId} runs.`, {}, requestId);
  },
  /** Forward, one that starts is waited for: what comes next looks at its programs. */
  async settle(context, { instanceId }) {
    const { state } = await instanceNow(context, instanceId);
    if (state !== 'running' && state !== 'pending') return null;
    if (context.direction === 'forward') await untilState(context, instanceId, 'running');
    return outcome(`${instanceId} runs.`);
  },
  keep: async (_context, { instanceId }) => `${instanceId} ran before this run, and runs on`,
  undo: async () => outcome('Nothing to undo.'),
};
