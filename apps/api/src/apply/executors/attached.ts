import type { Holder } from '@rolewright/shared/plan/planned-step.ts';
import { type StepContext, StepFailed } from './executor.ts';

/** Is the policy attached to the role or user itself? Throws StepFailed where that cannot be read. */
export async function isAttached({ port }: StepContext, { kind, name }: Holder, policyArn: string): Promise<boolean> {
  const reading = await port.read.attachedArns(kind, name);
  if (reading.state === 'unreadable') throw new StepFailed(`The policies attached to ${name} could not be read: ${reading.reason}.`);
  return reading.state === 'known' && reading.value.includes(policyArn);
}
