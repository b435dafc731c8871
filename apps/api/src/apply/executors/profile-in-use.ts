import type { PlannedStep } from '@rolewright/shared/plan/planned-step.ts';
import { type StepContext, StepFailed } from './executor.ts';

/**
 * Why a roll-back must leave a profile and what it holds alone, since AWS deletes it all the same: an instance has it, or what this run made for a
 * group to launch from had to stay and names it. Null: nobody needs it.
 */
export async function profileInUse(context: StepContext, profileArn: string): Promise<string | null> {
  const instances = await context.port.read.instancesOfProfile(profileArn);
  if (instances.state === 'unreadable') throw new StepFailed(`Who has the instance profile could not be read: ${instances.reason}.`);
  const [first] = instances.state === 'known' ? instances.value : [];
  if (first) return `${first.name} (${first.instanceId}) has this instance profile by now`;
  for (const step of context.steps) {
    const left = await leftOf(context, step);
    if (left !== null) return `${left} names this instance profile`;
  }
  return null;
}

/** What a step of a group's move made and is there still; an earlier step of the roll-back would have deleted it if nobody used it. */
async function leftOf({ port, dataOf }: StepContext, step: PlannedStep): Promise<string | null> {
  if (step.kind === 'create-launch-template-version') {
    const { launchTemplateId, version } = dataOf(step.id);
    if (typeof launchTemplateId !== 'string' || typeof version !== 'string') return null;
    const found = await port.read.launchTemplateVersion(launchTemplateId, version);
    if (found.state === 'unreadable') throw new StepFailed(`What names the instance profile could not be read: ${found.reason}.`);
    return found.state === 'known' ? `version ${version} of the launch template ${step.templateName}` : null;
  }
  if (step.kind !== 'create-launch-configuration' || dataOf(step.id).launchConfigurationName === undefined) return null;
  const found = await port.read.launchConfiguration(step.launchConfigurationName);
  if (found.state === 'unreadable') throw new StepFailed(`What names the instance profile could not be read: ${found.reason}.`);
  return found.state === 'known' ? `the launch configuration ${step.launchConfigurationName}` : null;
}
