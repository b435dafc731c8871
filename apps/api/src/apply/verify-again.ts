import { reduceJournal } from '@rolewright/shared/apply/reduce.ts';
import type { Run } from '@rolewright/shared/apply/run.ts';
import { AppError } from '@rolewright/shared/error.ts';
import type { StepKind } from '@rolewright/shared/plan/step.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../deps.ts';
import { deedOf, planRow } from '../plan/store.ts';
import { verifyChain } from '../verify/verify-chain.ts';
import { verifyGroup } from '../verify/verify-group.ts';
import { verifyInstance } from '../verify/verify-instance.ts';
import { verifyNow } from '../verify/verify-now.ts';
import { verifyPolicies } from '../verify/verify-policies.ts';
import { verifyInput } from './executors/verify.ts';
import { groupInput } from './executors/verify-group.ts';
import { instanceInput } from './executors/verify-instance.ts';
import { appendJournal, readJournal } from './journal.ts';
import { makeProbesOnce } from './probe-gate.ts';
import { stepContext } from './step-context.ts';
import { loadRun, runRow } from './store.ts';

const verifying: ReadonlySet<StepKind> = new Set(['verify', 'verify-chain', 'verify-policies', 'verify-instance', 'verify-group'] as const);

/** Collects the evidence of a finished run once more: on AWS last-used dates come hours late. Throws AppError `conflict` before the end. */
export async function verifyAgain(ctx: Context, id: string): Promise<Run> {
  const { deps } = ctx;
  const run = await runRow(deps.db, id);
  const plan = await planRow(deps.db, run.plan_id);
  const progress = reduceJournal(plan.steps, await readJournal(deps.db, id));
  const step = plan.steps.find((one) => verifying.has(one.kind));
  if (progress.state !== 'succeeded' || step === undefined) {
    throw new AppError('conflict', `The run is ${progress.state}: there is something to verify when it has succeeded.`, { openId: id });
  }
  const port = await deps.aws.port(run.account_id, run.region);
  const write = (entry: Parameters<typeof appendJournal>[3]) => appendJournal(deps.db, id, deps.now(), entry);
  const context = stepContext({
    deps,
    port,
    run,
    steps: plan.steps,
    progress,
    stepId: step.id,
    signal: AbortSignal.timeout(60_000),
    write,
  });
  if (step.kind === 'verify') await verifyNow({ ...verifyInput(context, step), probes: await makeProbesOnce(context, 'after') });
  else if (step.kind === 'verify-chain') await verifyChain(context);
  else if (step.kind === 'verify-instance')
    await verifyInstance({ ...instanceInput(context, step), probes: await makeProbesOnce(context, 'after') });
  else if (step.kind === 'verify-group') await verifyGroup(groupInput(context, step, await makeProbesOnce(context, 'after')));
  else await verifyPolicies(context);
  // What is proven now shows at once in the lists.
  if (run.workload_id !== null) await deps.refreshWorkload(run.workload_id);
  await write({ event: 'note', stepId: step.id, message: `Evidence collected again by ${ctx.actor}.` });
  await recordAudit(deps.db, ctx, {
    action: 'run.verify',
    target: id,
    accountId: run.account_id,
    summary: `Verified ${deedOf(plan)} again`,
  });
  return loadRun(deps.db, id);
}
