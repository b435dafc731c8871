import { lastNameOf } from '@rolewright/shared/plan/instance-steps.ts';
import { type Outcome, outcome, type StepContext, StepFailed } from './executor.ts';
import { heldNow, untilAssociation } from './instance-association.ts';
import { instanceNow } from './instance-state.ts';

/**
 * Gives an instance its earlier profile again (E15): replaced by the association's id where it runs, taken off and attached where it is
 * stopped (D-65). Safe to repeat: it goes on from what it finds.
 */
export async function putProfileBack(context: StepContext, instanceId: string, profileArn: string): Promise<Outcome> {
  const { change } = context.port;
  const held = await heldNow(context, instanceId);
  const says = `${instanceId} has the instance profile ${lastNameOf(profileArn)} again.`;
  if (held?.profileArn === profileArn) return outcome(says);
  const { state } = await instanceNow(context, instanceId);
  if (state === 'terminated' || state === 'shutting-down') throw new StepFailed(`${instanceId} is ${state}: it has no profile any more.`);
  if (held !== null && (state === 'running' || state === 'pending')) {
    const { requestId } = await change.replaceInstanceProfile(held.associationId, profileArn);
    return outcome(says, {}, requestId);
  }
  if (held !== null) await change.disassociateInstanceProfile(held.associationId);
  await untilAssociation(context, instanceId, null);
  const { requestId } = await change.associateInstanceProfile(instanceId, profileArn);
  return outcome(says, {}, requestId);
}
