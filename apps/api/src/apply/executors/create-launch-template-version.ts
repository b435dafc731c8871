import { nextLaunchTemplateData } from '@rolewright/shared/aws/launch-template-data.ts';
import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { Secret } from '@rolewright/shared/secret.ts';
import { launchFingerprint } from '../../plan/launch-content.ts';
import { said } from './create-launch-template.ts';
import { type Executor, outcome, type StepContext, StepFailed } from './executor.ts';
import { editsNow, stepToken } from './launch-edits.ts';
import { templateInUse } from './launch-in-use.ts';
import { answered, versionNow } from './launch-now.ts';

type Step = StepOf<'create-launch-template-version'>;

/**
 * ec2:CreateLaunchTemplateVersion of the source version with the edits, all of it as data and never by SourceVersion (D-72). What EC2 made is read
 * back: a version that is not what was sent is deleted before anything uses it. Found again by its description.
 */
export const createLaunchTemplateVersion: Executor<Step> = {
  call: 'ec2:CreateLaunchTemplateVersion',
  async forward(context, step) {
    const launchTemplateId = templateOf(context, step);
    const described = (await versionNow(context, launchTemplateId, step.sourceVersion, step.fingerprint)).reveal();
    const data = nextLaunchTemplateData(described, editsNow(context, step.edits, described));
    const { description } = step;
    const { change } = context.port;
    const input = { launchTemplateId, description, data: new Secret(data), token: stepToken(context, step) };
    const { value, requestId } = await change.createLaunchTemplateVersion(input);
    const { version, warning } = value;
    const what = `Version ${version} of ${step.templateName}`;
    const made = answered(what, await context.port.read.launchTemplateVersion(launchTemplateId, version));
    if (contentOf(context, made.data.reveal()) !== contentOf(context, data)) {
      await change.deleteLaunchTemplateVersion(launchTemplateId, version);
      throw new StepFailed(`${what} is not what was sent. It was deleted before anything used it.`, requestId);
    }
    return outcome(`AWS accepted version ${version} of ${step.templateName}.${said(warning)}`, { launchTemplateId, version }, requestId);
  },
  async settle(context, step) {
    const launchTemplateId = templateOf(context, step);
    const versions = await context.port.read.templateVersions(launchTemplateId);
    if (versions.state === 'unreadable') {
      throw new StepFailed(`Whether ${step.templateName} has the new version could not be read: ${versions.reason}.`);
    }
    const found = versions.state === 'known' ? versions.value.find(({ description }) => description === step.description) : undefined;
    if (found === undefined) return null;
    return outcome(`Version ${found.version} of ${step.templateName} is there.`, { launchTemplateId, version: found.version });
  },
  keep: (context, _step, data) => templateInUse(context, String(data.launchTemplateId), String(data.version)),
  async undo({ port }, { templateName }, data) {
    const { requestId } = await port.change.deleteLaunchTemplateVersion(String(data.launchTemplateId), String(data.version));
    return outcome(`Deleted version ${String(data.version)} of ${templateName}.`, {}, requestId);
  },
};

/** The template's id, also where a step of this run made it. */
function templateOf({ dataOf }: StepContext, { launchTemplateId }: Step): string {
  if (!launchTemplateId.startsWith('step:')) return launchTemplateId;
  const made = dataOf(launchTemplateId.slice('step:'.length)).launchTemplateId;
  if (typeof made !== 'string') throw new StepFailed('The journal does not name the launch template that this run made.');
  return made;
}

/** What two versions of the same content have in common; members that only an answer has are left out. */
const contentOf = ({ deps }: StepContext, data: Record<string, unknown>): string =>
  launchFingerprint(deps.fingerprint, nextLaunchTemplateData(data, {}));
