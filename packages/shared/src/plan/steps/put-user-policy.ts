import type { StepOf } from '../planned-step.ts';
import { call, type StepDescription } from './description.ts';
import { shellJson } from './shell-word.ts';

/** PutUserPolicy: the caller's half of a chain that a user begins. */
export function describePutUserPolicy(step: StepOf<'put-user-policy'>): StepDescription {
  const { userName, policyName, document } = step;
  return {
    title: `Give the user ${userName} the policy ${policyName}`,
    because: step.because,
    calls: [call('iam', 'PutUserPolicy', { UserName: userName, PolicyName: policyName, PolicyDocument: document })],
    byHand: {
      console: [`IAM → Users → ${userName} → Add permissions → Create inline policy → JSON`, `Name it ${policyName}`],
      cli: [`aws iam put-user-policy --user-name ${userName} --policy-name ${policyName} --policy-document ${shellJson(document)}`],
    },
    undo: `Delete the inline policy ${policyName} of ${userName}`,
    reversible: true,
  };
}
