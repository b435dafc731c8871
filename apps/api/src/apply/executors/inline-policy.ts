import type { Holder } from '@rolewright/shared/plan/planned-step.ts';
import { type StepContext, StepFailed } from './executor.ts';

/** The text of an inline policy as it stands in IAM; null: there is none of this name. Throws StepFailed where that cannot be read. */
export async function inlineText({ port }: StepContext, { kind, name }: Holder, policyName: string): Promise<string | null> {
  const reading = await port.read.inlinePolicyText(kind, name, policyName);
  if (reading.state === 'unreadable')
    throw new StepFailed(`The inline policy ${policyName} of ${name} could not be read: ${reading.reason}.`);
  return reading.state === 'known' ? reading.value : null;
}

/** Puts it, over what stands there; a document that is a text is sent byte by byte. Answers AWS' request id. */
export async function putInline(
  { port }: StepContext,
  { kind, name }: Holder,
  policyName: string,
  document: unknown,
): Promise<string | null> {
  const put = kind === 'role' ? port.change.putRolePolicy : port.change.putUserPolicy;
  return (await put(name, policyName, document)).requestId;
}

/** Deletes it. Answers AWS' request id. */
export async function deleteInline({ port }: StepContext, { kind, name }: Holder, policyName: string): Promise<string | null> {
  const remove = kind === 'role' ? port.change.deleteRolePolicy : port.change.deleteUserPolicy;
  return (await remove(name, policyName)).requestId;
}
