import { type LaunchTemplateData, nextLaunchTemplateData } from '@rolewright/shared/aws/launch-template-data.ts';
import { launchTemplateDataOf } from '@rolewright/shared/aws/launch-template-from-configuration.ts';
import { planTag, type StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { copiedFrom } from '@rolewright/shared/plan/steps/copied-from.ts';
import { Secret } from '@rolewright/shared/secret.ts';
import { type Executor, outcome, type StepContext, StepFailed } from './executor.ts';
import { stepToken } from './launch-edits.ts';
import { templateInUse } from './launch-in-use.ts';
import { configurationNow, versionNow } from './launch-now.ts';

type Step = StepOf<'create-launch-template'>;

/**
 * ec2:CreateLaunchTemplate whose version 1 launches what the group launches now (D-71, D-73), nothing edited; ours is recognised by the
 * plan's tag. The data is read just before and goes nowhere else.
 */
export const createLaunchTemplate: Executor<Step> = {
  call: 'ec2:CreateLaunchTemplate',
  async forward(context, step) {
    const { templateName: name, tags } = step;
    const description = `The same as ${copiedFrom(step)}`.slice(0, 255);
    const input = { name, description, data: await originNow(context, step), tags, token: stepToken(context, step) };
    const { value, requestId } = await context.port.change.createLaunchTemplate(input);
    const { launchTemplateId, version, warning } = value;
    return outcome(
      `AWS accepted the launch template ${name} (${launchTemplateId}).${said(warning)}`,
      { launchTemplateId, version },
      requestId,
    );
  },
  async settle({ port, planId }, { templateName: name }) {
    const template = await port.read.launchTemplate({ name });
    if (template.state === 'unreadable')
      throw new StepFailed(`Whether the launch template ${name} exists could not be read: ${template.reason}.`);
    if (template.state === 'absent' || template.value.tags[planTag] !== planId) return null;
    const { id: launchTemplateId } = template.value;
    return outcome(`The launch template ${name} (${launchTemplateId}) is there and carries this plan’s tag.`, {
      launchTemplateId,
      version: '1',
    });
  },
  keep: (context, _step, data) => templateInUse(context, String(data.launchTemplateId), null),
  async undo({ port }, { templateName }, data) {
    const { requestId } = await port.change.deleteLaunchTemplate(String(data.launchTemplateId));
    return outcome(`Deleted the launch template ${templateName} with its versions.`, {}, requestId);
  },
};

/** LaunchTemplateData of version 1, from what is there now. Throws StepFailed where that is not what the plan was made from. */
async function originNow(
  context: StepContext,
  { launchConfigurationName, copyOf, fingerprint }: Step,
): Promise<Secret<LaunchTemplateData>> {
  if (copyOf !== undefined) {
    const { launchTemplateId, version } = copyOf;
    return new Secret(nextLaunchTemplateData((await versionNow(context, launchTemplateId, version, fingerprint)).reveal(), {}));
  }
  const name = launchConfigurationName ?? '';
  const described = await configurationNow(context, name, fingerprint);
  const { data, unknown } = launchTemplateDataOf(described.reveal(), {});
  if (unknown.length > 0) {
    throw new StepFailed(`${name} has ${unknown.join(', ')}, which has no counterpart here that is known to be the same.`);
  }
  return new Secret(data);
}

/** What EC2 said beside its answer. */
export const said = (warning: string | null): string => (warning === null ? '' : ` EC2 adds: ${warning}`);
