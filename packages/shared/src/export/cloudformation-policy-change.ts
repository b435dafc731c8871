import type { ChainRoleOf } from '../plan/chain-snapshot.ts';
import type { PlannedStep, StepOf } from '../plan/planned-step.ts';
import { cloudFormationValue, parameterName } from './cloudformation-value.ts';
import { externalIdsOf, otherAccountsOf } from './place.ts';
import type { PolicyChangeSource } from './policy-change-source.ts';
import { type PolicyKind, stepsOf } from './source.ts';
import { uniqueNames } from './unique-names.ts';

/** One stack of a policy change, all of one account. */
export interface PolicyStackSource extends PolicyChangeSource {
  /** The roles of this account as they were read, by name. */
  roles: ReadonlyMap<string, ChainRoleOf>;
}

interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
  [attribute: string]: unknown;
}

/** What a template makes or changes; an account without any has no stack. */
export const isInTemplate = (step: PlannedStep): boolean =>
  step.kind === 'create-managed-policy' ||
  step.kind === 'create-instance-profile' ||
  step.kind === 'put-role-policy' ||
  step.kind === 'put-user-policy' ||
  step.kind === 'replace-trust-policy';

/**
 * One account's part of a policy change as a template in JSON. A role whose trust policy changes is there already: it is taken over by a change
 * set of type IMPORT, with `PoliciesChanged` false, and changed when the stack is updated with true. What a template cannot do it says.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import.html
 */
export function policyStack(source: PolicyStackSource): Record<string, unknown> {
  const { place, workload } = source;
  const mine = source.steps.filter(({ id }) => source.accountOf.get(id) === place.accountId);
  const trusts = stepsOf(mine, 'replace-trust-policy');
  const ids = logicalIds(mine);
  const made = mine.flatMap((step): [string, Resource][] => {
    const id = ids.get(step.id);
    const resource = print(step, mine, source);
    return id === undefined || resource === null ? [] : [[id, resource]];
  });
  const whenChanged = made.map(([id, one]) => [id, trusts.length > 0 && one.Type !== roleType ? { ...one, Condition: 'Changed' } : one]);
  const resources = Object.fromEntries(whenChanged) as Record<string, Resource>;
  const others = new Map(otherAccountsOf(resources, place).map((accountId, index) => [accountId, `OtherAccount${index + 1}`]));
  const externalIds = externalIdsOf(resources, place);
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    // In ASCII: CloudFormation shows other characters as question marks.
    Description: `Changes policies: ${workload.replaceAll(/[^\x20-\x7e]/g, ' ')}. Create it with CAPABILITY_NAMED_IAM.`,
    Metadata: { Rolewright: { ByHand: byHand(source, mine, ids) } },
    ...parameters(trusts.length > 0, others, externalIds),
    ...(trusts.length > 0 ? { Conditions: { Changed: { 'Fn::Equals': [{ Ref: 'PoliciesChanged' }, 'true'] } } } : {}),
    Resources: cloudFormationValue(resources, place, others, externalIds),
  };
}

const roleType = 'AWS::IAM::Role';

/** Logical id of what each step makes or changes, by the id of the step. */
function logicalIds(steps: readonly PlannedStep[]): Map<string, string> {
  const wanted = steps.flatMap((step): [string, string][] => {
    if (step.kind === 'create-managed-policy') return [[step.id, step.policyName]];
    if (step.kind === 'create-instance-profile') return [[step.id, `${step.profileName}-Profile`]];
    if (step.kind === 'put-role-policy') return [[step.id, `${step.roleName}-${step.policyName}-Policy`]];
    if (step.kind === 'put-user-policy') return [[step.id, `${step.userName}-${step.policyName}-Policy`]];
    return step.kind === 'replace-trust-policy' ? [[step.id, step.roleName]] : [];
  });
  return uniqueNames(wanted, parameterName, (id) => /^(PoliciesChanged|Changed|ExternalId\d+|OtherAccount\d+)$/i.test(id));
}

function print(step: PlannedStep, mine: readonly PlannedStep[], source: PolicyStackSource): Resource | null {
  if (step.kind === 'create-managed-policy') return managed(step, mine);
  if (step.kind === 'create-instance-profile') return profile(step, mine);
  if (step.kind === 'put-role-policy') return inline('AWS::IAM::RolePolicy', { RoleName: step.roleName }, step);
  if (step.kind === 'put-user-policy') return inline('AWS::IAM::UserPolicy', { UserName: step.userName }, step);
  return step.kind === 'replace-trust-policy' ? imported(step, source) : null;
}

/** With those that it is attached to, who are there already. */
function managed(
  { policyName, path, description, document, policyArn }: StepOf<'create-managed-policy'>,
  mine: readonly PlannedStep[],
): Resource {
  const Roles = stepsOf(mine, 'attach-managed-policy').flatMap((step) => (step.policyArn === policyArn ? [step.roleName] : []));
  const Users = stepsOf(mine, 'attach-user-policy').flatMap((step) => (step.policyArn === policyArn ? [step.userName] : []));
  return {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: {
      ManagedPolicyName: policyName,
      Path: path,
      Description: description,
      PolicyDocument: document,
      ...(Roles.length > 0 ? { Roles } : {}),
      ...(Users.length > 0 ? { Users } : {}),
    },
  };
}

/** With its one role, which is there already. */
function profile({ profileName, path }: StepOf<'create-instance-profile'>, mine: readonly PlannedStep[]): Resource {
  const Roles = stepsOf(mine, 'add-role-to-instance-profile').flatMap((step) => (step.profileName === profileName ? [step.roleName] : []));
  return { Type: 'AWS::IAM::InstanceProfile', Properties: { InstanceProfileName: profileName, Path: path, Roles } };
}

const inline = (Type: string, holder: object, step: { policyName: string; document: unknown }): Resource => ({
  Type,
  Properties: { ...holder, PolicyName: step.policyName, PolicyDocument: step.document },
});

/** The role as it is, and with its new trust policy once the stack is updated; never deleted with the stack, which has not made it. */
function imported({ roleName, before, after }: StepOf<'replace-trust-policy'>, { roles }: PolicyStackSource): Resource {
  const read = roles.get(roleName);
  return {
    Type: roleType,
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      RoleName: roleName,
      ...(read ? { Path: read.path, MaxSessionDuration: read.maxSessionDuration } : {}),
      ...(read?.boundary?.arn ? { PermissionsBoundary: read.boundary.arn } : {}),
      AssumeRolePolicyDocument: { 'Fn::If': ['Changed', after, before] },
    },
  };
}

function parameters(imports: boolean, others: ReadonlyMap<string, string>, externalIds: readonly string[]) {
  const all = {
    ...(imports
      ? {
          PoliciesChanged: {
            Type: 'String',
            AllowedValues: ['false', 'true'],
            Default: 'false',
            Description: 'false while roles are imported, true when the stack is updated: the policies change then',
          },
        }
      : {}),
    ...Object.fromEntries(
      [...others].map(([accountId, name]) => [
        name,
        { Type: 'String', Default: accountId, AllowedPattern: '\\d{12}', Description: 'Another account that the policies name' },
      ]),
    ),
    ...Object.fromEntries(
      externalIds.map((_, index) => [
        `ExternalId${index + 1}`,
        {
          Type: 'String',
          NoEcho: true,
          AllowedPattern: '[\\w+=,.@:/-]{2,1224}',
          Description: 'An external id that a trust policy asks for: as it stands in IAM, or the new one that the application is given',
        },
      ]),
    ),
  };
  return Object.keys(all).length === 0 ? {} : { Parameters: all };
}

/** Kinds that no template does to what is there already, in words; null: it does. */
const leftOut = {
  'create-managed-policy': () => null,
  'put-role-policy': () => null,
  'put-user-policy': () => null,
  'replace-trust-policy': () => null,
  'create-instance-profile': () => null,
  'add-role-to-instance-profile': ({ profileName, roleName }, made) =>
    made.has(profileName) ? null : `put ${roleName} into ${profileName}`,
  'verify-policies': () => null,
  'attach-managed-policy': ({ roleName, policyArn }, made) => (made.has(policyArn) ? null : `attach ${nameOf(policyArn)} to ${roleName}`),
  'attach-user-policy': ({ userName, policyArn }, made) => (made.has(policyArn) ? null : `attach ${nameOf(policyArn)} to ${userName}`),
  'change-inline-policy': ({ holder, policyName, after }) =>
    `${after === null ? 'delete' : 'replace'} the inline policy ${policyName} of ${holder.name}`,
  'detach-policy': ({ holder, policyArn }) => `detach ${nameOf(policyArn)} from ${holder.name}`,
  'renew-config': ({ name }) => `store the next version of the secret ${name}`,
} satisfies { [K in PolicyKind]: (step: StepOf<K>, made: ReadonlySet<string>) => string | null };

const nameOf = (policyArn: string): string => policyArn.slice(policyArn.lastIndexOf('/') + 1);

function byHand({ applied, blockers }: PolicyStackSource, mine: readonly PlannedStep[], ids: ReadonlyMap<string, string>) {
  const trusts = stepsOf(mine, 'replace-trust-policy');
  const made = new Set([
    ...stepsOf(mine, 'create-managed-policy').map(({ policyArn }) => policyArn),
    ...stepsOf(mine, 'create-instance-profile').map(({ profileName }) => profileName),
  ]);
  const left = mine.flatMap((step) => {
    const say = leftOut[step.kind as PolicyKind] as (step: PlannedStep, made: ReadonlySet<string>) => string | null;
    return say(step, made) ?? [];
  });
  const toImport = trusts.map(({ id, roleName }) => ({
    ResourceType: roleType,
    LogicalResourceId: ids.get(id),
    ResourceIdentifier: { RoleName: roleName },
  }));
  return [
    ...blockers.map((sentence) => `The console does not start this plan. Not so when it was made: ${sentence}`),
    ...(applied
      ? ['The plan has been applied: what this stack makes is there already, so that it is for another place, or to be imported.']
      : []),
    ...(trusts.length > 0
      ? [
          `A new stack cannot change a role that is there. Import first: aws cloudformation create-change-set --change-set-type IMPORT --capabilities CAPABILITY_NAMED_IAM --stack-name <name> --change-set-name import --template-body file://<this file> --parameters <PoliciesChanged=false and the others> --resources-to-import '${JSON.stringify(toImport)}'. Execute the change set, then update the stack with PoliciesChanged=true.`,
          'Where a stack owns the role already it cannot be imported: change the template of that stack. A trust policy is written whole: where somebody changed it since, make the plan anew.',
        ]
      : []),
    ...left.map((what) => `A template does not do this to what is there already; the script of this plan does: ${what}.`),
  ];
}
