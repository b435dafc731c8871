import type { LaunchSource } from '../plan/group-steps.ts';
import { lastNameOf } from '../plan/instance-steps.ts';
import { isSameSource, sourceInWords } from '../plan/launch-source.ts';
import type { PlannedStep, StepOf } from '../plan/planned-step.ts';
import { rolledBackTo } from '../plan/rolled-back-to.ts';
import { copiedFrom } from '../plan/steps/copied-from.ts';
import { isBack } from './next-step.ts';
import type { RunProgress } from './reduce.ts';

/** What rolling back would do now, in sentences, last change first. */
export function rollBackWould(steps: readonly PlannedStep[], progress: RunProgress): string[] {
  const touched = new Set(progress.steps.filter((step) => step.startedAt !== null && !isBack(step)).map((step) => step.id));
  return steps
    .filter((step) => touched.has(step.id))
    .reverse()
    .flatMap((step) => undoSentence(step, steps, progress.steps.find((one) => one.id === step.id)?.data ?? {}));
}

function undoSentence(step: PlannedStep, steps: readonly PlannedStep[], data: Record<string, unknown>): string[] {
  switch (step.kind) {
    case 'create-role':
      return [`Delete the role ${step.roleName}, which this run created.`];
    case 'create-managed-policy':
      return [`Delete the policy ${step.policyName}, which this run created.`];
    case 'attach-managed-policy':
      return [`Detach ${step.policyArn.slice(step.policyArn.lastIndexOf('/') + 1)} from ${step.roleName}.`];
    case 'put-role-policy':
      return [`Delete the inline policy ${step.policyName} of ${step.roleName}.`];
    case 'put-user-policy':
      return [`Delete the inline policy ${step.policyName} of ${step.userName}.`];
    case 'update-assume-role-policy':
      return [`Take ${step.sids.join(' and ')} out of the trust policy of ${step.roleName}; what was there before stays as it was.`];
    case 'renew-config':
      return [`Make the version before the current one of the secret ${step.name} again.`];
    case 'store-config':
      return [`Delete the ${step.store === 'ssm' ? 'parameter' : 'secret'} ${step.name}, which this run created.`];
    case 'replace-trust-policy':
      return step.forgets.length > 0
        ? [`Leave the trust policy of ${step.roleName} as it is: an external id was taken out, and ids are kept nowhere.`]
        : [`Put the trust policy of ${step.roleName} back as it was; what somebody else changed since stays.`];
    case 'change-inline-policy':
      return [`Put the inline policy ${step.policyName} of ${step.holder.name} back as it was; what somebody else changed since stays.`];
    case 'attach-user-policy':
      return [`Detach ${step.policyArn.slice(step.policyArn.lastIndexOf('/') + 1)} from ${step.userName}.`];
    case 'detach-policy':
      return [`Attach ${step.policyArn.slice(step.policyArn.lastIndexOf('/') + 1)} to ${step.holder.name} again.`];
    case 'register-task-definition': {
      const arn = typeof data.taskDefinitionArn === 'string' ? data.taskDefinitionArn : null;
      return [`Deregister ${arn ? arn.slice(arn.lastIndexOf('/') + 1) : `the new revision of ${step.family}`}; it becomes INACTIVE.`];
    }
    case 'create-instance-profile':
      return [`Delete the instance profile ${step.profileName}, which this run created.`];
    case 'add-role-to-instance-profile':
      return [`Take ${step.roleName} out of the instance profile ${step.profileName}.`];
    case 'associate-instance-profile':
      return [`Take the instance profile ${lastNameOf(step.profileArn)} off ${step.instanceId}.`];
    case 'replace-instance-profile':
      return [`Put the instance profile ${lastNameOf(step.fromProfileArn)} back on ${step.instanceId}.`];
    case 'disassociate-instance-profile':
      return [`Attach the instance profile ${lastNameOf(step.profileArn)} to ${step.instanceId} again.`];
    case 'modify-metadata-options':
      return [`Put tokens ${step.before.httpTokens} and the hop limit ${step.before.hopLimit} of ${step.instanceId} back.`];
    case 'stop-instance':
      return [`Start ${step.instanceId}, where it is stopped.`];
    case 'remove-user-data-keys':
      return [`Leave the user data of ${step.instanceId} as it is: the key lines are kept nowhere.`];
    case 'start-instance':
      return [`Let ${step.instanceId} run on: it ran before.`];
    case 'create-launch-template':
      return [`Delete the launch template ${step.templateName}, which this run created; ${copiedFrom(step)} is still there.`];
    case 'create-launch-template-version':
      return [`Delete the ${versionOf(data)} of the launch template ${step.templateName}, which this run created.`];
    case 'create-launch-configuration':
      return [`Delete the launch configuration ${step.launchConfigurationName}, which this run created.`];
    case 'update-group':
      return [`Let ${step.groupName} launch from ${sourceInWords(step.before, step.names)} again.`];
    case 'refresh-instances':
      return [backSentence(step, rolledBackTo(step, steps))];
    case 'update-service':
      return [
        `Point the service ${step.serviceName} back at ${step.fromArn.slice(step.fromArn.lastIndexOf('/') + 1)} and wait until its tasks run. They use the static key again.`,
      ];
    default:
      return [];
  }
}

const versionOf = ({ version }: Record<string, unknown>): string => (typeof version === 'string' ? `version ${version}` : 'new version');

/** AWS rolls back only to the template version that the group had when its refresh began (D-75). */
function backSentence({ groupName, before, desired, names }: StepOf<'refresh-instances'>, back: LaunchSource): string {
  const byAws = desired !== null && isSameSource(back, before);
  return `Replace the instances of ${groupName} by those of ${sourceInWords(back, names)}${byAws ? ', by AWS’ own rollback while the refresh is under way' : ''}. They use the static key again.`;
}
