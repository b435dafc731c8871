import type { InstanceKind } from '../plan/instance-steps.ts';
import type { PlannedStep, StepOf } from '../plan/planned-step.ts';
import { iamResources, type Resource } from './cloudformation-iam.ts';
import { cloudFormationValue, parameterName } from './cloudformation-value.ts';
import type { IdentityKind } from './identity-kind.ts';
import type { InstanceExportSource } from './instance-source.ts';
import { accountNames, type ExportSource, stepsOf } from './source.ts';

type Kind = InstanceKind | IdentityKind;
type HandWork = { [K in Kind]: (step: StepOf<K>, source: Pick<ExportSource, 'steps'>) => string[] };

/**
 * The move of an instance as a stack of role, policies and profile. A stack cannot take over a running instance while it makes something else,
 * so that `Metadata` says how the instance is given the profile.
 */
export function cloudFormationOfInstance(source: InstanceExportSource): Record<string, unknown> {
  const { workload, steps, place, blockers } = source;
  const others = accountNames(source);
  const roleId = `${parameterName(workload)}Role`;
  const resources = { ...iamResources(steps, roleId), ...profiles(source, roleId) };
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    // In ASCII: CloudFormation shows other characters as question marks.
    Description: `Moves ${workload.replaceAll(/[^\x20-\x7e]/g, ' ')} to an instance profile. Create the stack with CAPABILITY_NAMED_IAM.`,
    Metadata: {
      Rolewright: {
        ByHand: [
          ...blockers.map((sentence) => `The console does not start this plan. Not so when it was made: ${sentence}`),
          ...steps.flatMap((step) => handWork(step, source)),
        ],
      },
    },
    ...(others.size === 0 ? {} : { Parameters: Object.fromEntries([...others].map(([id, name]) => [parameterName(name), accountOf(id)])) }),
    Resources: cloudFormationValue(resources, place, others),
  };
}

/** Whether a template holds anything of the plan: a stack without resources cannot be created. */
export const isInInstanceTemplate = ({ kind }: PlannedStep): boolean =>
  kind === 'create-role' || kind === 'create-managed-policy' || kind === 'put-role-policy' || kind === 'create-instance-profile';

export const accountOf = (id: string) => ({
  Type: 'String',
  Default: id,
  AllowedPattern: '\\d{12}',
  Description: 'Another account that the plan names',
});

export function profiles({ steps }: Pick<ExportSource, 'steps'>, roleId: string): Record<string, Resource> {
  const made = stepsOf(steps, 'create-role').length > 0;
  return Object.fromEntries(
    stepsOf(steps, 'create-instance-profile').map(({ profileName, path }) => {
      const roles = stepsOf(steps, 'add-role-to-instance-profile').map(({ roleName }) => (made ? { Ref: roleId } : roleName));
      const Properties = { InstanceProfileName: profileName, Path: path, Roles: roles };
      return [`${parameterName(profileName)}Profile`, { Type: 'AWS::IAM::InstanceProfile', Properties }];
    }),
  );
}

const none = (): string[] => [];

/** What CloudFormation cannot do of each kind of step, as sentences; a kind that is missing here does not compile. */
const handWorkOf = {
  'create-role': none,
  'create-managed-policy': none,
  'put-role-policy': none,
  'attach-managed-policy': ({ policyArn, roleName }, { steps }) =>
    stepsOf(steps, 'create-role').some((role) => role.roleName === roleName)
      ? []
      : [`Attach ${policyArn.slice(policyArn.lastIndexOf('/') + 1)} to the role ${roleName} where that role is defined.`],
  'replace-trust-policy': ({ roleName }) => [`Let ec2.amazonaws.com assume ${roleName} where that role is defined.`],
  'create-instance-profile': none,
  'add-role-to-instance-profile': ({ profileName, roleName }, { steps }) =>
    stepsOf(steps, 'create-instance-profile').length > 0
      ? []
      : [`aws iam add-role-to-instance-profile --instance-profile-name ${profileName} --role-name ${roleName}`],
  'associate-instance-profile': ({ instanceId, profileArn }) => [
    `aws ec2 associate-iam-instance-profile --instance-id ${instanceId} --iam-instance-profile Name=${nameOf(profileArn)}`,
  ],
  'replace-instance-profile': ({ associationId, profileArn }) => [
    `aws ec2 replace-iam-instance-profile-association --association-id ${associationId} --iam-instance-profile Name=${nameOf(profileArn)}`,
  ],
  'disassociate-instance-profile': ({ associationId }) => [
    `aws ec2 disassociate-iam-instance-profile --association-id ${associationId}, and wait until it is gone`,
  ],
  'modify-metadata-options': ({ instanceId, after }) => [
    `aws ec2 modify-instance-metadata-options --instance-id ${instanceId} --http-tokens ${after.httpTokens} --http-put-response-hop-limit ${after.hopLimit}`,
  ],
  'stop-instance': none,
  'remove-user-data-keys': ({ instanceId, edits }) => [
    `Stop ${instanceId}, ${edits === undefined ? 'take the key lines out of its user data' : 'edit its user data as the plan shows it'}, and start it again.`,
  ],
  'start-instance': none,
  'verify-instance': ({ instanceId }) => [`Start programs on ${instanceId} that hold a key again: they keep it until then.`],
} satisfies HandWork;

/** What CloudFormation cannot do of a step, as sentences. */
export function handWork(step: PlannedStep, source: Pick<ExportSource, 'steps'>): string[] {
  const say = handWorkOf[step.kind as Kind] as (step: PlannedStep, source: Pick<ExportSource, 'steps'>) => string[];
  return say(step, source);
}

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
