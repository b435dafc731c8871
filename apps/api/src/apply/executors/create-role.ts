import type { PolicyDocument } from '@rolewright/shared/aws/policy-document.ts';
import { planTag, type StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { withOwnId } from './chain-trust.ts';
import { type Executor, outcome, StepFailed } from './executor.ts';
import { roleInUse } from './role-in-use.ts';

/** iam:CreateRole; ours is recognised by the plan's tag. A chain's external id is put into its trust here and nowhere else. */
export const createRole: Executor<StepOf<'create-role'>> = {
  call: 'iam:CreateRole',
  async forward(context, step) {
    const { roleName: name, path, description, boundaryArn, tags } = step;
    const trust = withOwnId(context, step.trust as PolicyDocument, step.link);
    const { value, requestId } = await context.port.change.createRole({ name, path, trust, description, boundaryArn, tags });
    return outcome(`AWS accepted the role ${value.arn}.`, { roleArn: value.arn }, requestId);
  },
  async settle({ port, planId }, step) {
    const role = await port.read.role(step.roleName);
    if (role.state === 'absent') return null;
    if (role.state === 'unreadable') throw new StepFailed(`Whether the role ${step.roleName} exists could not be read: ${role.reason}.`);
    if (role.value.tags[planTag] !== planId) return null;
    return outcome(`The role ${role.value.arn} is there and carries this plan’s tag.`, { roleArn: role.value.arn });
  },
  keep: roleInUse,
  async undo({ port }, step) {
    const { requestId } = await port.change.deleteRole(step.roleName);
    return outcome(`Deleted the role ${step.roleName}.`, {}, requestId);
  },
};
