import type { GroupOf } from '@rolewright/shared/plan/group-snapshot.ts';
import type { LaunchSource, TemplateNames } from '@rolewright/shared/plan/group-steps.ts';
import { resolvedSource } from '@rolewright/shared/plan/launch-source.ts';
import { type StepContext, StepFailed } from './executor.ts';

/** The group as it is now. Throws StepFailed where it is gone or cannot be read. */
export async function groupNow({ port }: StepContext, groupName: string): Promise<GroupOf> {
  const reading = await port.read.group(groupName);
  if (reading.state === 'known') return reading.value;
  const why = reading.state === 'absent' ? 'is not there any more' : `could not be read: ${reading.reason}`;
  throw new StepFailed(`The Auto Scaling group ${groupName} ${why}.`);
}

/** The source with the ids and numbers that steps of this run made. Throws StepFailed where the journal does not name one. */
export function madeSource({ dataOf }: StepContext, source: LaunchSource): LaunchSource {
  try {
    return resolvedSource(source, dataOf);
  } catch (error) {
    throw new StepFailed(`The journal does not name what this run made: ${(error as Error).message}.`);
  }
}

/** Names by the ids that steps of this run made, for words. */
export function madeNames({ dataOf }: StepContext, names: TemplateNames): TemplateNames {
  const made = Object.entries(names).map(([id, name]) => [
    id.startsWith('step:') ? String(dataOf(id.slice(5)).launchTemplateId) : id,
    name,
  ]);
  return Object.fromEntries(made);
}
