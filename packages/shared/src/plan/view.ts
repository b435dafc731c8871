import { diffOfStep } from '../diff/of-step.ts';
import type { PlannedStep } from './planned-step.ts';
import type { PlanSnapshot } from './snapshot.ts';
import type { Step } from './step.ts';
import { describeStep } from './steps/describe.ts';

/** Planned step → as GET /api/plans/{id} shows it. */
export function stepView(step: PlannedStep, snapshot: PlanSnapshot): Step {
  const description = describeStep(step, { region: snapshot.region, workloadName: snapshot.workload.name });
  const account = { id: snapshot.workload.accountId, awsAccountId: snapshot.awsAccountId };
  return { id: step.id, kind: step.kind, account, ...description, diff: diffOfStep(step, snapshot) };
}

/** The sentence that opens "Change": how many calls, where, what can be undone. */
export function planSummary(steps: PlannedStep[], snapshot: PlanSnapshot): string {
  const changing = steps.filter((step) => step.kind !== 'wait-for-service' && step.kind !== 'verify').length;
  if (changing === 0) return 'Nothing can be planned yet: see what is not known.';
  return `${changing} call${changing === 1 ? '' : 's'} that change account ${snapshot.awsAccountId} in ${snapshot.region}; each can be undone until the old revision is purged; the service replaces its tasks one by one and keeps running.`;
}
