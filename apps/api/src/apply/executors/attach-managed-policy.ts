import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { type Executor, outcome, StepFailed } from './executor.ts';
import { roleInUse } from './role-in-use.ts';

/** iam:AttachRolePolicy. The plan has this step only where the policy was not attached, so what is attached now is ours. */
export const attachManagedPolicy: Executor<StepOf<'attach-managed-policy'>> = {
  call: 'iam:AttachRolePolicy',
  async forward({ port }, { roleName, policyArn }) {
    const { requestId } = await port.change.attachRolePolicy(roleName, policyArn);
    return outcome(`Attached ${policyArn}.`, {}, requestId);
  },
  async settle({ port }, { roleName, policyArn }) {
    const role = await port.read.role(roleName);
    if (role.state === 'unreadable') throw new StepFailed(`The policies of ${roleName} could not be read: ${role.reason}.`);
    if (role.state === 'absent' || !role.value.attached.some((policy) => policy.arn === policyArn)) return null;
    return outcome(`${policyArn} is attached.`);
  },
  keep: roleInUse,
  async undo({ port }, { roleName, policyArn }) {
    const { requestId } = await port.change.detachRolePolicy(roleName, policyArn);
    return outcome(`Detached ${policyArn}.`, {}, requestId);
  },
};
