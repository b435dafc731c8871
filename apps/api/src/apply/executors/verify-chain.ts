import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { verifyChain } from '../../verify/verify-chain.ts';
import { type Executor, outcome, StepFailed } from './executor.ts';

const pollMilliseconds = 1_000;
/** IAM answers reads a little behind what was written (D-50). */
const longestMilliseconds = 60_000;

/** Reads the chain back until it is as planned; changes nothing. Use is not waited for: that is the application's to begin. */
export const verifyChainStep: Executor<StepOf<'verify-chain'>> = {
  call: null,
  async forward(context, step) {
    for (const end = Date.now() + longestMilliseconds; ; ) {
      const { state, evidence } = await verifyChain(context);
      const open = evidence.filter((one) => one.state === 'no').map((one) => `${one.claim}: ${one.detail}`);
      if (state === 'verified') return outcome(`${step.name} is as planned, and its roles were used.`);
      if (state === 'unproven') return outcome(`${step.name} is as planned. That it is used does not show yet; check again later.`);
      if (Date.now() > end) throw new StepFailed(`The chain is not as planned: ${open.join('; ')}`);
      await context.waitingFor(`waiting for IAM to show the chain as planned: ${open.join('; ')}`);
      await context.sleep(pollMilliseconds);
    }
  },
  settle: async () => null,
  undo: async () => outcome('Nothing to undo.'),
};
