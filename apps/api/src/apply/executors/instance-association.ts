import type { AssociationOf } from '@rolewright/shared/plan/instance-snapshot.ts';
import { lastNameOf } from '@rolewright/shared/plan/instance-steps.ts';
import { AwsError } from '../../aws/aws-error.ts';
import { type StepContext, StepFailed } from './executor.ts';
import { mostUnanswered } from './rollout.ts';

const pollMilliseconds = 500;
const longestMilliseconds = 120_000;

/** The profile that an instance has, or is getting or losing; null: none. Throws StepFailed where that cannot be read. */
export async function associationNow({ port }: StepContext, instanceId: string): Promise<AssociationOf | null> {
  const reading = await port.read.associationOf(instanceId);
  if (reading.state === 'unreadable') throw new StepFailed(`The instance profile of ${instanceId} could not be read: ${reading.reason}.`);
  return reading.state === 'known' ? reading.value : null;
}

/** The same, but one that is on its way off counts as none. */
export async function heldNow(context: StepContext, instanceId: string): Promise<AssociationOf | null> {
  const now = await associationNow(context, instanceId);
  return now?.state === 'disassociating' ? null : now;
}

/**
 * Waits until the profile is `associated`, or with null until the instance has none and can be given one (D-65). Throws StepFailed where it
 * has another one, or after two minutes.
 */
export async function untilAssociation(context: StepContext, instanceId: string, profileArn: string | null): Promise<void> {
  for (let end = Date.now() + longestMilliseconds, unanswered = 0; ; ) {
    let says = 'is not there yet';
    try {
      const now = await associationNow(context, instanceId);
      if (profileArn === null ? now === null : now?.profileArn === profileArn && now.state === 'associated') return;
      if (now !== null && now.state !== 'disassociating' && now.profileArn !== profileArn) {
        throw new StepFailed(`${instanceId} has the instance profile ${lastNameOf(now.profileArn)}, which somebody else gave it.`);
      }
      says = now === null ? 'is not there yet' : `is ${now.state}`;
      unanswered = 0;
    } catch (error) {
      if (!(error instanceof AwsError) || ++unanswered > mostUnanswered) throw error;
    }
    if (Date.now() > end) throw new StepFailed(`After two minutes the instance profile of ${instanceId} ${says}.`);
    await context.waitingFor(`waiting for EC2: the instance profile of ${instanceId} ${says}`);
    await context.sleep(pollMilliseconds);
  }
}
