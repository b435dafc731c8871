import { copyOfLaunchConfiguration, type LaunchConfiguration } from '@rolewright/shared/aws/launch-configuration.ts';
import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { Secret } from '@rolewright/shared/secret.ts';
import { AwsError } from '../../aws/aws-error.ts';
import { launchFingerprint } from '../../plan/launch-content.ts';
import { type Executor, outcome, type StepContext, StepFailed } from './executor.ts';
import { editsNow } from './launch-edits.ts';
import { configurationInUse } from './launch-in-use.ts';
import { configurationNow } from './launch-now.ts';

type Step = StepOf<'create-launch-configuration'>;

/**
 * autoscaling:CreateLaunchConfiguration: a copy under a new name with the edits, since one that is there cannot be changed (D6). It has no tag and
 * no token: ours is recognised by its name and the fingerprint of what was sent. An account made since October 2024 cannot make any (D-71).
 */
export const createLaunchConfiguration: Executor<Step> = {
  call: 'autoscaling:CreateLaunchConfiguration',
  async remember(context, step) {
    return { promised: launchFingerprint(context.deps.fingerprint, (await copyNow(context, step)).reveal()) };
  },
  async forward(context, step) {
    const name = step.launchConfigurationName;
    const input = await copyNow(context, step);
    try {
      const { requestId } = await context.port.change.createLaunchConfiguration(input);
      return outcome(`AWS accepted the launch configuration ${name}.`, { launchConfigurationName: name }, requestId);
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== 'UnsupportedOperation') throw error;
      const says = 'This account cannot make launch configurations, as none can that was made since October 2024.';
      throw new StepFailed(`${says} Roll back, then plan the move to a launch template. AWS: ${error.message}`, error.requestId);
    }
  },
  async settle({ port, deps }, { launchConfigurationName: name }, data) {
    const found = await port.read.launchConfiguration(name);
    if (found.state === 'unreadable')
      throw new StepFailed(`Whether the launch configuration ${name} exists could not be read: ${found.reason}.`);
    if (found.state === 'absent') return null;
    const content = copyOfLaunchConfiguration(found.value.data.reveal(), name, {});
    if (launchFingerprint(deps.fingerprint, content) !== data.promised) return null;
    return outcome(`The launch configuration ${name} is there with the promised content.`, { launchConfigurationName: name });
  },
  keep: (context, { launchConfigurationName }) => configurationInUse(context, launchConfigurationName),
  async undo({ port }, { launchConfigurationName }) {
    const { requestId } = await port.change.deleteLaunchConfiguration(launchConfigurationName);
    return outcome(`Deleted the launch configuration ${launchConfigurationName}.`, {}, requestId);
  },
};

/** What is sent, from what is there now. Throws StepFailed where that is not what the plan was made from. */
async function copyNow(
  context: StepContext,
  { from, fingerprint, launchConfigurationName: name, edits }: Step,
): Promise<Secret<Record<string, unknown>>> {
  const described: LaunchConfiguration = (await configurationNow(context, from, fingerprint)).reveal();
  return new Secret(copyOfLaunchConfiguration(described, name, editsNow(context, edits, described)));
}
