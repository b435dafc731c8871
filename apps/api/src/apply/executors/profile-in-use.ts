import { type StepContext, StepFailed } from './executor.ts';

/** Why a roll-back must leave a profile and what it holds alone: an instance has it, since AWS deletes it all the same. Null: nobody has it. */
export async function profileInUse({ port }: StepContext, profileArn: string): Promise<string | null> {
  const instances = await port.read.instancesOfProfile(profileArn);
  if (instances.state === 'unreadable') throw new StepFailed(`Who has the instance profile could not be read: ${instances.reason}.`);
  const [first] = instances.state === 'known' ? instances.value : [];
  return first ? `${first.name} (${first.instanceId}) has this instance profile by now` : null;
}
