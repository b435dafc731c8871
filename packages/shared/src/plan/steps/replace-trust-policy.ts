import { isPrincipalId } from '../../aws/key-id.ts';
import { normalisePolicy, type PolicyDocument } from '../../aws/policy-document.ts';
import type { StepOf } from '../planned-step.ts';
import { call, type StepDescription } from './description.ts';

/** UpdateAssumeRolePolicy with the whole trust policy as it shall be (D-51). */
export function describeReplaceTrustPolicy(step: StepOf<'replace-trust-policy'>): StepDescription {
  const { roleName, before, after, forgets, link } = step;
  const made = link === undefined ? '' : ' A new external id is made when AWS is called, and shown nowhere: here stands its fingerprint.';
  return {
    title: `Replace the trust policy of ${roleName}`,
    because: `The call replaces the whole trust policy, so that it is read again first, and not sent where somebody else changed it meanwhile. External ids that stay are put in from what stands there.${made}`,
    calls: [call('iam', 'UpdateAssumeRolePolicy', { RoleName: roleName, PolicyDocument: after })],
    byHand: {
      console: [`IAM → Roles → ${roleName} → Trust relationships → Edit trust policy`, 'Make the changes of the diff'],
      cli: [
        `aws iam get-role --role-name ${roleName} --query Role.AssumeRolePolicyDocument > trust.json`,
        '# make the changes of the diff in trust.json',
        `aws iam update-assume-role-policy --role-name ${roleName} --policy-document file://trust.json`,
      ],
    },
    undo:
      forgets.length > 0
        ? `It stays as it will be: the external id ${forgets.join(' and ')} is taken out, and ids are kept nowhere, so that it could not be put back`
        : undoOf(roleName, before),
    reversible: forgets.length === 0,
  };
}

const undoOf = (roleName: string, before: PolicyDocument): string =>
  namesDeleted(before)
    ? `Put the trust policy of ${roleName} back as it was, without the deleted principals, which AWS does not take back (D-47)`
    : `Put the trust policy of ${roleName} back as it was, byte by byte; where somebody else changed it since, only these statements`;

const namesDeleted = (document: PolicyDocument): boolean =>
  normalisePolicy(document).statements.some(
    ({ principals }) => principals !== null && principals !== '*' && (principals.AWS ?? []).some(isPrincipalId),
  );
