import { canonicalJson } from '@rolewright/shared/plan/fingerprint.ts';
import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { withArn } from '@rolewright/shared/verify/judge-delivery.ts';
import { type Executor, outcome, type StepContext, StepFailed } from './executor.ts';
import { roleInUse } from './role-in-use.ts';

/** iam:PutRolePolicy, which would overwrite: what somebody else put there under this name since the plan was made stops the run. */
export const putRolePolicy: Executor<StepOf<'put-role-policy'>> = {
  call: 'iam:PutRolePolicy',
  async remember(context, step) {
    const { roleName, policyName } = step;
    const { port } = context;
    const document = documentOf(context, step);
    const role = await port.read.role(roleName);
    const present = role.state === 'known' ? role.value.inline.find((one) => one.name === policyName) : undefined;
    if (present !== undefined && canonicalJson(present.document) !== canonicalJson(document)) {
      throw new StepFailed(
        `${roleName} has got another inline policy ${policyName} since the plan was made. It was not overwritten; roll back, then make the plan anew.`,
      );
    }
    return { wasThere: present !== undefined };
  },
  async forward(context, step) {
    const { roleName, policyName } = step;
    const { requestId } = await context.port.change.putRolePolicy(roleName, policyName, documentOf(context, step));
    return outcome(`AWS accepted the inline policy ${policyName}.`, {}, requestId);
  },
  async settle(context, step) {
    const { roleName, policyName } = step;
    const { port } = context;
    const document = documentOf(context, step);
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

/** The document as it is sent: with the exact ARN of what an earlier step of the run made. */
function documentOf({ dataOf }: StepContext, { document, exact }: StepOf<'put-role-policy'>): unknown {
  if (exact === undefined) return document;
  const { arn } = dataOf(exact.stepId);
  if (typeof arn !== 'string') throw new StepFailed('The journal does not name what was stored. Roll back, then make the plan anew.');
  return withArn(document, exact.instead, arn);
}
