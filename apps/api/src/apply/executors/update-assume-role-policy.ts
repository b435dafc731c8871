import { type PolicyDocument, parsePolicy } from '@rolewright/shared/aws/policy-document.ts';
import { statementsOf, withoutStatements, withStatements } from '@rolewright/shared/iam/trust-statements.ts';
import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { maskedTrustText, unmaskedTrustText } from '@rolewright/shared/plan/trust-text.ts';
import { hasStatements, isSameTrust, withOwnId } from './chain-trust.ts';
import { type Executor, outcome, type StepContext, StepFailed } from './executor.ts';
import { roleInUse } from './role-in-use.ts';
import { trustTextOf } from './trust-text-of.ts';

type Step = StepOf<'update-assume-role-policy'>;

/**
 * iam:UpdateAssumeRolePolicy, which replaces the whole document and knows no ETag: it is read again just before, and not sent when it is not
 * what the plan was made from (D-51). Its text is remembered with the external ids masked, so that undoing restores it byte by byte.
 */
export const updateAssumeRolePolicy: Executor<Step> = {
  call: 'iam:UpdateAssumeRolePolicy',
  async remember(context, step) {
    return { beforeText: maskedTrustText(await unmovedText(context, step), context.deps.fingerprint) };
  },
  async forward(context, step) {
    const before = parsePolicy(await unmovedText(context, step));
    const added = statementsOf(step.after).filter(({ Sid }) => step.sids.includes(String(Sid)));
    const after = withStatements(
      before,
      added.map((statement) => withOwnId(context, statement, step.link)),
    );
    const { requestId } = await context.port.change.updateAssumeRolePolicy(step.roleName, JSON.stringify(after));
    return outcome(`AWS accepted ${step.sids.join(' and ')} in the trust policy of ${step.roleName}.`, {}, requestId);
  },
  async settle(context, step) {
    const text = await trustTextOf(context, step.roleName);
    if (text === null || !hasStatements(context, parsePolicy(text), step.after, step.sids)) return null;
    return outcome(`The trust policy of ${step.roleName} has ${step.sids.join(' and ')} as promised.`);
  },
  keep: roleInUse,
  async undo(context, step, data) {
    const now = parsePolicy((await trustTextOf(context, step.roleName)) ?? '{}');
    const { text, how } = restored(context, step, now, data.beforeText);
    const { requestId } = await context.port.change.updateAssumeRolePolicy(step.roleName, text);
    return outcome(`The trust policy of ${step.roleName} ${how}.`, {}, requestId);
  },
};

/** The text as it was, where nobody else changed the policy since; otherwise what stands there now without our statements. */
function restored({ deps }: StepContext, step: Step, now: PolicyDocument, beforeText: unknown): { text: string; how: string } {
  const before = typeof beforeText === 'string' && isSameTrust({ deps }, now, step.after) ? beforeText : null;
  const text = before === null ? null : unmaskedTrustText(before, now, deps.fingerprint);
  if (text !== null) return { text, how: 'is as it was, byte by byte' };
  const how = `was changed by somebody else meanwhile: only ${step.sids.join(' and ')} was taken out`;
  return { text: JSON.stringify(withoutStatements(now, step.sids)), how };
}

async function unmovedText(context: StepContext, step: Step): Promise<string> {
  const text = await trustTextOf(context, step.roleName);
  if (text === null) throw new StepFailed(`The role ${step.roleName} is not there any more. Roll back, then make the plan anew.`);
  if (isSameTrust(context, parsePolicy(text), step.before)) return text;
  throw new StepFailed(
    `The trust policy of ${step.roleName} was changed since the plan was made. It was not overwritten; roll back, then make the plan anew.`,
  );
}
