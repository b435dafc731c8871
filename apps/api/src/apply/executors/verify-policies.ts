import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { verifyPolicies } from '../../verify/verify-policies.ts';
import { type Executor, outcome } from './executor.ts';
import { readBack } from './read-back.ts';

/** Reads every changed policy back until it is as planned; changes nothing. */
export const verifyPoliciesStep: Executor<StepOf<'verify-policies'>> = {
  call: null,
  async forward(context) {
    await readBack(
      context,
      'the policies',
      () => verifyPolicies(context),
      ({ state }) => state !== 'yes',
    );
    return outcome('Every policy is as planned, read back from AWS.');
  },
  settle: async () => null,
  undo: async () => outcome('Nothing to undo.'),
};
