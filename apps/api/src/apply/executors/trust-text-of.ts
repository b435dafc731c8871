import { type StepContext, StepFailed } from './executor.ts';

/** The trust policy's text as it stands in IAM; null: there is no such role. Throws StepFailed where that cannot be read. */
export async function trustTextOf({ port }: StepContext, roleName: string): Promise<string | null> {
  const reading = await port.read.trustText(roleName);
  if (reading.state === 'unreadable') throw new StepFailed(`The trust policy of ${roleName} could not be read: ${reading.reason}.`);
  return reading.state === 'known' ? reading.value : null;
}
