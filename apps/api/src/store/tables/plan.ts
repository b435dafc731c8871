import type { JournalEntry, RunState } from '@rolewright/shared/apply/run.ts';
import type { Basis } from '@rolewright/shared/plan/basis.ts';
import type { ChainSnapshot } from '@rolewright/shared/plan/chain-snapshot.ts';
import type { InstanceInputs } from '@rolewright/shared/plan/ec2-instance.ts';
import type { InstanceSnapshot } from '@rolewright/shared/plan/instance-snapshot.ts';
import type { EcsTaskRoleInputs, Plan } from '@rolewright/shared/plan/plan.ts';
import type { PlannedStep } from '@rolewright/shared/plan/planned-step.ts';
import type { PolicyChangeInputs } from '@rolewright/shared/plan/policy-change.ts';
import type { PolicyChangeSnapshot } from '@rolewright/shared/plan/policy-change-snapshot.ts';
import type { RoleChainInputs } from '@rolewright/shared/plan/role-chain.ts';
import type { PlanSnapshot } from '@rolewright/shared/plan/snapshot.ts';
import type { Check, PermissionRow } from '@rolewright/shared/proof/check.ts';
import type { ObservedTruth } from '@rolewright/shared/proof/plan-truth.ts';
import type { Verification } from '@rolewright/shared/verify/verification.ts';
import type { Generated } from 'kysely';
import type { Json, Timestamp } from '../schema.ts';

export interface PlanTable {
  id: string;
  account_id: string;
  region: string;
  recipe: Plan['recipe'];
  /** What it is about: the workload's id, or an instance by its address, or whom a chain is made of, or whose policies change. */
  subject: string;
  /** Name of the workload, or of the chain; what a policy change mends. */
  workload_name: string;
  workload_id: string | null;
  state: 'draft' | 'running' | 'done' | 'superseded';
  inputs: Json<EcsTaskRoleInputs | InstanceInputs | RoleChainInputs | PolicyChangeInputs>;
  snapshot: Json<PlanSnapshot | InstanceSnapshot | ChainSnapshot | PolicyChangeSnapshot>;
  basis: Json<Basis>;
  steps: Json<PlannedStep[]>;
  checks: Json<Check[]>;
  permissions: Json<PermissionRow[]>;
  incomplete: Json<string[]>;
  created_at: Timestamp;
  created_by: string;
}

export interface RunTable {
  id: string;
  plan_id: string;
  account_id: string;
  region: string;
  subject: string;
  workload_name: string;
  workload_id: string | null;
  /** A copy of what the journal says, for lists. */
  state: RunState;
  verification: Json<Verification> | null;
  started_by: string;
  started_at: Timestamp;
  finished_at: Timestamp | null;
  version: Generated<number>;
}

export interface JournalTable {
  run_id: string;
  seq: number;
  at: Timestamp;
  step_id: string | null;
  direction: JournalEntry['direction'];
  event: JournalEntry['event'];
  call: string | null;
  message: string;
  data: Json<Record<string, unknown>>;
  aws_request_id: string | null;
}

/** What STS answered when a chain's truth table was tried last. */
export interface ObservedTruthTable {
  plan_id: string;
  observed_at: Timestamp;
  body: Json<ObservedTruth>;
}

declare module '../schema.ts' {
  interface Database {
    observed_truth: ObservedTruthTable;
    plan: PlanTable;
    run: RunTable;
    journal: JournalTable;
  }
}
