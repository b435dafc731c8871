import { outputOnlyMembers, withoutOutputMembers } from '../aws/task-definition.ts';
import { isMasked } from '../findings/masked.ts';
import { planTag, type StepOf } from '../plan/planned-step.ts';
import type { Shell } from './shell.ts';
import { addedBy } from './source.ts';

/** CreateRole, and the wait until IAM shows it. */
export function createRole(step: StepOf<'create-role'>, { word, document, aws }: Shell): string {
  const tags = Object.entries(step.tags).filter(([key]) => key !== planTag);
  return command(`Create the role ${step.roleName}`, `until_accepted ${aws} iam create-role`, [
    `--role-name ${word(step.roleName)}`,
    `--path ${word(step.path)}`,
    `--description ${word(step.description)}`,
    ...(step.boundaryArn === null ? [] : [`--permissions-boundary ${word(step.boundaryArn)}`]),
    ...(tags.length === 0 ? [] : [`--tags ${document(tags.map(([Key, Value]) => ({ Key, Value })))}`]),
    `--assume-role-policy-document ${document(step.trust)} >/dev/null`,
  ]).concat(`\n${aws} iam wait role-exists --role-name ${word(step.roleName)}`);
}

/** CreatePolicy. */
export function createPolicy(step: StepOf<'create-managed-policy'>, { word, document, aws }: Shell): string {
  return command(`Create the policy ${step.policyName}`, `${aws} iam create-policy`, [
    `--policy-name ${word(step.policyName)}`,
    `--path ${word(step.path)}`,
    `--description ${word(step.description)}`,
    `--policy-document ${document(step.document)} >/dev/null`,
  ]).concat(`\n${aws} iam wait policy-exists --policy-arn ${word(step.policyArn)}`);
}

/** AttachRolePolicy. */
export function attachPolicy(step: StepOf<'attach-managed-policy'>, { word, aws }: Shell): string {
  const name = step.policyArn.slice(step.policyArn.lastIndexOf('/') + 1);
  const options = [`--role-name ${word(step.roleName)}`, `--policy-arn ${word(step.policyArn)}`];
  return command(`Attach ${name} to ${step.roleName}`, `${aws} iam attach-role-policy`, options);
}

/** PutRolePolicy; of a secret that the script made, its exact ARN. */
export function putRolePolicy(step: StepOf<'put-role-policy'>, { word, document, aws }: Shell): string {
  if (step.exact !== undefined) return putExactPolicy(step, step.exact.instead, { word, document, aws });
  return command(`Give ${step.roleName} the policy ${step.policyName}`, `until_accepted ${aws} iam put-role-policy`, [
    `--role-name ${word(step.roleName)}`,
    `--policy-name ${word(step.policyName)}`,
    `--policy-document ${document(step.document)}`,
  ]);
}

function putExactPolicy(step: StepOf<'put-role-policy'>, instead: string, { word, document, aws }: Shell): string {
  return `# Give ${comment(step.roleName)} the policy ${comment(step.policyName)}
DOCUMENT=${document(step.document)}
DOCUMENT="$(jq --arg instead ${word(instead)} --arg exact "$STORED_ARN" 'walk(if . == $instead then $exact else . end)' <<<"$DOCUMENT")"
until_accepted ${aws} iam put-role-policy --role-name ${word(step.roleName)} --policy-name ${word(step.policyName)} --policy-document "$DOCUMENT"`;
}

/** CreateSecret or PutParameter. The content is in no argument: a file that only its owner reads, gone right after (E12). */
export function storeConfig(step: StepOf<'store-config'>, shell: Shell): string {
  const { word, aws } = shell;
  const region = step.region === undefined ? '' : ` --region ${word(step.region)}`;
  const options = `--name ${word(step.name)}${region} --description ${word(step.description)}`;
  const make =
    step.store === 'ssm'
      ? `${aws} ssm put-parameter ${options} --type SecureString --value "file://$work/aws-config" >/dev/null`
      : `STORED_ARN="$(${aws} secretsmanager create-secret ${options} --secret-string "file://$work/aws-config" --query ARN --output text)"`;
  return `# Store the AWS config as ${comment(step.name)}\n${byFile(step.content, make, shell)}`;
}

/** PutSecretValue. */
export function renewConfig(step: StepOf<'renew-config'>, shell: Shell): string {
  const { word, aws } = shell;
  const options = `--secret-id ${word(step.name)} --region ${word(step.region ?? '')}`;
  const put = `${aws} secretsmanager put-secret-value ${options} --secret-string "file://$work/aws-config" >/dev/null`;
  return `# Store a new version of ${comment(step.name)}\n${byFile(step.content, put, shell)}`;
}

function byFile(content: string, command: string, { word }: Shell): string {
  const lines = content
    .trimEnd()
    .split('\n')
    .map((line) => `  ${word(line)}`);
  return `printf '%s\\n' \\\n${lines.join(' \\\n')} >"$work/aws-config"\n${command}\nrm -f "$work/aws-config"`;
}

/**
 * DescribeTaskDefinition, before anything is changed: an AWS CLI that does not know a member drops it without a word, so that the script stops
 * where it does not see all that the plan saw (D-21).
 */
export function readBase(step: StepOf<'register-task-definition'>, { word }: Shell, document: Record<string, unknown> | null): string {
  const base = step.baseArn.slice(step.baseArn.lastIndexOf('/') + 1);
  const members = JSON.stringify(memberPaths(withoutOutputMembers(document ?? {})));
  return `# The revision that the new one is based on
BASE="$(aws ecs describe-task-definition --task-definition ${word(base)} --include TAGS --output json)"
UNKNOWN="$(jq -r --argjson members ${word(members)} '
  $members - [.taskDefinition | paths | map(select(type == "string")) | join(".")] | join(", ")
' <<<"$BASE")"
if [ -n "$UNKNOWN" ]; then
  echo "This AWS CLI does not know $UNKNOWN of ${comment(base)} and would lose it: take a newer one. Nothing was changed" >&2
  exit 1
fi`;
}

/** `containerDefinitions.environment.name`, …: every path of names, places in lists left out. What was masked is a string in AWS. */
function memberPaths(value: unknown, path: readonly string[] = []): string[] {
  const own = path.length === 0 ? [] : [path.join('.')];
  if (typeof value !== 'object' || value === null || isMasked(value)) return own;
  const inner = Array.isArray(value)
    ? value.flatMap((item) => memberPaths(item, path))
    : Object.entries(value).flatMap(([name, item]) => memberPaths(item, [...path, name]));
  return [...new Set([...own, ...inner])].sort();
}

/**
 * The base, what D-20 to D-23 say, RegisterTaskDefinition. The AWS CLI reads its input twice, so that a pipe will not do; an
 * argument would stand in the list of processes. What is left is a file that only its owner reads and that is gone right after (E12).
 */
export function registerRevision(step: StepOf<'register-task-definition'>, { word }: Shell): string {
  const removed = JSON.stringify(step.removed.map(({ container, variable }) => `${container} ${variable}`));
  return `# Register a new revision of ${comment(step.family)}: the base with the task role and without the credential variables
new_revision() {
  jq --arg role ${word(step.taskRoleArn)} --argjson removed ${word(removed)} '
    (.tags // [] | map(select(.key | ascii_downcase | startswith("aws:") | not))) as $tags
    | .taskDefinition
    | del(${outputOnlyMembers.map((member) => `.${member}`).join(', ')})
    | .taskRoleArn = $role
    | .containerDefinitions |= map(
        .name as $container
        | if has("environment") then .environment |= map(select("\\($container) \\(.name)" | IN($removed[]) | not)) else . end
      )
    | if $tags == [] then . else .tags = $tags end
  ' <<<"$BASE"
}
new_revision >"$work/revision.json"
NEW_REVISION="$(
  until_accepted aws ecs register-task-definition --cli-input-json "file://$work/revision.json" \\
    --query taskDefinition.taskDefinitionArn --output text
)"
rm -f "$work/revision.json"
echo "Registered $NEW_REVISION"`;
}

/** UpdateService with nothing but the new revision (D-30). */
export function updateService(step: StepOf<'update-service'>, { word }: Shell): string {
  return command(`Point the service ${step.serviceName} at the new revision`, 'aws ecs update-service', [
    `--cluster ${word(step.clusterArn)}`,
    `--service ${word(step.serviceName)}`,
    '--task-definition "$NEW_REVISION" >/dev/null',
  ]);
}

/** PutUserPolicy. */
export function putUserPolicy(step: StepOf<'put-user-policy'>, { word, document, aws }: Shell): string {
  return command(`Give the user ${step.userName} the policy ${step.policyName}`, `${aws} iam put-user-policy`, [
    `--user-name ${word(step.userName)}`,
    `--policy-name ${word(step.policyName)}`,
    `--policy-document ${document(step.document)}`,
  ]);
}

/** UpdateAssumeRolePolicy of what is there when the script runs, with the plan's statements added: whom the role trusts already stays (D-51). */
export function extendTrust(step: StepOf<'update-assume-role-policy'>, { word, document, aws }: Shell): string {
  return `# Let the caller assume ${comment(step.roleName)}
TRUST="$(${aws} iam get-role --role-name ${word(step.roleName)} --query Role.AssumeRolePolicyDocument --output json)"
ADDED=${document(addedBy(step))}
TRUST="$(jq --argjson added "$ADDED" '.Statement = ([.Statement] | flatten) + $added' <<<"$TRUST")"
until_accepted ${aws} iam update-assume-role-policy --role-name ${word(step.roleName)} --policy-document "$TRUST"`;
}

/** Says how the chain is tried: that it is there is not that it works. */
export const verifyChain = (step: StepOf<'verify-chain'>): string =>
  `# ${comment(step.name)}\necho "The chain is there. Try it as its caller: aws sts assume-role with the external id, and once without, which must be denied"`;

/** Waits until the deployment is done; the waiter gives up after 10 minutes. */
export function waitForService(step: StepOf<'wait-for-service'>, { word }: Shell): string {
  const options = [`--cluster ${word(step.clusterArn)}`, `--services ${word(step.serviceName)}`];
  return command(`Wait until every task of ${step.serviceName} runs the new revision`, 'aws ecs wait services-stable', options);
}

/** Says what AWS has seen of the role: a steady service proves nothing about permissions (D-62). */
export function verify(step: StepOf<'verify'>, { word }: Shell): string {
  const roleName = step.roleArn.slice(step.roleArn.lastIndexOf('/') + 1);
  return `${command('The service is steady, which proves nothing about permissions: see whether the role is in use', 'aws iam get-role', [
    `--role-name ${word(roleName)}`,
    '--query Role.RoleLastUsed',
    '--output json',
  ])}\necho "The old access key is untouched: deactivate it once the role is seen in use and the key is silent"`;
}

const command = (title: string, name: string, options: readonly string[]): string =>
  `# ${comment(title)}\n${[name, ...options.map((option) => `  ${option}`)].join(' \\\n')}`;

const comment = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, ' ');
