import type { InstanceOf, InstanceState } from '@rolewright/shared/plan/instance-snapshot.ts';
import { AwsError } from '../../aws/aws-error.ts';
import { type StepContext, StepFailed } from './executor.ts';
import { mostUnanswered } from './rollout.ts';

const pollMilliseconds = 1_000;
/** An instance that writes its memory away may take long to stop. */
const longestMilliseconds = 10 * 60_000;

/** The instance as it is now. Throws StepFailed where it is gone or cannot be read. */
export async function instanceNow({ port }: StepContext, instanceId: string): Promise<InstanceOf> {
  const reading = await port.read.instance(instanceId);
  if (reading.state === 'known') return reading.value;
  throw new StepFailed(
    `The instance ${instanceId} ${reading.state === 'absent' ? 'is not there any more' : `could not be read: ${reading.reason}`}.`,
  );
}

/** Waits until the instance has come to the state, up to ten minutes. Throws StepFailed after that, or where it is gone. */
export async function untilState(context: StepContext, instanceId: string, wanted: InstanceState): Promise<void> {
  for (let end = Date.now() + longestMilliseconds, unanswered = 0; ; ) {
    let says = 'was not read';
    try {
      const { state } = await instanceNow(context, instanceId);
      if (state === wanted) return;
      says = `is ${state}`;
      unanswered = 0;
    } catch (error) {
      if (!(error instanceof AwsError) || ++unanswered > mostUnanswered) throw error;
    }
    if (Date.now() > end) throw new StepFailed(`After ten minutes ${instanceId} ${says}, and not ${wanted}.`);
    await context.waitingFor(`waiting for EC2: ${instanceId} ${says}`);
    await context.sleep(pollMilliseconds);
  }
}
