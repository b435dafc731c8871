import { maskKeyId } from '../../aws/key-id.ts';
import { lastNameOf } from '../instance-steps.ts';
import type { StepOf } from '../planned-step.ts';
import { call, type Place, type StepDescription } from './description.ts';

/** Collects the evidence that D-62 asks for; changes nothing. Associated is not used (D-66). */
export function describeVerifyInstance(step: StepOf<'verify-instance'>, { region }: Place): StepDescription {
  const { instanceId, roleArn, keyIds } = step;
  const roleName = lastNameOf(roleArn);
  return {
    title: `Verify that ${instanceId} acts as ${roleName}`,
    because:
      'That a profile is associated proves no use of it: programs that hold a key keep it until they are started again. Verified needs the association, user data without a key, and a call seen under the role from this instance, whose session has its id as its name, with none denied since.',
    calls: [
      call('ec2', 'DescribeIamInstanceProfileAssociations', { Filters: [{ Name: 'instance-id', Values: [instanceId] }] }),
      call('ec2', 'DescribeInstanceAttribute', { InstanceId: instanceId, Attribute: 'userData' }),
      call('iam', 'GetRole', { RoleName: roleName }),
      call('cloudtrail', 'LookupEvents', { LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: instanceId }] }),
      ...keyIds.map((keyId) => call('iam', 'GetAccessKeyLastUsed', { AccessKeyId: maskKeyId(keyId) })),
    ],
    byHand: {
      console: [`EC2 → Instances → ${instanceId} → Security → IAM role`, `CloudTrail → Event history → User name = ${instanceId}`],
      cli: [
        `aws ec2 describe-iam-instance-profile-associations --region ${region} --filters Name=instance-id,Values=${instanceId}`,
        `aws cloudtrail lookup-events --region ${region} --lookup-attributes AttributeKey=Username,AttributeValue=${instanceId}`,
      ],
    },
    undo: 'Nothing to undo: it only reads',
    reversible: true,
  };
}
