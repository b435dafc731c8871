import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { verifyPolicies } from '../../verify/verify-policies.ts';
import { type Executor, outcome, StepFailed } from './executor.ts';

const pollMilliseconds = 1_000;
/** IAM answers reads a little behind what was written (D-50). */
const longestMilliseconds = 60_000;

/** Reads every changed policy back until it is as planned; changes nothing. */
export const verifyPoliciesStep: Executor<StepOf<'verify-policies'>> = {
  call: null,
  async forward(context) {
    for (const end = Date.now() + longestMilliseconds; ; ) {
      const { state, evidence } = await verifyPolicies(context);
      if (state === 'verified') return outcome('Every policy is as planned, read back from AWS.');
      const open = evidence.filter((one) => one.state !== 'yes').map((one) => `${one.claim}: ${one.detail}`);
      if (Date.now() > end) throw new StepFailed(`Not every policy is as planned: ${open.join('; ')}`);
      await context.waitingFor(`waiting for IAM to show the policies as planned: ${open.join('; ')}`);
      await context.sleep(pollMilliseconds);
    }
  },
  settle: async () => null,
  undo: async () => outcome('Nothing to undo.'),
};
