import type { StepOf } from '../planned-step.ts';
import { call, type StepDescription } from './description.ts';
import { shellJson, shellWord } from './shell-word.ts';

/** CreatePolicy for a copy of a managed policy that asks who calls; the original stays as it is, others use it (D-54). */
export function describeCreateManagedPolicy(step: StepOf<'create-managed-policy'>): StepDescription {
  const input = { PolicyName: step.policyName, Path: step.path, Description: step.description, PolicyDocument: step.document };
  return {
    title: `Create the policy ${step.policyName}`,
    because:
      step.because ??
      `A policy of ${step.from} depends on who calls, so that it would not hold for a role. This copy says the same for the role: ${step.converted.join('; ')}.`,
    calls: [call('iam', 'CreatePolicy', input)],
    byHand: {
      console: ['IAM → Policies → Create policy → JSON', 'Paste the document of the diff', `Name it ${step.policyName}`],
      cli: [
        `aws iam create-policy --policy-name ${step.policyName} --path ${shellWord(step.path)} --policy-document ${shellJson(step.document)}`,
      ],
    },
    undo: `Delete the policy ${step.policyName}`,
    reversible: true,
  };
}
