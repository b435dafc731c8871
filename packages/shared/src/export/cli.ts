import type { PlannedStep, StepOf } from '../plan/planned-step.ts';
import type { StepKind } from '../plan/step.ts';
import {
  createLaunchConfiguration,
  createLaunchTemplate,
  createLaunchTemplateVersion,
  refreshInstances,
  untilRefreshed,
  updateGroup,
  verifyGroup,
} from './cli-group-steps.ts';
import {
  addRole,
  associate,
  createInstanceProfile,
  disassociate,
  metadataOptions,
  replace,
  startInstance,
  stopInstance,
  untilAssociated,
  verifyInstance,
  writeUserData,
} from './cli-instance-steps.ts';
import { attachUserPolicy, changeInline, detachPolicy, expectSame, replaceTrust, verifyPolicies } from './cli-policy-steps.ts';
import {
  attachPolicy,
  createPolicy,
  createRole,
  extendTrust,
  putRolePolicy,
  putUserPolicy,
  readBase,
  registerRevision,
  renewConfig,
  storeConfig,
  updateService,
  verify,
  verifyChain,
  waitForService,
} from './cli-steps.ts';
import { externalIdsOf } from './place.ts';
import { type Shell, shellFor } from './shell.ts';
import { accountNames, type ExportSource, stepsOf, writtenOf } from './source.ts';

type Printers = { [K in StepKind]: (step: StepOf<K>, shell: Shell) => string };

/** One printer a step kind; a missing one does not compile. */
const printers = {
  'create-role': createRole,
  'create-managed-policy': createPolicy,
  'attach-managed-policy': attachPolicy,
  'put-role-policy': putRolePolicy,
  'put-user-policy': putUserPolicy,
  'update-assume-role-policy': extendTrust,
  'replace-trust-policy': replaceTrust,
  'change-inline-policy': changeInline,
  'attach-user-policy': attachUserPolicy,
  'detach-policy': detachPolicy,
  'register-task-definition': registerRevision,
  'update-service': updateService,
  'wait-for-service': waitForService,
  verify,
  'verify-chain': verifyChain,
  'store-config': storeConfig,
  'renew-config': renewConfig,
  'verify-policies': verifyPolicies,
  'create-instance-profile': createInstanceProfile,
  'add-role-to-instance-profile': addRole,
  'associate-instance-profile': associate,
  'replace-instance-profile': replace,
  'disassociate-instance-profile': disassociate,
  'modify-metadata-options': metadataOptions,
  'stop-instance': stopInstance,
  'remove-user-data-keys': writeUserData,
  'start-instance': startInstance,
  'verify-instance': verifyInstance,
  'create-launch-template': createLaunchTemplate,
  'create-launch-template-version': createLaunchTemplateVersion,
  'create-launch-configuration': createLaunchConfiguration,
  'update-group': updateGroup,
  'refresh-instances': refreshInstances,
  'verify-group': verifyGroup,
} satisfies Printers;

/**
 * A plan as a bash script around the AWS CLI and jq. Whose account and which Region comes from the caller's own credentials and settings
 * (C17, E14), and the script shows them before it changes anything (A14). It holds no value of a variable: those it reads from AWS when it runs.
 */
export function cliScriptOf(source: ExportSource): string {
  const others = accountNames(source);
  const externalIds = externalIdsOf(writtenOf(source.steps), source.place);
  const shellOf = (step: PlannedStep) =>
    shellFor(source.place, others, externalIds, source.accountOf?.get(step.id) ?? source.place.accountId);
  const steps = source.steps.map((step) => {
    const print = printers[step.kind] as (step: PlannedStep, shell: Shell) => string;
    return print(step, shellOf(step));
  });
  const bases = stepsOf(source.steps, 'register-task-definition').map((step) =>
    readBase(step, shellOf(step), source.taskDefinition?.document ?? null),
  );
  return `${[head(source, [...others], externalIds.length), ...bases, ...steps].join('\n\n')}\n`;
}

function head({ workload, steps, blockers, accountOf }: ExportSource, others: [string, string][], externalIds: number): string {
  return `#!/usr/bin/env bash
# ${purposeOf(workload, steps)}. Written by Rolewright from a plan.
# Needs bash, jq and the AWS CLI.
# It stops at the first error; what was done until then stays. EXPECTED_ACCOUNT_ID=… makes it refuse any other account.
set -euo pipefail
umask 077
export AWS_PAGER=""

for tool in aws jq; do
  command -v "$tool" >/dev/null || { echo "$tool is needed and not installed" >&2; exit 1; }
done
REGION="\${AWS_REGION:-\${AWS_DEFAULT_REGION:-$(aws configure get region || true)}}"
[ -n "$REGION" ] || { echo "Set AWS_REGION to the Region of the service" >&2; exit 1; }
export AWS_REGION="$REGION" AWS_DEFAULT_REGION="$REGION"
CALLER="$(aws sts get-caller-identity --query Arn --output text)"
ACCOUNT_ID="$(aws sts get-caller-identity --query Account --output text)"
PARTITION="$(cut -d: -f2 <<<"$CALLER")"
${others.map(([accountId, name]) => otherAccount(name.toUpperCase(), [...(accountOf?.values() ?? [])].includes(accountId))).join('')}\
${Array.from({ length: externalIds }, (_, index) => `EXTERNAL_ID_${index + 1}="\${EXTERNAL_ID_${index + 1}:?Set it to a new external id of 32 letters and digits: the one that the application is given}"\n`).join('')}\
echo "Account $ACCOUNT_ID, Region $REGION, as $CALLER"
if [ "\${EXPECTED_ACCOUNT_ID:-$ACCOUNT_ID}" != "$ACCOUNT_ID" ]; then
  echo "This is not the account $EXPECTED_ACCOUNT_ID: nothing was changed" >&2
  exit 1
fi

${blockers.length === 0 ? '' : stop(blockers)}# IAM is eventually consistent: what was just made may be refused for some seconds.
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
until_accepted() {
  local attempt
  for attempt in 1 2 3 4 5 6 7 8 9 10 11 12; do
    "$@" 2>"$work/errors" && return 0
    grep -Eq 'Role is not valid|nable to assume|nvalid principal|iam:PassRole|nvalid I(AM |am)Instance ?Profile|no associated IAM Roles' "$work/errors" || break
    echo "waiting for IAM ($attempt)" >&2
    sleep 5
  done
  cat "$work/errors" >&2
  return 1
}${steps.some(({ kind }) => kind === 'replace-trust-policy' || kind === 'change-inline-policy') ? `\n${expectSame}` : ''}${steps.some(({ kind }) => kind === 'verify-instance') ? untilAssociated : ''}${steps.some(({ kind }) => kind === 'refresh-instances') ? untilRefreshed : ''}`;
}

function purposeOf(name: string, steps: readonly PlannedStep[]): string {
  const has = (kind: StepKind) => steps.some((step) => step.kind === kind);
  if (has('verify-policies')) return `Changes policies: ${plainName(name)}`;
  return has('verify-chain')
    ? `Lets roles assume each other: ${plainName(name)}`
    : `Moves ${plainName(name)} from static access keys to roles`;
}

/** What the console does not start, a script does not start unasked either. */
const stop = (blockers: readonly string[]): string =>
  `if [ "\${ANYWAY:-}" != 1 ]; then
${blockers.map((sentence) => `  echo "Not so when the plan was made: ${sentence.replaceAll(/[^\w .,:;()/-]/g, ' ')}" >&2\n`).join('')}\
  echo "Make the plan anew once that is settled, or set ANYWAY=1. Nothing was changed" >&2
  exit 1
fi

`;

/** An account that steps run in is told by its profile; one that is only named is given. */
const otherAccount = (name: string, runsThere: boolean): string => {
  const profile = name.replace('ACCOUNT', 'PROFILE');
  if (!runsThere) return `${name}="\${${name}:?Set it to the id of the other account that the plan names}"\n`;
  return `${profile}="\${${profile}:?Set it to a profile of the other account}"
${name}="$(aws --profile "$${profile}" sts get-caller-identity --query Account --output text)"
echo "Account $${name} as the profile $${profile}"\n`;
};

const plainName = (text: string): string => text.replaceAll(/[^\w.-]+/g, ' ').trim();
