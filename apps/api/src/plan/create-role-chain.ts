import { policySize } from '@rolewright/shared/aws/policy-document.ts';
import { AppError } from '@rolewright/shared/error.ts';
import { defaultQuotas } from '@rolewright/shared/iam/carry-over.ts';
import { policyProblems } from '@rolewright/shared/iam/policy-grammar.ts';
import { basisOfChain } from '@rolewright/shared/plan/chain-basis.ts';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import type { NewRoleChainPlan } from '@rolewright/shared/plan/role-chain.ts';
import { chainPermissionRows } from '@rolewright/shared/proof/chain-comparison.ts';
import type { Context } from '../deps.ts';
import { checkChain } from '../proof/check-chain.ts';
import { makeChain } from './make-chain.ts';
import { readChainSnapshot } from './read-chain-snapshot.ts';
import { savePlan } from './save-plan.ts';

/** A plan for a chain of roles, both halves of each link as one unit, across accounts. Throws AppError `bad-input` naming the field. */
export async function createChainPlan(ctx: Context, input: NewRoleChainPlan): Promise<Plan> {
  checkDocuments(input);
  const id = ctx.deps.newId('plan');
  const snapshot = await readChainSnapshot(ctx, input);
  const plan = makeChain(ctx.deps, id, snapshot, input.inputs);
  const basis = basisOfChain(snapshot);
  const checks = await checkChain(ctx, { snapshot, plan, basis });
  const { members, name } = snapshot.target;
  return savePlan(ctx, {
    id,
    accountId: input.accountId,
    region: input.region,
    subject: members.map((member) => member.arn).join(' → '),
    name,
    kind: { recipe: input.recipe, workload_id: null, inputs: input.inputs, snapshot },
    basis,
    steps: plan.steps,
    checks,
    permissions: chainPermissionRows(snapshot, plan),
    incomplete: plan.incomplete,
    summary: `Planned the chain ${name}`,
  });
}

function checkDocuments({ inputs }: NewRoleChainPlan): void {
  inputs.links.forEach(({ permissions }, index) => {
    if (permissions === undefined) return;
    const field = `inputs.links.${index}.permissions.document`;
    const size = policySize(permissions.document);
    if (size > defaultQuotas.inlineSize) {
      throw refuse(field, `has ${size} characters without white space; the inline policies of a role may have ${defaultQuotas.inlineSize}`);
    }
    const [problem] = policyProblems(JSON.stringify(permissions.document), 'inline');
    if (problem !== undefined) throw refuse(field, problem);
  });
}

function refuse(field: string, message: string): AppError {
  return new AppError('bad-input', `${field}: ${message}.`, { fields: [{ field, message }] });
}
