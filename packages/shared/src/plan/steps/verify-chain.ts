import type { StepOf } from '../planned-step.ts';
import { call, type StepDescription } from './description.ts';

/** Reads every part of the chain back and evaluates what was read; changes nothing. */
export function describeVerifyChain(step: StepOf<'verify-chain'>): StepDescription {
  return {
    title: `Verify ${step.name}`,
    because:
      'What AWS accepted is read back from every account, and the policies as they stand there are evaluated: the right external id, a wrong one and none. Nothing is claimed beyond what was read: that the application uses the chain shows when its roles are used.',
    calls: [call('iam', 'GetRole', { RoleName: 'each role of the chain' })],
    byHand: {
      console: ['IAM → Roles → each role → Trust relationships and Permissions'],
      cli: ['aws sts assume-role --role-arn <role2> --role-session-name <name> --external-id <id>   # as the caller'],
    },
    undo: 'Nothing to undo: it only reads',
    reversible: true,
  };
}
