import { createHash } from 'node:crypto';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import type { NewPolicyChangePlan } from '@rolewright/shared/plan/policy-change.ts';
import { basisOfPolicyChange } from '@rolewright/shared/plan/policy-change-basis.ts';
import type { PolicyChangeSnapshot } from '@rolewright/shared/plan/policy-change-snapshot.ts';
import type { Context } from '../deps.ts';
import { checkPolicyChange } from '../proof/check-policy-change.ts';
import { makePolicyChange, maskedInputs, refuseStrangeIds } from './make-policy-change.ts';
import { readPolicySnapshot } from './read-policy-snapshot.ts';
import { savePlan } from './save-plan.ts';

/** A plan that edits policies of users and roles that exist, across accounts. Throws AppError `bad-input` naming the field. */
export async function createPolicyChangePlan(ctx: Context, input: NewPolicyChangePlan): Promise<Plan> {
  const id = ctx.deps.newId('plan');
  const inputs = maskedInputs(input.inputs, ctx.deps.fingerprint);
  const snapshot = await readPolicySnapshot(ctx, { ...input, inputs });
  refuseStrangeIds(inputs, snapshot);
  const plan = makePolicyChange(ctx.deps, id, snapshot, inputs);
  const basis = basisOfPolicyChange(snapshot);
  const checks = await checkPolicyChange(ctx, { snapshot, plan, inputs, basis });
  const { title } = snapshot.target;
  return savePlan(ctx, {
    id,
    accountId: input.accountId,
    region: input.region,
    subject: subjectOf(snapshot),
    name: title,
    kind: { recipe: input.recipe, workload_id: null, inputs, snapshot },
    basis,
    steps: plan.steps,
    checks,
    permissions: [],
    incomplete: plan.incomplete,
    summary: `Planned: ${title}`,
  });
}

/** Whom the plan changes, sorted; as a digest where that is more than an index takes. */
function subjectOf({ target }: PolicyChangeSnapshot): string {
  const arns = [...target.principals, ...target.policies].map(({ arn }) => arn);
  const text = [...new Set(arns)].sort().join(' ');
  return text.length <= 1000 ? text : `${arns.length} of a policy change: ${createHash('sha256').update(text).digest('hex')}`;
}
