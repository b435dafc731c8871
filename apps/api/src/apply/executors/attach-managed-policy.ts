import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { type Executor, outcome, StepFailed } from './executor.ts';
import { roleInUse } from './role-in-use.ts';

/** iam:AttachRolePolicy. What somebody else attached since the plan was made is noted, so that a roll-back leaves it. */
export const attachManagedPolicy: Executor<StepOf<'attach-managed-policy'>> = {
  call: 'iam:AttachRolePolicy',
  async remember({ port }, { roleName, policyArn }) {
    const role = await port.read.role(roleName);
    return { wasThere: role.state === 'known' && role.value.attached.some((policy) => policy.arn === policyArn) };
  },
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
  keep: async (context, _step, data) => (data.wasThere === true ? 'it was attached before this run' : roleInUse(context)),
  async undo({ port }, { roleName, policyArn }) {
    const { requestId } = await port.change.detachRolePolicy(roleName, policyArn);
    return outcome(`Detached ${policyArn}.`, {}, requestId);
  },
};
