import { canonicalJson } from '@rolewright/shared/plan/fingerprint.ts';
import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { type Executor, outcome, type StepContext, StepFailed } from './executor.ts';
import { roleInUse } from './role-in-use.ts';

type Step = StepOf<'put-user-policy'>;

/** iam:PutUserPolicy, which would overwrite: what somebody else put there under this name since the plan was made stops the run. */
export const putUserPolicy: Executor<Step> = {
  call: 'iam:PutUserPolicy',
  async remember(context, step) {
    const present = await presentOf(context, step);
    if (present !== null && canonicalJson(present) !== canonicalJson(step.document)) {
      throw new StepFailed(
        `${step.userName} has got another inline policy ${step.policyName} since the plan was made. It was not overwritten; roll back, then make the plan anew.`,
      );
    }
    return { wasThere: present !== null };
  },
  async forward({ port }, { userName, policyName, document }) {
    const { requestId } = await port.change.putUserPolicy(userName, policyName, document);
    return outcome(`AWS accepted the inline policy ${policyName}.`, {}, requestId);
  },
  async settle(context, step) {
    const present = await presentOf(context, step);
    if (present === null || canonicalJson(present) !== canonicalJson(step.document)) return null;
    return outcome(`The inline policy ${step.policyName} is there with the promised document.`);
  },
  keep: async (context, _step, data) => (data.wasThere === true ? 'it was there before this run' : roleInUse(context)),
  async undo({ port }, { userName, policyName }) {
    const { requestId } = await port.change.deleteUserPolicy(userName, policyName);
    return outcome(`Deleted the inline policy ${policyName}.`, {}, requestId);
  },
};

/** The policy's document as it stands there; null: there is none of this name. */
async function presentOf({ port }: StepContext, { userName, policyName }: Step): Promise<unknown> {
  const user = await port.read.userPolicies(userName);
  if (user.state === 'unreadable') throw new StepFailed(`The policies of ${userName} could not be read: ${user.reason}.`);
  return (user.state === 'known' ? user.value.inline.find((one) => one.name === policyName)?.document : null) ?? null;
}
