import { type PolicyDocument, parsePolicy } from '@rolewright/shared/aws/policy-document.ts';
import { maskedExternalId, withoutExternalIds } from '@rolewright/shared/iam/external-id.ts';
import { samePolicy } from '@rolewright/shared/iam/same-policy.ts';
import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { standingOf, undoneBeside, withoutDeleted } from '@rolewright/shared/plan/policy-standing.ts';
import { maskedTrustText, unmaskedTrustText } from '@rolewright/shared/plan/trust-text.ts';
import { ownIdsAmong } from '../../plan/own-external-ids.ts';
import { type Executor, outcome, type StepContext, StepFailed } from './executor.ts';
import { trustTextOf } from './trust-text-of.ts';

type Step = StepOf<'replace-trust-policy'>;

/**
 * iam:UpdateAssumeRolePolicy with the whole document as planned: read again just before, and not sent when it is not what the plan was made
 * from (D-51). External ids that stay are put in from what stands there; none is remembered (D-48).
 */
export const replaceTrustPolicy: Executor<Step> = {
  call: 'iam:UpdateAssumeRolePolicy',
  async remember(context, step) {
    return { beforeText: maskedTrustText(await unmovedText(context, step), context.deps.fingerprint) };
  },
  async forward(context, step) {
    const now = parsePolicy(await unmovedText(context, step));
    const text = unmaskedTrustText(JSON.stringify(step.after), now, context.deps.fingerprint, ownId(context, step));
    if (text === null) throw new StepFailed(`An external id that the trust policy of ${step.roleName} is to keep does not stand there.`);
    const { requestId } = await context.port.change.updateAssumeRolePolicy(step.roleName, text);
    return outcome(`AWS accepted the new trust policy of ${step.roleName}.`, {}, requestId);
  },
  async settle(context, step) {
    const text = await trustTextOf(context, step.roleName);
    if (text === null) return null;
    switch (standingOf(step.before, step.after, masked(context, parsePolicy(text)))) {
      case 'planned':
        return outcome(`The trust policy of ${step.roleName} is as planned.`);
      case 'planned-and-more':
        return outcome(`The trust policy of ${step.roleName} has what was planned; somebody else changed other statements.`);
      case 'neither':
        throw new StepFailed(
          `Somebody else changed just what this step changes in the trust policy of ${step.roleName}: it is left as it is. Look at it there, then resume.`,
        );
      default:
        return null;
    }
  },
  keep: async (_context, { roleName, before, after, forgets }) => {
    if (forgets.length > 0) return `${roleName} asked for the external id ${forgets.join(' and ')}, which is kept nowhere (D-48)`;
    const back = withoutDeleted(before);
    if (back !== null && !samePolicy(back, after)) return null;
    return `only deleted principals were taken out of the trust policy of ${roleName}, which AWS does not take back (D-47)`;
  },
  async undo(context, step, data) {
    const now = parsePolicy((await trustTextOf(context, step.roleName)) ?? '{}');
    const { text, how } = restored(step, masked(context, now), data.beforeText);
    const others = await ownIdsAmong(context.deps, [parsePolicy(text)]);
    const real = unmaskedTrustText(text, now, context.deps.fingerprint, others);
    if (real === null) {
      throw new StepFailed(
        `An external id that the trust policy of ${step.roleName} asked for stands nowhere any more, and ids are kept nowhere (D-48): put it back by hand, then resume.`,
      );
    }
    const { requestId } = await context.port.change.updateAssumeRolePolicy(step.roleName, real);
    return outcome(`The trust policy of ${step.roleName} ${how}.`, {}, requestId);
  },
};

/** Masked text to put back: as it was, where nobody else changed the policy since; otherwise what stands there without this step's change. */
function restored(step: Step, now: PolicyDocument, beforeText: unknown): { text: string; how: string } {
  const { before, after } = step;
  if (!samePolicy(now, after)) {
    const how = 'was changed by somebody else meanwhile: only what this run changed was put back';
    return { text: JSON.stringify(undoneBeside(before, after, now)), how };
  }
  const back = withoutDeleted(before);
  if (back !== before) return { text: JSON.stringify(back), how: 'is as it was, without the deleted principals (D-47)' };
  return { text: typeof beforeText === 'string' ? beforeText : JSON.stringify(before), how: 'is as it was, byte by byte' };
}

/** The one id that the console makes for this step, by its fingerprint. */
function ownId({ deps, planId }: StepContext, { link }: Step): Map<string, string> {
  if (link === undefined) return new Map();
  const id = deps.externalId(planId, link).reveal();
  return new Map([[maskedExternalId(id, deps.fingerprint), id]]);
}

const masked = ({ deps }: StepContext, trust: PolicyDocument): PolicyDocument => withoutExternalIds(trust, deps.fingerprint);

async function unmovedText(context: StepContext, step: Step): Promise<string> {
  const text = await trustTextOf(context, step.roleName);
  if (text === null) throw new StepFailed(`The role ${step.roleName} is not there any more. Roll back, then make the plan anew.`);
  if (samePolicy(masked(context, parsePolicy(text)), step.before)) return text;
  throw new StepFailed(
    `The trust policy of ${step.roleName} was changed since the plan was made. It was not overwritten; roll back, then make the plan anew.`,
  );
}
