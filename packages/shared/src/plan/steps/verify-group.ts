import { maskKeyId } from '../../aws/key-id.ts';
import { lastNameOf } from '../instance-steps.ts';
import { sourceInWords } from '../launch-source.ts';
import type { StepOf } from '../planned-step.ts';
import { call, type Place, type StepDescription } from './description.ts';
import { shellWord } from './shell-word.ts';

/** Collects the evidence that D-76 and D-62 ask for, of each instance; changes nothing. */
export function describeVerifyGroup(step: StepOf<'verify-group'>, { region }: Place): StepDescription {
  const { groupName, source, roleArn, profileArn, keyIds, withoutKeys, names } = step;
  const roleName = lastNameOf(roleArn);
  const group = shellWord(groupName);
  return {
    title: `Verify that every instance of ${groupName} acts as ${roleName}`,
    because: `What the group launches from says nothing of the instances that it has. Verified needs each of them launched from ${sourceInWords(source, names)}, with the profile ${lastNameOf(profileArn)}${withoutKeys ? ' and user data without a key' : ''}, and a call seen under the role, with none denied since.`,
    calls: [
      call('autoscaling', 'DescribeAutoScalingGroups', { AutoScalingGroupNames: [groupName] }),
      call('ec2', 'DescribeIamInstanceProfileAssociations', { Filters: [{ Name: 'instance-id', Values: ['each instance of the group'] }] }),
      ...(withoutKeys
        ? [call('ec2', 'DescribeInstanceAttribute', { InstanceId: 'each instance of the group', Attribute: 'userData' })]
        : []),
      call('iam', 'GetRole', { RoleName: roleName }),
      call('cloudtrail', 'LookupEvents', {
        LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: 'each instance of the group' }],
      }),
      ...keyIds.map((keyId) => call('iam', 'GetAccessKeyLastUsed', { AccessKeyId: maskKeyId(keyId) })),
    ],
    byHand: {
      console: [
        `EC2 → Auto Scaling groups → ${groupName} → Instance management`,
        'CloudTrail → Event history → User name = the id of each instance',
      ],
      cli: [
        `aws autoscaling describe-auto-scaling-groups --region ${region} --auto-scaling-group-names ${group} --query 'AutoScalingGroups[0].Instances'`,
        `aws iam get-role --role-name ${shellWord(roleName)} --query Role.RoleLastUsed`,
      ],
    },
    undo: 'Nothing to undo: it only reads',
    reversible: true,
  };
}
