import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { type Executor, outcome } from './executor.ts';
import { requireProbesOfInstance } from './instance-probes.ts';
import { instanceNow, untilState } from './instance-state.ts';

/** ec2:StopInstances; done when it is stopped. Undoing starts it, where it does not run by then. */
export const stopInstance: Executor<StepOf<'stop-instance'>> = {
  call: 'ec2:StopInstances',
  /** After the profile and the metadata options were changed; what comes now is not undone. */
  before: (context, { instanceId }) => requireProbesOfInstance(context, instanceId, 'during'),
  async forward(context, { instanceId }) {
    const { requestId } = await context.port.change.stopInstance(instanceId);
    await untilState(context, instanceId, 'stopped');
    return outcome(`${instanceId} is stopped.`, {}, requestId);
  },
  async settle(context, { instanceId }) {
    const { state } = await instanceNow(context, instanceId);
    return state === 'stopped' || state === 'stopping' ? outcome(`${instanceId} is ${state}.`) : null;
  },
  async undo(context, { instanceId }) {
    await untilState(context, instanceId, 'stopped');
    const { requestId } = await context.port.change.startInstance(instanceId);
    return outcome(`${instanceId} runs again.`, {}, requestId);
  },
  async afterUndo(context, { instanceId }) {
    await untilState(context, instanceId, 'running');
    return null;
  },
};
