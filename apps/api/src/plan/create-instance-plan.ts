import { AppError } from '@rolewright/shared/error.ts';
import type { NewInstancePlan } from '@rolewright/shared/plan/ec2-instance.ts';
import { basisOfInstance } from '@rolewright/shared/plan/instance-basis.ts';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { planEc2InstanceProfile } from '@rolewright/shared/plan/recipes/ec2-instance-profile.ts';
import { permissionRows } from '@rolewright/shared/proof/permission-rows.ts';
import type { Context } from '../deps.ts';
import { checkInstance } from '../proof/check-instance.ts';
import { checkEdits } from './check-edits.ts';
import { checkOwnDocument } from './own-document.ts';
import { readInstanceSnapshot } from './read-instance-snapshot.ts';
import { savePlan } from './save-plan.ts';

/**
 * A plan for moving a standalone EC2 instance to an instance profile. Throws AppError `bad-input` naming the field, also for an instance that
 * is not there, or for edits of its user data that cannot be taken; `stale` for edits of what it does not have any more.
 */
export async function createInstancePlan(ctx: Context, input: NewInstancePlan): Promise<Plan> {
  const { accountId, region, inputs } = input;
  const { instanceId } = input.target;
  checkOwnDocument(inputs.permissions);
  const id = ctx.deps.newId('plan');
  const snapshot = await readInstanceSnapshot(ctx, { accountId, region, instanceId, inputs });
  if (snapshot.instance.state === 'absent') {
    const message = `there is no instance ${instanceId} in ${region}`;
    throw new AppError('bad-input', `target.instanceId: ${message}.`, { fields: [{ field: 'target.instanceId', message }] });
  }
  checkEdits(inputs.userData, [snapshot.userData]);
  const plan = planEc2InstanceProfile(id, snapshot, inputs);
  const basis = basisOfInstance(snapshot);
  const checks = await checkInstance(ctx, { snapshot, plan, inputs, basis });
  return savePlan(ctx, {
    id,
    accountId,
    region,
    subject: `instance ${snapshot.awsAccountId} ${region} ${instanceId}`,
    name: snapshot.name,
    kind: { recipe: input.recipe, workload_id: snapshot.workloadId, inputs, snapshot },
    basis,
    steps: plan.steps,
    checks,
    permissions: permissionRows(snapshot, plan),
    incomplete: plan.incomplete,
    summary: `Planned the move of the instance ${snapshot.name} to the role ${plan.role.name}`,
  });
}
