import { type PlannedStep, planTag, type StepOf } from '../plan/planned-step.ts';

/** Whose stack, and the logical id of what it owns: the service or its task definition. */
export interface Owner {
  stackName: string;
  logicalId: string;
}

/** A template to be merged into the stack's own: `Resources` are added, `Metadata` says what is changed in what is there. */
export interface CloudFormationPatch {
  AWSTemplateFormatVersion: '2010-09-09';
  Description: string;
  Metadata: { Rolewright: { Stack: string | null; OwnedResource: string | null; TaskDefinition: TaskDefinitionChange; ByHand: string[] } };
  Resources: Record<string, Resource>;
}

interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
}

interface TaskDefinitionChange {
  Family: string;
  Set: { TaskRoleArn: unknown };
  RemoveEnvironment: { Container: string; Name: string }[];
}

/**
 * The steps of a plan as a change of the owner's template (D-37): changed beside the stack, its next update would take the move back. Holds
 * names and policy documents, and no value of any variable. Returns null when the plan has no new revision to describe.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html
 */
export function cloudFormationPatch(steps: readonly PlannedStep[], workload: string, owner: Owner | null): CloudFormationPatch | null {
  const register = oneOf(steps, 'register-task-definition');
  if (register === undefined) return null;
  const role = oneOf(steps, 'create-role');
  const roleId = `${logicalId(workload)}TaskRole`;
  const taskRoleArn = role ? { 'Fn::GetAtt': [roleId, 'Arn'] } : register.taskRoleArn;
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `Moves ${workload} from static access keys to a task role. Add Resources to the template that owns it and make the changes under Metadata.`,
    Metadata: {
      Rolewright: {
        Stack: owner?.stackName ?? null,
        OwnedResource: owner?.logicalId ?? null,
        TaskDefinition: {
          Family: register.family,
          Set: { TaskRoleArn: taskRoleArn },
          RemoveEnvironment: register.removed.map(({ container, variable }) => ({ Container: container, Name: variable })),
        },
        ByHand: role
          ? []
          : attachments(steps).map((step) => `Attach ${step.policyArn} to the role ${step.roleName} where that role is defined.`),
      },
    },
    Resources: {
      ...managedPolicies(steps),
      ...(role ? { [roleId]: roleResource(role, steps) } : rolePolicies(steps)),
    },
  };
}

function roleResource(role: StepOf<'create-role'>, steps: readonly PlannedStep[]): Resource {
  const made = managedIds(steps);
  const tags = Object.entries(role.tags).filter(([key]) => key !== planTag);
  const attached = attachments(steps).map(({ policyArn }) => (made.has(policyArn) ? { Ref: made.get(policyArn) } : policyArn));
  const inline = inlinePolicies(steps);
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: role.roleName,
      Path: role.path,
      Description: role.description,
      AssumeRolePolicyDocument: role.trust,
      ...(role.boundaryArn === null ? {} : { PermissionsBoundary: role.boundaryArn }),
      ...(attached.length === 0 ? {} : { ManagedPolicyArns: attached }),
      ...(inline.length === 0
        ? {}
        : { Policies: inline.map(({ policyName, document }) => ({ PolicyName: policyName, PolicyDocument: document })) }),
      ...(tags.length === 0 ? {} : { Tags: tags.map(([Key, Value]) => ({ Key, Value })) }),
    },
  };
}

/** For a role that is there already: its own template keeps it, and these are put beside it. */
function rolePolicies(steps: readonly PlannedStep[]): Record<string, Resource> {
  return Object.fromEntries(
    inlinePolicies(steps).map(({ roleName, policyName, document }) => [
      logicalId(`${roleName}-${policyName}`),
      { Type: 'AWS::IAM::RolePolicy', Properties: { RoleName: roleName, PolicyName: policyName, PolicyDocument: document } },
    ]),
  );
}

function managedPolicies(steps: readonly PlannedStep[]): Record<string, Resource> {
  const made = steps.filter((step) => step.kind === 'create-managed-policy');
  return Object.fromEntries(
    made.map(({ policyName, path, description, document }) => [
      logicalId(policyName),
      {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { ManagedPolicyName: policyName, Path: path, Description: description, PolicyDocument: document },
      },
    ]),
  );
}

/** ARN of each policy that the plan makes → its logical id. */
const managedIds = (steps: readonly PlannedStep[]): Map<string, string> =>
  new Map(steps.flatMap((step) => (step.kind === 'create-managed-policy' ? [[step.policyArn, logicalId(step.policyName)]] : [])));

const attachments = (steps: readonly PlannedStep[]) => steps.filter((step) => step.kind === 'attach-managed-policy');
const inlinePolicies = (steps: readonly PlannedStep[]) => steps.filter((step) => step.kind === 'put-role-policy');

function oneOf<K extends PlannedStep['kind']>(steps: readonly PlannedStep[], kind: K): StepOf<K> | undefined {
  return steps.find((step) => step.kind === kind) as StepOf<K> | undefined;
}

/** Logical ids are alphanumeric: `shop-orders` → `ShopOrders`. */
const logicalId = (name: string): string =>
  name
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .map((part) => part[0]?.toUpperCase() + part.slice(1))
    .join('');
