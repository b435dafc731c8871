import { planTag, type StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { type Executor, outcome, StepFailed } from './executor.ts';
import { profileInUse } from './profile-in-use.ts';

/** iam:CreateInstanceProfile; ours is recognised by the plan's tag. */
export const createInstanceProfile: Executor<StepOf<'create-instance-profile'>> = {
  call: 'iam:CreateInstanceProfile',
  async forward({ port }, { profileName: name, path, tags }) {
    const { value, requestId } = await port.change.createInstanceProfile({ name, path, tags });
    return outcome(`AWS accepted the instance profile ${value.arn}.`, { profileArn: value.arn }, requestId);
  },
  async settle({ port, planId }, { profileName }) {
    const profile = await port.read.instanceProfile(profileName);
    if (profile.state === 'unreadable') {
      throw new StepFailed(`Whether the instance profile ${profileName} exists could not be read: ${profile.reason}.`);
    }
    if (profile.state === 'absent' || profile.value.tags[planTag] !== planId) return null;
    return outcome(`The instance profile ${profile.value.arn} is there and carries this plan’s tag.`, { profileArn: profile.value.arn });
  },
  keep: (context, { profileArn }) => profileInUse(context, profileArn),
  async undo({ port }, { profileName }) {
    const { requestId } = await port.change.deleteInstanceProfile(profileName);
    return outcome(`Deleted the instance profile ${profileName}.`, {}, requestId);
  },
};
