import type { PlannedStep, StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { isOfProbe } from '@rolewright/shared/verify/judge-probes.ts';
import type { Verification } from '@rolewright/shared/verify/verification.ts';
import { AwsError } from '../../aws/aws-error.ts';
import { type VerifyInput, verifyNow } from '../../verify/verify-now.ts';
import { makeProbes } from '../probe-gate.ts';
import { type Executor, outcome, type StepContext, StepFailed } from './executor.ts';
import { mostUnanswered } from './rollout.ts';
import { newRevisionOf } from './update-service.ts';

const pollMilliseconds = 1_000;
/** On AWS evidence may take hours: after this the run ends unproven, and can be checked again. */
const longestMilliseconds = 120_000;

/** Collects evidence until it is enough, or shows that the workload fails; changes nothing. */
export const verify: Executor<StepOf<'verify'>> = {
  call: null,
  async forward(context, step) {
    const probes = await makeProbes(context, 'after');
    const end = Date.now() + longestMilliseconds;
    for (let unanswered = 0; ; ) {
      let verification: Verification;
      try {
        verification = await verifyNow({ ...verifyInput(context, step), probes });
        unanswered = 0;
      } catch (error) {
        if (!(error instanceof AwsError) || ++unanswered > mostUnanswered) throw error;
        await context.waitingFor(`${error.call} was not answered (${error.code}); looking again`);
        await context.sleep(pollMilliseconds);
        continue;
      }
      if (verification.state === 'failing') throw new StepFailed(`${whatFails(verification)}: ${saysNo(verification)}`);
      if (verification.state === 'verified') return outcome('Verified: every piece of evidence is there.');
      if (Date.now() > end) return outcome('The change is done. It is not proven yet that the role is used; check again later.');
      await context.waitingFor(`waiting for evidence: ${missing(verification)}`);
      await context.sleep(pollMilliseconds);
    }
  },
  settle: async () => null,
  undo: async () => outcome('Nothing to undo.'),
};

/** What the evidence is collected for: the workload, its new revision, and since when. Throws StepFailed for a run that moves no workload. */
export function verifyInput(context: StepContext, step: StepOf<'verify'>): Omit<VerifyInput, 'probes'> {
  const { workloadId } = context;
  if (workloadId === null) throw new StepFailed('This run is not about a workload: there is nothing to verify.');
  return { ...context, workloadId, step, taskDefinitionArn: newRevisionOf(context), ...cutOverOf(context) };
}

/** When the service was pointed at the new revision, and when the last old task was gone. */
function cutOverOf({ steps, doneAt, deps }: Pick<StepContext, 'steps' | 'doneAt' | 'deps'>): {
  cutOverAt: string;
  oldTasksGoneAt: string;
} {
  const at = (kind: PlannedStep['kind']): string => {
    const step = steps.find((one) => one.kind === kind);
    return (step && doneAt(step.id)) ?? deps.now().toISOString();
  };
  return { cutOverAt: at('update-service'), oldTasksGoneAt: at('wait-for-service') };
}

const whatFails = ({ evidence }: Verification): string =>
  evidence.some((one) => one.state === 'no' && !isOfProbe(one)) ? 'Calls of the workload are denied' : 'The workload does not do its work';

const missing = (verification: Verification): string =>
  verification.evidence
    .filter((one) => one.state !== 'yes')
    .map((one) => one.claim)
    .join('; ');

const saysNo = (verification: Verification): string =>
  verification.evidence
    .filter((one) => one.state === 'no')
    .map((one) => one.detail)
    .join('; ');
