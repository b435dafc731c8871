import { lastNameOf } from '../plan/instance-steps.ts';
import { planTag, type StepOf } from '../plan/planned-step.ts';
import type { LineEdit } from '../user-data/line-edits.ts';
import type { Shell } from './shell.ts';

/** Waits until the profile of an instance is there; defined at the top of a script that has such a step. */
export const untilAssociated = `
until_profile() {
  local attempt state
  for attempt in $(seq 60); do
    state="$(aws ec2 describe-iam-instance-profile-associations --filters "Name=instance-id,Values=$1" \\
      --query "IamInstanceProfileAssociations[?State!='disassociated'].[IamInstanceProfile.Arn, State]" --output text | tr '\\t' ' ')"
    [ "$state" = "$2" ] && return 0
    sleep 2
  done
  echo "The instance profile of $1 is: $state" >&2
  return 1
}`;

/** CreateInstanceProfile, and the wait until IAM shows it. */
export function createInstanceProfile(step: StepOf<'create-instance-profile'>, { word, document, aws }: Shell): string {
  const tags = Object.entries(step.tags).filter(([key]) => key !== planTag);
  const name = `--instance-profile-name ${word(step.profileName)}`;
  const tagged = tags.length === 0 ? '' : ` --tags ${document(tags.map(([Key, Value]) => ({ Key, Value })))}`;
  return `# Create the instance profile ${comment(step.profileName)}
${aws} iam create-instance-profile ${name} --path ${word(step.path)}${tagged} >/dev/null
${aws} iam wait instance-profile-exists ${name}`;
}

/** AddRoleToInstanceProfile. */
export const addRole = (step: StepOf<'add-role-to-instance-profile'>, { word, aws }: Shell): string =>
  `# Put ${comment(step.roleName)} into the instance profile ${comment(step.profileName)}
until_accepted ${aws} iam add-role-to-instance-profile --instance-profile-name ${word(step.profileName)} --role-name ${word(step.roleName)}`;

/** AssociateIamInstanceProfile. */
export const associate = (step: StepOf<'associate-instance-profile'>, { word, aws }: Shell): string =>
  `# Attach the instance profile ${comment(lastNameOf(step.profileArn))} to ${step.instanceId}
until_accepted ${aws} ec2 associate-iam-instance-profile --instance-id ${step.instanceId} --iam-instance-profile Arn=${word(step.profileArn)} >/dev/null
until_profile ${step.instanceId} ${word(`${step.profileArn} associated`)}`;

/** ReplaceIamInstanceProfileAssociation by the association of the plan: where that is not the active one any more, EC2 refuses. */
export const replace = (step: StepOf<'replace-instance-profile'>, { word, aws }: Shell): string =>
  `# Replace the instance profile ${comment(lastNameOf(step.fromProfileArn))} of ${step.instanceId} by ${comment(lastNameOf(step.profileArn))}
until_accepted ${aws} ec2 replace-iam-instance-profile-association --association-id ${step.associationId} \\
  --iam-instance-profile Arn=${word(step.profileArn)} >/dev/null
until_profile ${step.instanceId} ${word(`${step.profileArn} associated`)}`;

/** DisassociateIamInstanceProfile, and the wait until it is gone: EC2 attaches none before. */
export const disassociate = (step: StepOf<'disassociate-instance-profile'>, { aws }: Shell): string =>
  `# Take the instance profile ${comment(lastNameOf(step.profileArn))} off ${step.instanceId}
${aws} ec2 disassociate-iam-instance-profile --association-id ${step.associationId} >/dev/null
until_profile ${step.instanceId} ""`;

/** ModifyInstanceMetadataOptions. */
export const metadataOptions = ({ instanceId, after }: StepOf<'modify-metadata-options'>, { aws }: Shell): string =>
  `# Change the metadata options of ${instanceId}
${aws} ec2 modify-instance-metadata-options --instance-id ${instanceId} --http-tokens ${after.httpTokens} \\
  --http-put-response-hop-limit ${after.hopLimit} >/dev/null`;

const asked = `if [ -n "\${USER_DATA_FILE:-}" ]; then`;

/** StopInstances, only where the user data to write is given: the script holds none. */
export const stopInstance = ({ instanceId }: StepOf<'stop-instance'>, { aws }: Shell): string =>
  `# Stop ${instanceId}, where USER_DATA_FILE names its user data without the key lines
${asked}
  ${aws} ec2 stop-instances --instance-ids ${instanceId} >/dev/null
  ${aws} ec2 wait instance-stopped --instance-ids ${instanceId}
fi`;

/** ModifyInstanceAttribute of user data from a file of the operator's, which the script does not hold. By name and value the AWS CLI takes base64 (D-67). */
export function writeUserData({ instanceId, lines, edits }: StepOf<'remove-user-data-keys'>, { aws }: Shell): string {
  const gone = lines.flatMap(({ change }, index) => (change === 'same' ? [] : [index + 1]));
  return `# Write the user data of ${instanceId} without the key lines (${gone.join(', ')} of the document as it was)
${editedLines(edits)}${asked}
  base64 <"$USER_DATA_FILE" | tr -d '\\n' >"$work/user-data"
  ${aws} ec2 modify-instance-attribute --instance-id ${instanceId} --attribute userData --value "file://$work/user-data"
  rm -f "$work/user-data"
else
  echo "The user data of ${instanceId} still shows a key in its lines ${gone.join(', ')}: set USER_DATA_FILE to a file without them to change it"
fi`;
}

/** StartInstances. */
export const startInstance = ({ instanceId }: StepOf<'start-instance'>, { aws }: Shell): string =>
  `# Start ${instanceId} again
${asked}
  ${aws} ec2 start-instances --instance-ids ${instanceId} >/dev/null
  ${aws} ec2 wait instance-running --instance-ids ${instanceId}
fi`;

/** Says what AWS has seen of the role: an association proves no use (D-62, D-66). */
export const verifyInstance = ({ instanceId, roleArn }: StepOf<'verify-instance'>, { word, aws }: Shell): string =>
  `# The profile is there, which proves no use of it: see whether the role is in use
${aws} iam get-role --role-name ${word(lastNameOf(roleArn))} --query Role.RoleLastUsed --output json
echo "Programs on ${instanceId} that started with a key keep it until they are started again; the old access key is untouched"`;

/** A person's edits, as comments for whoever makes the file: what was typed is in the plan, and no secret. */
export const editedLines = (edits: readonly LineEdit[] | undefined): string =>
  (edits ?? [])
    .map(({ fromLine, toLine, lines }) => {
      const where = toLine < fromLine ? `Before line ${fromLine} comes` : `In place of lines ${fromLine} to ${toLine} comes`;
      return `# ${where}${lines.length === 0 ? ' nothing' : `:\n${lines.map((line) => `#   ${comment(line)}`).join('\n')}`}\n`;
    })
    .join('');

const comment = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, ' ');
