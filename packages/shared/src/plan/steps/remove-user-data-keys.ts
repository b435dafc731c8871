import type { StepOf } from '../planned-step.ts';
import { call, type Place, type StepDescription } from './description.ts';

/** ModifyInstanceAttribute(userData): the lines that set a key go, all else stays byte by byte (D-67, D-68). */
export function describeRemoveUserDataKeys({ instanceId, edits }: StepOf<'remove-user-data-keys'>, { region }: Place): StepDescription {
  const change = edits === undefined ? 'delete the lines of the diff' : 'change the lines as in the diff';
  const Value = edits === undefined ? '(the user data without these lines)' : '(the user data with these lines as they were edited)';
  return {
    title:
      edits === undefined
        ? `Take the key lines out of the user data of ${instanceId}`
        : `Write the user data of ${instanceId} as it was edited`,
    because:
      'Everybody who may call ec2:DescribeInstanceAttribute reads the key there, and so does every program on the instance. User data runs at the first boot only: this removes the plain-text copy, and not what it wrote to the disk then.',
    calls: [call('ec2', 'ModifyInstanceAttribute', { InstanceId: instanceId, UserData: { Value } })],
    byHand: {
      console: [
        `EC2 → Instances → ${instanceId} → Actions → Instance settings → Edit user data`,
        `${change.charAt(0).toUpperCase()}${change.slice(1)}`,
        'Look on the instance for what they wrote: ~/.aws/credentials, /etc/environment, .env files, /var/lib/cloud/instances/*/user-data.txt',
      ],
      cli: [
        `aws ec2 describe-instance-attribute --region ${region} --instance-id ${instanceId} --attribute userData --query UserData.Value --output text | base64 -d > user-data`,
        `# ${change} in user-data`,
        "base64 <user-data | tr -d '\\n' >user-data.base64",
        `aws ec2 modify-instance-attribute --region ${region} --instance-id ${instanceId} --attribute userData --value file://user-data.base64`,
      ],
    },
    undo: 'It stays as it will be: the lines that go are kept nowhere, so that they could not be put back',
    reversible: false,
  };
}
