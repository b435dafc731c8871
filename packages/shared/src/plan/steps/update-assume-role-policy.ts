import type { StepOf } from '../planned-step.ts';
import { call, type StepDescription } from './description.ts';

/** UpdateAssumeRolePolicy: statements are added to the trust policy of a role that exists; all that stands there stays (D-51). */
export function describeUpdateAssumeRolePolicy(step: StepOf<'update-assume-role-policy'>): StepDescription {
  const { roleName, sids, after } = step;
  return {
    title: `Let the trust policy of ${roleName} name the caller`,
    because: `The call replaces the whole trust policy, so that it is read again first, and not sent where somebody else changed it meanwhile. ${sids.join(' and ')} is added; everybody who is trusted today still is.`,
    calls: [call('iam', 'UpdateAssumeRolePolicy', { RoleName: roleName, PolicyDocument: after })],
    byHand: {
      console: [
        `IAM → Roles → ${roleName} → Trust relationships → Edit trust policy`,
        `Add the statement ${sids.join(' and ')} of the diff`,
      ],
      cli: [
        `aws iam get-role --role-name ${roleName} --query Role.AssumeRolePolicyDocument > trust.json`,
        '# add the statement of the diff to trust.json',
        `aws iam update-assume-role-policy --role-name ${roleName} --policy-document file://trust.json`,
      ],
    },
    undo: `Put the trust policy of ${roleName} back as it was, byte by byte`,
    reversible: true,
  };
}
