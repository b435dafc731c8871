import type { StepOf } from '../planned-step.ts';
import { call, type StepDescription } from './description.ts';

/** Collects the evidence that D-62 asks for; changes nothing. */
export function describeVerify(step: StepOf<'verify'>): StepDescription {
  const roleName = step.roleArn.slice(step.roleArn.lastIndexOf('/') + 1);
  return {
    title: `Verify that ${step.serviceName} acts as ${roleName}`,
    because:
      'A healthy deployment proves nothing about permissions. Verified needs every running task on the new revision, no credential variable left in it or in overrides, and a call seen under the role with none denied since.',
    calls: [
      call('iam', 'GetRole', { RoleName: roleName }),
      call('cloudtrail', 'LookupEvents', { LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: 'session of the role' }] }),
      ...step.keyIds.map((AccessKeyId) =>
        call('iam', 'GetAccessKeyLastUsed', { AccessKeyId: `${AccessKeyId.slice(0, 4)}…${AccessKeyId.slice(-4)}` }),
      ),
    ],
    byHand: {
      console: [`IAM → Roles → ${roleName} → Last activity`, 'CloudTrail → Event history → User name = the session of the role'],
      cli: [`aws iam get-role --role-name ${roleName} --query Role.RoleLastUsed`],
    },
    undo: 'Nothing to undo: it only reads',
    reversible: true,
  };
}
