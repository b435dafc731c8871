import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { type Executor, outcome, type StepContext, StepFailed } from './executor.ts';
import { profileInUse } from './profile-in-use.ts';

type Step = StepOf<'add-role-to-instance-profile'>;

/** iam:AddRoleToInstanceProfile. A profile holds one role: what somebody else put in since the plan was made is not taken out. */
export const addRoleToInstanceProfile: Executor<Step> = {
  call: 'iam:AddRoleToInstanceProfile',
  async forward(context, step) {
    const { profileName, roleName, roleArn } = step;
    const [held] = await rolesIn(context, step);
    if (held !== undefined && held !== roleArn) {
      throw new StepFailed(`${profileName} got another role, ${held}, since the plan was made. It was not taken out; roll back.`);
    }
    const { requestId } = await context.port.change.addRoleToInstanceProfile(profileName, roleName);
    return outcome(`AWS accepted ${roleName} in the instance profile ${profileName}.`, {}, requestId);
  },
  async settle(context, step) {
    return (await rolesIn(context, step)).includes(step.roleArn) ? outcome(`${step.profileName} holds ${step.roleName}.`) : null;
  },
  keep: (context, { profileArn }) => profileInUse(context, profileArn),
  async undo({ port }, { profileName, roleName }) {
    const { requestId } = await port.change.removeRoleFromInstanceProfile(profileName, roleName);
    return outcome(`Took ${roleName} out of the instance profile ${profileName}.`, {}, requestId);
  },
};

async function rolesIn({ port }: StepContext, { profileName }: Step): Promise<string[]> {
  const profile = await port.read.instanceProfile(profileName);
  if (profile.state === 'unreadable') throw new StepFailed(`What ${profileName} holds could not be read: ${profile.reason}.`);
  return profile.state === 'known' ? profile.value.roles : [];
}
