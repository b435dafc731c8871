import { type RunProgress, reduceJournal } from '@rolewright/shared/apply/reduce.ts';
import { rollBackWould } from '@rolewright/shared/apply/roll-back.ts';
import type { JournalEntry, Run } from '@rolewright/shared/apply/run.ts';
import { AppError } from '@rolewright/shared/error.ts';
import type { PlannedStep } from '@rolewright/shared/plan/planned-step.ts';
import type { StepKind } from '@rolewright/shared/plan/step.ts';
import { describeStep } from '@rolewright/shared/plan/steps/describe.ts';
import type { ProbeOfRun, ProbeResult } from '@rolewright/shared/probes/probe.ts';
import { notVerified } from '@rolewright/shared/verify/judge.ts';
import type { Selectable } from 'kysely';
import { isOfGroup, type PlanRow, planRow } from '../plan/store.ts';
import type { Db } from '../store/database.ts';
import type { RunTable } from '../store/tables/plan.ts';
import { readJournal } from './journal.ts';

export type RunRow = Selectable<RunTable>;

/** A run as it is stored; throws AppError `not-found`. */
export async function runRow(db: Db, id: string): Promise<RunRow> {
  const row = await db.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new AppError('not-found', `There is no run ${id}.`);
  return row;
}

/** GET /api/runs/{id}: the reduce of the journal over the plan's steps. */
export async function loadRun(db: Db, id: string): Promise<Run> {
  const row = await runRow(db, id);
  const [plan, journal] = await Promise.all([planRow(db, row.plan_id), readJournal(db, id)]);
  return runView(row, plan, journal);
}

export function runView(row: RunRow, plan: PlanRow, journal: JournalEntry[]): Run {
  const progress = reduceJournal(plan.steps, journal);
  const place = { region: plan.region, workloadName: plan.workload_name };
  return {
    id: row.id,
    planId: row.plan_id,
    accountId: row.account_id,
    region: row.region,
    recipe: plan.recipe,
    workloadId: row.workload_id,
    workloadName: row.workload_name,
    state: progress.state,
    steps: plan.steps.map((step, index) => {
      const { state, startedAt, finishedAt, waitingFor, message } = progress.steps[index] as RunProgress['steps'][number];
      const { title } = describeStep(step, place);
      return {
        id: step.id,
        kind: step.kind,
        awsAccountId: accountOf(step, plan),
        title,
        state,
        startedAt,
        finishedAt,
        waitingFor,
        message,
      };
    }),
    journal,
    // What a run proved before it was rolled back is not so any more.
    verification: progress.direction === 'back' ? notVerified : (row.verification ?? notVerified),
    probes: journal.flatMap(probeIn),
    actions: actionsOf(progress),
    rollBackWould: rollBackWould(plan.steps, progress),
    error: errorOf(progress, plan),
    startedBy: row.started_by,
    startedAt: row.started_at.toISOString(),
    finishedAt: progress.finishedAt,
    version: row.version,
  };
}

const probeIn = ({ event, seq, stepId, data }: JournalEntry): ProbeOfRun[] =>
  event === 'probe' ? [{ seq, stepId, result: data.probe as ProbeResult }] : [];

/** Of a step of a chain or policy change, which names its account; null for one that all others share. */
const accountOf = ({ accountId }: PlannedStep, plan: PlanRow): string | null =>
  plan.recipe === 'role-chain' || plan.recipe === 'policy-change'
    ? (plan.snapshot.accounts.find((one) => one.id === accountId)?.awsAccountId ?? null)
    : null;

/** What the operator may do now. */
export function actionsOf(progress: RunProgress): Run['actions'] {
  switch (progress.state) {
    case 'pending':
    case 'running':
    case 'waiting':
      return progress.pauseRequested ? ['roll-back'] : ['pause', 'roll-back'];
    case 'paused':
    case 'failed':
      return progress.direction === 'back' ? ['resume'] : ['resume', 'roll-back'];
    case 'succeeded':
      return ['roll-back'];
    default:
      return [];
  }
}

function errorOf(progress: RunProgress, plan: PlanRow): Run['error'] {
  if (progress.error === null) return null;
  const { message, awsRequestId } = progress.error;
  const advice = 'Resume tries the step again; roll back undoes what was done.';
  return { what: message, meaning: meaningOf(progress, plan), advice, awsRequestId };
}

function meaningOf(progress: RunProgress, plan: PlanRow): string {
  if (progress.direction === 'back') return 'The roll-back stopped on its way. Resume it when the reason is gone.';
  const done = progress.steps.filter((step) => step.state === 'done').length;
  if (plan.recipe === 'policy-change') {
    return `${done} of ${progress.steps.length} steps of “${plan.workload_name}” are done. What gives is made before what takes away: go on with it, or take back what is there.`;
  }
  if (plan.recipe === 'role-chain') {
    return `${done} of ${progress.steps.length} steps of the chain ${plan.workload_name} are done. It is not whole: go on with it, or take back what is there. Nothing that ran before was touched.`;
  }
  if (plan.recipe === 'ec2-instance-profile') return meaningForInstance(progress, plan);
  if (isOfGroup(plan)) return meaningForGroup(progress, plan);
  const updated = progress.steps.some((step, index) => plan.steps[index]?.kind === 'update-service' && step.state !== 'pending');
  return updated
    ? `The service ${plan.workload_name} was already pointed at the new revision. Look at its health, then resume or roll back.`
    : `The running tasks of ${plan.workload_name} were not touched.`;
}

/** What a run that stopped on its way means for the instance. */
function meaningForInstance({ steps }: RunProgress, plan: PlanRow): string {
  const begun = (kind: StepKind) => steps.some((step, index) => plan.steps[index]?.kind === kind && step.state !== 'pending');
  if (begun('stop-instance')) return `${plan.workload_name} was told to stop, and may not run. Resume, or roll back, which starts it.`;
  const attached = begun('associate-instance-profile') || begun('replace-instance-profile') || begun('disassociate-instance-profile');
  return attached
    ? `The instance profile of ${plan.workload_name} was already changed. Programs that have a key go on with it.`
    : `${plan.workload_name} itself was not touched.`;
}

/** What a run that stopped on its way means for the group. */
function meaningForGroup({ steps }: RunProgress, plan: PlanRow): string {
  const begun = (kind: StepKind) => steps.some((step, index) => plan.steps[index]?.kind === kind && step.state !== 'pending');
  if (begun('verify-group')) return `Every instance of ${plan.workload_name} was replaced. What is open is the proof.`;
  if (begun('refresh-instances'))
    return `The roll-out to ${plan.workload_name} did not go through. The step says what its instances are launched from now.`;
  return begun('update-group')
    ? `${plan.workload_name} was already told to launch from something else; none of its instances was replaced.`
    : `${plan.workload_name} itself was not touched.`;
}
