import { policySize } from '@rolewright/shared/aws/policy-document.ts';
import { AppError } from '@rolewright/shared/error.ts';
import { defaultQuotas } from '@rolewright/shared/iam/carry-over.ts';
import { policyProblems } from '@rolewright/shared/iam/policy-grammar.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import { basisOf } from '@rolewright/shared/plan/basis.ts';
import type { NewEcsTaskRolePlan, Plan } from '@rolewright/shared/plan/plan.ts';
import { planEcsTaskRole } from '@rolewright/shared/plan/recipes/ecs-task-role.ts';
import { permissionRows } from '@rolewright/shared/proof/permission-rows.ts';
import type { Context } from '../deps.ts';
import { checkPlan } from '../proof/check-plan.ts';
import { readSnapshot } from './read-snapshot.ts';
import { savePlan } from './save-plan.ts';

/** A plan for moving a workload to a task role. Throws AppError `bad-input` naming the field, also for a workload that is not there. */
export async function createMigrationPlan(ctx: Context, input: NewEcsTaskRolePlan): Promise<Plan> {
  const workload = await workloadOf(ctx, input);
  checkPermissions(input);
  const id = ctx.deps.newId('plan');
  const snapshot = await readSnapshot(ctx, workload, input.inputs);
  checkContainers(input, snapshot.taskDefinition.state === 'known' ? snapshot.taskDefinition.value.document : null);
  const plan = planEcsTaskRole(id, snapshot, input.inputs);
  const basis = basisOf(snapshot);
  const checks = await checkPlan(ctx, { snapshot, plan, basis });
  return savePlan(ctx, {
    id,
    accountId: workload.accountId,
    region: workload.region,
    subject: workload.id,
    name: workload.name,
    kind: { recipe: input.recipe, workload_id: workload.id, inputs: input.inputs, snapshot },
    basis,
    steps: plan.steps,
    checks,
    permissions: permissionRows(snapshot, plan),
    incomplete: plan.incomplete,
    summary: `Planned the move of ${workload.name} to the role ${plan.role.name}`,
  });
}

async function workloadOf(ctx: Context, input: NewEcsTaskRolePlan): Promise<Workload> {
  const row = await ctx.deps.db.selectFrom('workload').select('body').where('id', '=', input.target.workloadId).executeTakeFirst();
  if (row === undefined)
    throw refuse('target.workloadId', `there is no workload ${input.target.workloadId}; take an id of GET /api/workloads`);
  const workload = row.body;
  if (workload.accountId !== input.accountId)
    throw refuse('target.workloadId', `is a workload of the account ${workload.accountId}, not of accountId`);
  if (workload.region !== input.region) throw refuse('region', `the workload is in ${workload.region}`);
  if (workload.kind !== 'service') {
    const what = workload.kind === 'standalone' ? 'standalone tasks, which something else starts' : 'a family of which nothing runs';
    throw refuse('target.workloadId', `is ${what}: this recipe moves services`);
  }
  return workload;
}

function checkPermissions({ inputs }: NewEcsTaskRolePlan): void {
  if (inputs.permissions === undefined || inputs.permissions === 'carry-over') return;
  // Larger than a role takes in all; and the comparison's work grows with the square of what it is given.
  const size = policySize(inputs.permissions.document);
  if (size > defaultQuotas.inlineSize) {
    const message = `has ${size} characters without white space; the inline policies of a role may have ${defaultQuotas.inlineSize}`;
    throw refuse('inputs.permissions.document', message);
  }
  const [problem] = policyProblems(JSON.stringify(inputs.permissions.document), 'inline');
  if (problem !== undefined) throw refuse('inputs.permissions.document', problem);
}

function checkContainers({ inputs }: NewEcsTaskRolePlan, document: Record<string, unknown> | null): void {
  if (inputs.containers === undefined || document === null) return;
  const names = (Array.isArray(document.containerDefinitions) ? document.containerDefinitions : []).map((container) =>
    String(container.name),
  );
  const strange = inputs.containers.filter((name) => !names.includes(name));
  if (strange.length > 0)
    throw refuse('inputs.containers', `${strange.join(', ')} is not a container of the task definition (${names.join(', ')})`);
}

function refuse(field: string, message: string): AppError {
  return new AppError('bad-input', `${field}: ${message}.`, { fields: [{ field, message }] });
}
