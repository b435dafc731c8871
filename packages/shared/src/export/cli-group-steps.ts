import type { LaunchSource, PlannedEdits } from '../plan/group-steps.ts';
import { lastNameOf } from '../plan/instance-steps.ts';
import { planTag, type StepOf } from '../plan/planned-step.ts';
import { copiedFrom } from '../plan/steps/copied-from.ts';
import { editedLines } from './cli-instance-steps.ts';
import type { Shell } from './shell.ts';
import { withoutMasked } from './shown-members.ts';

/** Waits until an instance refresh ends; defined at the top of a script that has such a step. */
export const untilRefreshed = `
until_refreshed() {
  local status
  while true; do
    status="$(aws autoscaling describe-instance-refreshes --auto-scaling-group-name "$1" --instance-refresh-ids "$2" \\
      --query 'InstanceRefreshes[0].[Status, PercentageComplete]' --output text | tr '\\t' ' ')"
    echo "Instance refresh of $1: $status %"
    case "$status" in
      Successful*) return 0 ;;
      Failed*|Cancelled*|RollbackSuccessful*|RollbackFailed*)
        aws autoscaling describe-instance-refreshes --auto-scaling-group-name "$1" --instance-refresh-ids "$2" \\
          --query 'InstanceRefreshes[0].StatusReason' --output text >&2
        echo "The instance refresh of $1 did not succeed" >&2; return 1 ;;
    esac
    sleep 15
  done
}`;

/** CreateLaunchTemplate with the data of the plan; the user data is read from the launch configuration when the script runs. */
export function createLaunchTemplate(step: StepOf<'create-launch-template'>, shell: Shell): string {
  const { word, document, aws } = shell;
  const tags = Object.entries(step.tags).filter(([key]) => key !== planTag);
  const tagged =
    tags.length === 0
      ? ''
      : ` \\\n  --tag-specifications ${document([{ ResourceType: 'launch-template', Tags: tags.map(([Key, Value]) => ({ Key, Value })) }])}`;
  return `# Create the launch template ${comment(step.templateName)} like ${comment(copiedFrom(step))}
${readOrigin(step, shell)}
${refused(step.shown)}jq --slurpfile old "$work/configuration.json" '. + ($old[0] | if (.UserData // "") == "" then {} else {UserData} end)' <<<${document(withoutMasked(step.shown).document)} >"$work/data.json"
${variableOf(step.id)}="$(${aws} ec2 create-launch-template --launch-template-name ${word(step.templateName)} \\
  --launch-template-data "file://$work/data.json"${tagged} --query LaunchTemplate.LaunchTemplateId --output text)"`;
}

/** CreateLaunchTemplateVersion with all that the source version has, read when the script runs, but for the edits (D-72). */
export function createLaunchTemplateVersion(step: StepOf<'create-launch-template-version'>, shell: Shell): string {
  const { word, aws } = shell;
  const id = reference(step.launchTemplateId, word);
  return `# Create a version of the launch template ${comment(step.templateName)} from version ${step.sourceVersion}
${editedLines(step.edits.userDataEdits?.edits)}${aws} ec2 describe-launch-template-versions --launch-template-id ${id} --versions ${step.sourceVersion} \\
  --query 'LaunchTemplateVersions[0].LaunchTemplateData' --output json >"$work/old.json"
jq --arg profile ${word(step.edits.profileArn)}${fileArguments(step.id, step.edits)} '${[
    'del(.MetadataOptions.State?, .NetworkInterfaces[]?.Ipv6Addresses[]?.IsPrimaryIpv6, .Operator.HiddenByDefault?, .Operator.Managed?)',
    '.IamInstanceProfile = {Arn: $profile}',
    ...metadataFilter(step.edits),
    ...(step.edits.userData === null
      ? []
      : ['if $rewritten == "-" then . elif $rewritten == "" then del(.UserData) else .UserData = $rewritten end']),
  ].join(' | ')}' "$work/old.json" >"$work/data.json"
${variableOf(step.id)}="$(${aws} ec2 create-launch-template-version --launch-template-id ${id} \\
  --launch-template-data "file://$work/data.json" --query LaunchTemplateVersion.VersionNumber --output text)"
rm -f "$work/old.json" "$work/data.json"${keyLines(step.id, step.edits)}`;
}

/** CreateLaunchConfiguration: every member of the old one but for the edits (D-71). The AWS CLI takes its user data decoded. */
export function createLaunchConfiguration(step: StepOf<'create-launch-configuration'>, { word, aws }: Shell): string {
  const { id, launchConfigurationName, from, edits } = step;
  return `# Copy the launch configuration ${comment(from)}
${editedLines(edits.userDataEdits?.edits)}${readConfiguration(from, { word, aws })}
jq -j '.UserData // ""' "$work/configuration.json" | base64 -d >"$work/user-data"
${edits.userData === null ? '' : `[ -z "\${${fileVariable(id)}:-}" ] || cp "$${fileVariable(id)}" "$work/user-data"\n`}\
jq --arg profile ${word(edits.profileArn)} --arg name ${word(launchConfigurationName)} '${[
    'del(.LaunchConfigurationARN, .CreatedTime, .UserData)',
    'with_entries(select(.value != "" and .value != [] and .value != null))',
    '.LaunchConfigurationName = $name',
    '.IamInstanceProfile = $profile',
    ...metadataFilter(edits),
  ].join(' | ')}' "$work/configuration.json" >"$work/copy.json"
if [ -s "$work/user-data" ]; then
  until_accepted ${aws} autoscaling create-launch-configuration --cli-input-json "file://$work/copy.json" --user-data "fileb://$work/user-data"
else
  until_accepted ${aws} autoscaling create-launch-configuration --cli-input-json "file://$work/copy.json"
fi
rm -f "$work/configuration.json" "$work/copy.json" "$work/user-data"${keyLines(id, edits)}`;
}

/** UpdateAutoScalingGroup with what it launches from alone (D-74). */
export const updateGroup = ({ groupName, after }: StepOf<'update-group'>, shell: Shell): string =>
  `# Change what ${comment(groupName)} launches from, and nothing else of it
${inputOf({ AutoScalingGroupName: groupName, ...after }, after, shell)}
until_accepted ${shell.aws} autoscaling update-auto-scaling-group --cli-input-json "$INPUT"`;

/** StartInstanceRefresh, and the wait until it ends (D-75). */
export function refreshInstances({ groupName, desired, preferences }: StepOf<'refresh-instances'>, shell: Shell): string {
  const input = {
    AutoScalingGroupName: groupName,
    Strategy: 'Rolling',
    ...(desired === null ? {} : { DesiredConfiguration: desired }),
    Preferences: preferences,
  };
  return `# Replace the instances of ${comment(groupName)}; to stop it: aws autoscaling ${desired === null ? 'cancel' : 'rollback'}-instance-refresh
${inputOf(input, desired, shell)}
REFRESH="$(until_accepted ${shell.aws} autoscaling start-instance-refresh --cli-input-json "$INPUT" --query InstanceRefreshId --output text)"
until_refreshed ${shell.word(groupName)} "$REFRESH"`;
}

/** Says from what each instance was launched, and what AWS has seen of the role (D-62, D-76). */
export const verifyGroup = ({ groupName, roleArn }: StepOf<'verify-group'>, { word, aws }: Shell): string =>
  `# What each instance was launched from, and whether the role is in use
${aws} autoscaling describe-auto-scaling-groups --auto-scaling-group-names ${word(groupName)} --output table \\
  --query 'AutoScalingGroups[0].Instances[].[InstanceId, LifecycleState, HealthStatus, LaunchTemplate.Version, LaunchConfigurationName]'
${aws} iam get-role --role-name ${word(lastNameOf(roleArn))} --query Role.RoleLastUsed --output json
echo "That the instances are there proves no use of the role; the old access key is untouched"`;

/** What the new template is a copy of, with its user data, into configuration.json. */
function readOrigin({ launchConfigurationName, copyOf }: StepOf<'create-launch-template'>, shell: Shell): string {
  if (copyOf === undefined) return readConfiguration(launchConfigurationName ?? '', shell);
  return `${shell.aws} ec2 describe-launch-template-versions --launch-template-id ${shell.word(copyOf.launchTemplateId)} --versions ${copyOf.version} \\
  --query 'LaunchTemplateVersions[0].LaunchTemplateData' --output json >"$work/configuration.json"`;
}

const readConfiguration = (name: string, { word, aws }: Pick<Shell, 'word' | 'aws'>): string =>
  `${aws} autoscaling describe-launch-configurations --launch-configuration-names ${word(name)} \\
  --query 'LaunchConfigurations[0]' --output json >"$work/configuration.json"`;

/** A member that the plan holds masked is not in the script either: it cannot be sent. */
function refused(shown: Record<string, unknown>): string {
  const { hidden } = withoutMasked(shown);
  if (hidden.length === 0) return '';
  return `echo "Values of what it is made like are not in this script: ${hidden.map(comment).join(', ')}. Create the launch template by hand" >&2; exit 1\n`;
}

/** INPUT of a call, with what earlier steps made in place of references to them. */
function inputOf(input: unknown, source: LaunchSource | null, { document }: Shell): string {
  const references = [...new Set(JSON.stringify(source).match(/(?<=")step:[\w-]+(?=")/g) ?? [])];
  const put = references.map((one, index) => ({
    argument: ` --arg made${index} "$${variableOf(one.slice('step:'.length))}"`,
    filter: `walk(if . == "${one}" then $made${index} else . end)`,
  }));
  const read = `INPUT=${document(input)}`;
  if (put.length === 0) return read;
  return `${read}\nINPUT="$(jq${put.map(({ argument }) => argument).join('')} '${put.map(({ filter }) => filter).join(' | ')}' <<<"$INPUT")"`;
}

const reference = (value: string, word: Shell['word']): string =>
  value.startsWith('step:') ? `"$${variableOf(value.slice('step:'.length))}"` : word(value);

/** `version-1` → `VERSION_1`. */
const variableOf = (stepId: string): string => stepId.toUpperCase().replaceAll('-', '_');
/** USER_DATA_FILE, and USER_DATA_FILE_2 for the second version. */
const fileVariable = (stepId: string): string => `USER_DATA_FILE${stepId.replace(/^.*-/, '_').replace(/^_1$/, '')}`;

/** `-`: no file was given, the user data stays. */
const fileArguments = (stepId: string, { userData }: PlannedEdits): string =>
  userData === null
    ? ''
    : ` --arg rewritten "$(if [ -n "\${${fileVariable(stepId)}:-}" ]; then base64 <"$${fileVariable(stepId)}" | tr -d '\\n'; else echo -; fi)"`;

const metadataFilter = ({ metadataOptions }: PlannedEdits): string[] =>
  metadataOptions === null
    ? []
    : [`.MetadataOptions += {HttpTokens: "${metadataOptions.httpTokens}", HttpPutResponseHopLimit: ${metadataOptions.hopLimit}}`];

/** What was not done where no file is given: the script holds no user data. */
function keyLines(stepId: string, { userData }: PlannedEdits): string {
  if (userData === null) return '';
  const gone = userData.flatMap(({ change }, index) => (change === 'same' ? [] : [index + 1])).join(', ');
  return `\n[ -n "\${${fileVariable(stepId)}:-}" ] || echo "The user data still shows a key in its lines ${gone}: set ${fileVariable(stepId)} to a file without them"`;
}

const comment = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, ' ');
