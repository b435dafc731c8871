import type { StepOf } from '../planned-step.ts';
import { call, type StepDescription } from './description.ts';
import { shellJson } from './shell-word.ts';

/** PutRolePolicy: an inline policy that lives and dies with the role (D-54). */
export function describePutRolePolicy(step: StepOf<'put-role-policy'>): StepDescription {
  const changed = step.converted.length > 0 ? ` Converted for a role: ${step.converted.join('; ')}.` : '';
  return {
    title: `Give ${step.roleName} the policy ${step.policyName}`,
    because: step.because ?? `The role may do what ${step.from} allows.${changed}`,
    calls: [call('iam', 'PutRolePolicy', { RoleName: step.roleName, PolicyName: step.policyName, PolicyDocument: step.document })],
    byHand: {
      console: [`IAM → Roles → ${step.roleName} → Add permissions → Create inline policy → JSON`, `Name it ${step.policyName}`],
      cli: [
        `aws iam put-role-policy --role-name ${step.roleName} --policy-name ${step.policyName} --policy-document ${shellJson(step.document)}`,
      ],
    },
    undo: `Delete the inline policy ${step.policyName} of ${step.roleName}`,
    reversible: true,
  };
}
