import { parsePolicy } from '@rolewright/shared/aws/policy-document.ts';
import { samePolicy } from '@rolewright/shared/iam/same-policy.ts';
import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { standingOf, undoneBeside } from '@rolewright/shared/plan/policy-standing.ts';
import { type Executor, outcome, type StepContext, StepFailed } from './executor.ts';
import { deleteInline, inlineText, putInline } from './inline-policy.ts';

type Step = StepOf<'change-inline-policy'>;

/**
 * Replaces or deletes an inline policy that is there. Put…Policy overwrites and knows no ETag, so that it is read again just before, and left
 * where somebody else changed it; its text is remembered, and put back byte by byte.
 */
export const changeInlinePolicy: Executor<Step> = {
  call: ({ holder, after }) => `iam:${after === null ? 'Delete' : 'Put'}${holder.kind === 'role' ? 'Role' : 'User'}Policy`,
  remember: async (context, step) => ({ beforeText: await unmovedText(context, step) }),
  async forward(context, step) {
    await unmovedText(context, step);
    const { holder, policyName, after } = step;
    const requestId = await (after === null ? deleteInline(context, holder, policyName) : putInline(context, holder, policyName, after));
    const what = step.after === null ? 'is deleted' : 'was accepted by AWS';
    return outcome(`The inline policy ${step.policyName} of ${step.holder.name} ${what}.`, {}, requestId);
  },
  async settle(context, step) {
    const text = await inlineText(context, step.holder, step.policyName);
    const name = `The inline policy ${step.policyName} of ${step.holder.name}`;
    switch (standingOf(step.before, step.after, text === null ? null : parsePolicy(text))) {
      case 'planned':
        return outcome(`${name} is ${step.after === null ? 'not there any more' : 'as planned'}.`);
      case 'planned-and-more':
        return outcome(`${name} has what was planned; somebody else changed other statements.`);
      case 'neither':
        throw new StepFailed(`${name} was changed by somebody else: it is left as it is. Look at it there, then resume.`);
      default:
        return null;
    }
  },
  async undo(context, step, data) {
    const text = await inlineText(context, step.holder, step.policyName);
    const now = text === null ? null : parsePolicy(text);
    const beside = now !== null && step.after !== null && !samePolicy(now, step.after) ? undoneBeside(step.before, step.after, now) : null;
    const back = typeof data.beforeText === 'string' ? data.beforeText : step.before;
    const requestId = await putInline(context, step.holder, step.policyName, beside ?? back);
    const how = beside === null ? 'is as it was, byte by byte' : 'has what this run changed put back; what somebody else changed stays';
    return outcome(`The inline policy ${step.policyName} of ${step.holder.name} ${how}.`, {}, requestId);
  },
};

async function unmovedText(context: StepContext, step: Step): Promise<string> {
  const text = await inlineText(context, step.holder, step.policyName);
  if (text !== null && samePolicy(parsePolicy(text), step.before)) return text;
  throw new StepFailed(
    `The inline policy ${step.policyName} of ${step.holder.name} was changed since the plan was made. It was not touched; roll back, then make the plan anew.`,
  );
}
