import { basisOf, movedSince } from '@rolewright/shared/plan/basis.ts';
import { basisOfChain } from '@rolewright/shared/plan/chain-basis.ts';
import { basisOfGroup } from '@rolewright/shared/plan/group-basis.ts';
import { basisOfInstance } from '@rolewright/shared/plan/instance-basis.ts';
import { basisOfPolicyChange } from '@rolewright/shared/plan/policy-change-basis.ts';
import { planAutoScalingGroup } from '@rolewright/shared/plan/recipes/auto-scaling-group.ts';
import { planEc2InstanceProfile } from '@rolewright/shared/plan/recipes/ec2-instance-profile.ts';
import { planEcsTaskRole } from '@rolewright/shared/plan/recipes/ecs-task-role.ts';
import type { Check } from '@rolewright/shared/proof/check.ts';
import type { Context } from '../deps.ts';
import { makeChain } from '../plan/make-chain.ts';
import { makePolicyChange } from '../plan/make-policy-change.ts';
import { readChainSnapshot } from '../plan/read-chain-snapshot.ts';
import { readGroupSnapshot } from '../plan/read-group-snapshot.ts';
import { readInstanceSnapshot } from '../plan/read-instance-snapshot.ts';
import { readPolicySnapshot } from '../plan/read-policy-snapshot.ts';
import { readSnapshot } from '../plan/read-snapshot.ts';
import { isOfGroup, type PlanRow } from '../plan/store.ts';
import { checkChain } from '../proof/check-chain.ts';
import { checkGroup } from '../proof/check-group.ts';
import { checkInstance } from '../proof/check-instance.ts';
import { checkPlan } from '../proof/check-plan.ts';
import { checkPolicyChange } from '../proof/check-policy-change.ts';

/** What moved since the plan was made, in sentences, and its checks over what was read now. */
export interface ReadAgain {
  moved: string[];
  check(): Promise<Check[]>;
}

/** Reads again, by the plan's recipe, all that it stands on (D-95). */
export async function readAgain(ctx: Context, plan: PlanRow): Promise<ReadAgain> {
  const { basis } = plan;
  if (plan.recipe === 'ecs-task-role') {
    const snapshot = await readSnapshot(ctx, plan.snapshot.workload, plan.inputs);
    const made = planEcsTaskRole(plan.id, snapshot, plan.inputs);
    return { moved: movedSince(basis, basisOf(snapshot)), check: () => checkPlan(ctx, { snapshot, plan: made, basis }) };
  }
  if (plan.recipe === 'ec2-instance-profile') {
    const { inputs, account_id: accountId, region } = plan;
    const snapshot = await readInstanceSnapshot(ctx, { accountId, region, instanceId: plan.snapshot.instanceId, inputs });
    const made = planEc2InstanceProfile(plan.id, snapshot, inputs);
    return {
      moved: movedSince(basis, basisOfInstance(snapshot)),
      check: () => checkInstance(ctx, { snapshot, plan: made, inputs, basis }),
    };
  }
  if (isOfGroup(plan)) {
    const { recipe, inputs, account_id: accountId, region } = plan;
    const snapshot = await readGroupSnapshot(ctx, { accountId, region, groupName: plan.snapshot.groupName, inputs });
    const made = planAutoScalingGroup(plan.id, recipe, snapshot, inputs);
    const check = () => checkGroup(ctx, { recipe, snapshot, plan: made, inputs, basis });
    return { moved: movedSince(basis, basisOfGroup(snapshot)), check };
  }
  if (plan.recipe === 'policy-change') {
    const { inputs } = plan;
    const asked = { accountId: plan.account_id, region: plan.region, target: { title: plan.snapshot.target.title }, inputs };
    const snapshot = await readPolicySnapshot(ctx, asked);
    const made = makePolicyChange(ctx.deps, plan.id, snapshot, inputs);
    const check = () => checkPolicyChange(ctx, { snapshot, plan: made, inputs, basis });
    return { moved: movedSince(basis, basisOfPolicyChange(snapshot)), check };
  }
  const asked = { accountId: plan.account_id, region: plan.region, target: { caller: plan.snapshot.target.caller }, inputs: plan.inputs };
  const snapshot = await readChainSnapshot(ctx, asked);
  const made = makeChain(ctx.deps, plan.id, snapshot, plan.inputs);
  return { moved: movedSince(basis, basisOfChain(snapshot)), check: () => checkChain(ctx, { snapshot, plan: made, basis }) };
}
