import { parsePolicy } from '@rolewright/shared/aws/policy-document.ts';
import { canonicalJson } from '@rolewright/shared/plan/fingerprint.ts';
import type { Holder, StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { type Executor, outcome, type StepContext, StepFailed } from './executor.ts';
import { deleteInline, inlineText, putInline } from './inline-policy.ts';
import { roleInUse } from './role-in-use.ts';

type PutStep = StepOf<'put-role-policy'> | StepOf<'put-user-policy'>;

interface Parts<S extends PutStep> {
  call: string;
  holderOf(step: S): Holder;
  /** The document as it is sent. */
  documentOf(context: StepContext, step: S): unknown;
}

/**
 * The executor that gives a role or user an inline policy. Put…Policy would overwrite, so that what stands under the name is read before each
 * sending: another document that somebody else put there since the plan was made, or one that cannot be read, stops the run.
 */
export function putsInlinePolicy<S extends PutStep>({ call, holderOf, documentOf }: Parts<S>): Executor<S> {
  /** Is it there as promised? Throws StepFailed where another one is. */
  async function isThere(context: StepContext, step: S): Promise<boolean> {
    const text = await inlineText(context, holderOf(step), step.policyName);
    if (text === null) return false;
    if (isPromised(context, step, text)) return true;
    throw new StepFailed(
      `${holderOf(step).name} has got another inline policy ${step.policyName} since the plan was made. It was not overwritten; roll back, then make the plan anew.`,
    );
  }
  const isPromised = (context: StepContext, step: S, text: string): boolean =>
    canonicalJson(parsePolicy(text)) === canonicalJson(documentOf(context, step));

  return {
    call,
    remember: async (context, step) => ({ wasThere: await isThere(context, step) }),
    async forward(context, step) {
      await isThere(context, step);
      const requestId = await putInline(context, holderOf(step), step.policyName, documentOf(context, step));
      return outcome(`AWS accepted the inline policy ${step.policyName}.`, {}, requestId);
    },
    async settle(context, step) {
      const text = await inlineText(context, holderOf(step), step.policyName);
      if (text === null || !isPromised(context, step, text)) return null;
      return outcome(`The inline policy ${step.policyName} is there with the promised document.`);
    },
    keep: async (context, _step, data) => (data.wasThere === true ? 'it was there before this run' : roleInUse(context)),
    async undo(context, step) {
      const requestId = await deleteInline(context, holderOf(step), step.policyName);
      return outcome(`Deleted the inline policy ${step.policyName}.`, {}, requestId);
    },
  };
}
