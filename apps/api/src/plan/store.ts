import { AppError } from '@rolewright/shared/error.ts';
import { stacksOfChain } from '@rolewright/shared/export/chain-stacks.ts';
import { exportsOfChain } from '@rolewright/shared/export/export-chain.ts';
import { exportsOfGroup } from '@rolewright/shared/export/export-group.ts';
import { exportsOfInstance } from '@rolewright/shared/export/export-instance.ts';
import { exportsOf } from '@rolewright/shared/export/export-plan.ts';
import { exportsOfPolicyChange, stacksOfPolicyChange } from '@rolewright/shared/export/export-policy-change.ts';
import type { GroupInputs, GroupRecipe } from '@rolewright/shared/plan/auto-scaling-group.ts';
import type { ChainSnapshot } from '@rolewright/shared/plan/chain-snapshot.ts';
import { chainSummary, stepViewInAccount } from '@rolewright/shared/plan/chain-view.ts';
import type { InstanceInputs } from '@rolewright/shared/plan/ec2-instance.ts';
import type { GroupSnapshot } from '@rolewright/shared/plan/group-snapshot.ts';
import { groupStepView, groupSummary, groupTargetOf } from '@rolewright/shared/plan/group-view.ts';
import type { InstanceSnapshot } from '@rolewright/shared/plan/instance-snapshot.ts';
import { instanceStepView, instanceSummary } from '@rolewright/shared/plan/instance-view.ts';
import type { EcsTaskRoleInputs, Plan, PlanRun } from '@rolewright/shared/plan/plan.ts';
import type { PolicyChangeInputs } from '@rolewright/shared/plan/policy-change.ts';
import type { PolicyChangeSnapshot } from '@rolewright/shared/plan/policy-change-snapshot.ts';
import { policyChangeSummary } from '@rolewright/shared/plan/policy-change-view.ts';
import { planAutoScalingGroup } from '@rolewright/shared/plan/recipes/auto-scaling-group.ts';
import { handOverOf } from '@rolewright/shared/plan/recipes/chain-delivery.ts';
import { planEc2InstanceProfile } from '@rolewright/shared/plan/recipes/ec2-instance-profile.ts';
import type { RoleChainInputs } from '@rolewright/shared/plan/role-chain.ts';
import type { PlanSnapshot } from '@rolewright/shared/plan/snapshot.ts';
import { planSummary, stepView } from '@rolewright/shared/plan/view.ts';
import { type Selectable, sql } from 'kysely';
import type { Db } from '../store/database.ts';
import type { PlanTable } from '../store/tables/plan.ts';

type Row = Selectable<PlanTable>;
type Common = Omit<Row, 'recipe' | 'workload_id' | 'inputs' | 'snapshot'>;
export type MigrationRow = Common & { recipe: 'ecs-task-role'; workload_id: string; inputs: EcsTaskRoleInputs; snapshot: PlanSnapshot };
export type InstanceRow = Common & {
  recipe: 'ec2-instance-profile';
  workload_id: string | null;
  inputs: InstanceInputs;
  snapshot: InstanceSnapshot;
};
export type GroupRow = Common & {
  recipe: GroupRecipe;
  workload_id: string | null;
  inputs: GroupInputs;
  snapshot: GroupSnapshot;
};
export type ChainRow = Common & { recipe: 'role-chain'; workload_id: null; inputs: RoleChainInputs; snapshot: ChainSnapshot };
export type PolicyRow = Common & {
  recipe: 'policy-change';
  workload_id: null;
  inputs: PolicyChangeInputs;
  snapshot: PolicyChangeSnapshot;
};
/** A plan as it is stored: its recipe says what its inputs and its snapshot are. */
export type PlanRow = MigrationRow | InstanceRow | GroupRow | ChainRow | PolicyRow;

/** The recipe's own column says which of these a row is; whoever inserts one writes what belongs together. */
export const byRecipe = (row: Row): PlanRow => row as PlanRow;

/** Is the plan about an Auto Scaling group? */
export const isOfGroup = (row: PlanRow): row is GroupRow =>
  row.recipe === 'asg-launch-template' || row.recipe === 'asg-launch-configuration';

const noPlan = (id: string) => new AppError('not-found', `There is no plan ${id}.`);

/** A plan as it is stored; throws AppError `not-found`. */
export async function planRow(db: Db, id: string): Promise<PlanRow> {
  const row = await db.selectFrom('plan').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw noPlan(id);
  return byRecipe(row);
}

/** Stored plans, each with its newest run. */
export const plansWithRun = (db: Db) =>
  db
    .selectFrom('plan')
    .selectAll('plan')
    .select((eb) =>
      eb
        .selectFrom('run')
        .select(
          sql<PlanRun>`json_build_object('id', id, 'state', state, 'verification',
          case when state = 'succeeded' then verification ->> 'state' end)`.as('run'),
        )
        .whereRef('run.plan_id', '=', 'plan.id')
        .orderBy('run.started_at', 'desc')
        .limit(1)
        .as('run'),
    );

/** GET /api/plans/{id}; throws AppError `not-found`. */
export async function readPlan(db: Db, id: string): Promise<Plan> {
  const row = await plansWithRun(db).where('plan.id', '=', id).executeTakeFirst();
  if (row === undefined) throw noPlan(id);
  return planView(byRecipe(row), row.run);
}

/** Stored plan → the answer of GET /api/plans/{id}; diffs are made here, from the plan's own snapshot. */
export function planView(row: PlanRow, run: PlanRun | null): Plan {
  if (row.recipe === 'ecs-task-role') return migrationView(row, run);
  if (row.recipe === 'ec2-instance-profile') return instanceView(row, run);
  if (isOfGroup(row)) return groupView(row, run);
  return row.recipe === 'role-chain' ? chainView(row, run) : policyView(row, run);
}

function migrationView(row: MigrationRow, run: PlanRun | null): Plan {
  const { snapshot, steps } = row;
  return {
    ...commonView(row, run),
    recipe: row.recipe,
    awsAccountId: snapshot.awsAccountId,
    target: { workloadId: row.workload_id, workloadName: row.workload_name, cluster: snapshot.workload.cluster },
    inputs: row.inputs,
    summary: planSummary(steps, snapshot),
    steps: steps.map((step) => stepView(step, snapshot)),
    exports: exportsOf(steps, snapshot),
  };
}

function instanceView(row: InstanceRow, run: PlanRun | null): Plan {
  const { snapshot, steps } = row;
  const { instanceId, name, workloadId, served } = snapshot;
  const { role, profile } = planEc2InstanceProfile(row.id, snapshot, row.inputs);
  const shared = served.state === 'known' ? served.value : [];
  return {
    ...commonView(row, run),
    recipe: row.recipe,
    awsAccountId: snapshot.awsAccountId,
    target: { instanceId, name, workloadId, roleArn: role.arn, profileArn: profile.arn, shared },
    inputs: row.inputs,
    summary: instanceSummary(steps, snapshot),
    steps: steps.map((step) => instanceStepView(step, snapshot)),
    exports: exportsOfInstance(steps),
  };
}

function groupView(row: GroupRow, run: PlanRun | null): Plan {
  const { snapshot, steps, recipe, inputs } = row;
  return {
    ...commonView(row, run),
    recipe,
    awsAccountId: snapshot.awsAccountId,
    target: groupTargetOf(snapshot, { ...planAutoScalingGroup(row.id, recipe, snapshot, inputs), steps }),
    inputs,
    summary: groupSummary(steps, snapshot),
    steps: steps.map((step) => groupStepView(step, snapshot)),
    exports: exportsOfGroup(steps),
  };
}

function chainView(row: ChainRow, run: PlanRun | null): Plan {
  const { snapshot, steps } = row;
  return {
    ...viewOverAccounts(row, run, snapshot.target.name),
    recipe: row.recipe,
    target: snapshot.target,
    inputs: row.inputs,
    summary: chainSummary(steps, snapshot),
    exports: exportsOfChain(steps),
    stacks: stacksOfChain(snapshot.target.members, steps),
    handOver: handOverOf(snapshot),
  };
}

function policyView(row: PolicyRow, run: PlanRun | null): Plan {
  const { snapshot, steps } = row;
  return {
    ...viewOverAccounts(row, run, snapshot.target.title),
    recipe: row.recipe,
    target: snapshot.target,
    inputs: row.inputs,
    summary: policyChangeSummary(steps, snapshot),
    exports: exportsOfPolicyChange(steps),
    stacks: stacksOfPolicyChange(snapshot, steps),
  };
}

/** What plans over accounts have alike; `name` is what their steps call the plan. */
function viewOverAccounts(row: ChainRow | PolicyRow, run: PlanRun | null, name: string) {
  const { accounts, region } = row.snapshot;
  return {
    ...commonView(row, run),
    awsAccountId: accounts[0]?.awsAccountId ?? '',
    steps: row.steps.map((step) => stepViewInAccount(step, { accounts, region, name })),
  };
}

function commonView(row: PlanRow, run: PlanRun | null) {
  const { checks } = row;
  return {
    id: row.id,
    accountId: row.account_id,
    region: row.region,
    state: row.state,
    checks,
    permissions: row.permissions,
    complete: row.incomplete.length === 0,
    incomplete: row.incomplete,
    toAcknowledge: checks.filter((check) => check.verdict === 'unknown').map((check) => check.id),
    blockedBy: blockersOf(row),
    confirm: confirmOf(row),
    run,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
  };
}

/** What is typed to start: the workload's, instance's or group's name, that of the last role of a chain, that of the first whose policies change. */
export function confirmOf(row: PlanRow): string {
  if (row.recipe === 'ecs-task-role' || row.recipe === 'ec2-instance-profile' || isOfGroup(row)) return row.workload_name;
  if (row.recipe === 'role-chain') return row.snapshot.target.members.at(-1)?.name ?? row.workload_name;
  const { principals, policies } = row.snapshot.target;
  return principals[0]?.name ?? policies[0]?.arn.split('/').at(-1) ?? row.workload_name;
}

/** What a run of the plan does, for sentences: "the move of limbo", "the chain role1 → role2", "the change “…”". */
export function deedOf({ recipe, workload_name }: Pick<PlanRow, 'recipe' | 'workload_name'>): string {
  if (recipe === 'ecs-task-role') return `the move of ${workload_name}`;
  if (recipe === 'ec2-instance-profile') return `the move of the instance ${workload_name}`;
  if (recipe === 'asg-launch-template' || recipe === 'asg-launch-configuration')
    return `the move of the Auto Scaling group ${workload_name}`;
  return recipe === 'role-chain' ? `the chain ${workload_name}` : `the change “${workload_name}”`;
}

/** Ids of the checks that fail; a plan without steps is blocked as a whole. */
export const blockersOf = (row: Pick<PlanRow, 'checks' | 'steps'>): string[] => [
  ...row.checks.filter((check) => check.verdict === 'fail').map((check) => check.id),
  ...(row.steps.length === 0 ? ['no-steps'] : []),
];
