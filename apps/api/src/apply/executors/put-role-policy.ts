import { canonicalJson } from '@rolewright/shared/plan/fingerprint.ts';
import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { type Executor, outcome, StepFailed } from './executor.ts';
import { roleInUse } from './role-in-use.ts';

/** iam:PutRolePolicy, which would overwrite: what somebody else put there under this name since the plan was made stops the run. */
export const putRolePolicy: Executor<StepOf<'put-role-policy'>> = {
  call: 'iam:PutRolePolicy',
  async remember({ port }, { roleName, policyName, document }) {
    const role = await port.read.role(roleName);
    const present = role.state === 'known' ? role.value.inline.find((one) => one.name === policyName) : undefined;
    if (present !== undefined && canonicalJson(present.document) !== canonicalJson(document)) {
      throw new StepFailed(
        `${roleName} has got another inline policy ${policyName} since the plan was made. It was not overwritten; roll back, then make the plan anew.`,
      );
    }
    return { wasThere: present !== undefined };
  },
  async forward({ port }, { roleName, policyName, document }) {
    const { requestId } = await port.change.putRolePolicy(roleName, policyName, document);
    return outcome(`AWS accepted the inline policy ${policyName}.`, {}, requestId);
  },
  async settle({ port }, { roleName, policyName, document }) {
    const role = await port.read.role(roleName);
    if (role.state === 'unreadable') throw new StepFailed(`The policies of ${roleName} could not be read: ${role.reason}.`);
    const policy = role.state === 'known' ? role.value.inline.find((one) => one.name === policyName) : undefined;
    if (policy === undefined || canonicalJson(policy.document) !== canonicalJson(document)) return null;
    return outcome(`The inline policy ${policyName} is there with the promised document.`);
  },
  keep: async (context, _step, data) => (data.wasThere === true ? 'it was there before this run' : roleInUse(context)),
  async undo({ port }, { roleName, policyName }) {
    const { requestId } = await port.change.deleteRolePolicy(roleName, policyName);
    return outcome(`Deleted the inline policy ${policyName}.`, {}, requestId);
  },
};
