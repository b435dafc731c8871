import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { partSources } from '@rolewright/shared/verify/judge-chain.ts';
import type { Evidence } from '@rolewright/shared/verify/verification.ts';
import { verifyChain } from '../../verify/verify-chain.ts';
import { type Executor, outcome } from './executor.ts';
import { readBack } from './read-back.ts';

/** What is not so, and a part of the chain that could not be read: that it is as planned is then not known. */
const isOpen = ({ state, source }: Evidence): boolean => state === 'no' || (state === 'unknown' && partSources.includes(source));

/** Reads the chain back until it is as planned; changes nothing. Use is not waited for: that is the application's to begin. */
export const verifyChainStep: Executor<StepOf<'verify-chain'>> = {
  call: null,
  async forward(context, { name }) {
    const { state } = await readBack(context, `the chain ${name}`, () => verifyChain(context), isOpen);
    return outcome(
      state === 'verified'
        ? `${name} is as planned, and its roles were used.`
        : `${name} is as planned. That it is used does not show yet; check again later.`,
    );
  },
  settle: async () => null,
  undo: async () => outcome('Nothing to undo.'),
};
