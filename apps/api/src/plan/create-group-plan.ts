import { AppError } from '@rolewright/shared/error.ts';
import type { NewGroupPlan } from '@rolewright/shared/plan/auto-scaling-group.ts';
import { basisOfGroup } from '@rolewright/shared/plan/group-basis.ts';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { planAutoScalingGroup } from '@rolewright/shared/plan/recipes/auto-scaling-group.ts';
import { permissionRows } from '@rolewright/shared/proof/permission-rows.ts';
import type { Context } from '../deps.ts';
import { checkGroup } from '../proof/check-group.ts';
import { checkEdits } from './check-edits.ts';
import { checkRollOut } from './check-roll-out.ts';
import { checkOwnDocument } from './own-document.ts';
import { readGroupSnapshot } from './read-group-snapshot.ts';
import { savePlan } from './save-plan.ts';

/**
 * A plan for moving an Auto Scaling group to an instance profile. Throws AppError `bad-input` naming the field, also for a group that is not there
 * and for a roll-out or edits of user data that cannot be taken; `stale` for edits of what it does not launch from any more.
 */
export async function createGroupPlan(ctx: Context, input: NewGroupPlan): Promise<Plan> {
  const { recipe, accountId, region, inputs } = input;
  const { groupName } = input.target;
  checkOwnDocument(inputs.permissions);
  checkRollOut(inputs.rollOut);
  const id = ctx.deps.newId('plan');
  const snapshot = await readGroupSnapshot(ctx, { accountId, region, groupName, inputs });
  if (snapshot.group.state === 'absent') {
    const message = `there is no Auto Scaling group ${groupName} in ${region}`;
    throw new AppError('bad-input', `target.groupName: ${message}.`, { fields: [{ field: 'target.groupName', message }] });
  }
  const { launches } = snapshot;
  checkEdits(inputs.userData, launches.state === 'known' ? launches.value.map(({ userData }) => userData) : [launches]);
  const plan = planAutoScalingGroup(id, recipe, snapshot, inputs);
  const basis = basisOfGroup(snapshot);
  const checks = await checkGroup(ctx, { recipe, snapshot, plan, inputs, basis });
  return savePlan(ctx, {
    id,
    accountId,
    region,
    subject: `auto-scaling-group ${snapshot.awsAccountId} ${region} ${groupName}`,
    name: groupName,
    kind: { recipe, workload_id: snapshot.workloadId, inputs, snapshot },
    basis,
    steps: plan.steps,
    checks,
    permissions: permissionRows(snapshot, plan),
    incomplete: plan.incomplete,
    summary: `Planned the move of the Auto Scaling group ${groupName} to the role ${plan.role.name}`,
  });
}
