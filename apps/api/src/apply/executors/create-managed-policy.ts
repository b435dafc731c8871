import { planTag, type StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { type Executor, outcome, StepFailed } from './executor.ts';
import { roleInUse } from './role-in-use.ts';

/** iam:CreatePolicy; ours is recognised by the plan's tag. */
export const createManagedPolicy: Executor<StepOf<'create-managed-policy'>> = {
  call: 'iam:CreatePolicy',
  async forward({ port }, step) {
    const { policyName: name, path, document, description, tags } = step;
    const { value, requestId } = await port.change.createManagedPolicy({ name, path, document, description, tags });
    return outcome(`AWS accepted the policy ${value.arn}.`, { policyArn: value.arn }, requestId);
  },
  async settle({ port, planId }, step) {
    const policy = await port.read.managedPolicy(step.policyArn);
    if (policy.state === 'absent') return null;
    if (policy.state === 'unreadable')
      throw new StepFailed(`Whether the policy ${step.policyName} exists could not be read: ${policy.reason}.`);
    if (policy.value.tags[planTag] !== planId) return null;
    return outcome(`The policy ${step.policyArn} is there and carries this plan’s tag.`, { policyArn: step.policyArn });
  },
  keep: roleInUse,
  async undo({ port }, step) {
    const { requestId } = await port.change.deleteManagedPolicy(step.policyArn);
    return outcome(`Deleted the policy ${step.policyName}.`, {}, requestId);
  },
};
