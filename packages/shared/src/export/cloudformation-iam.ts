import { type PlannedStep, planTag, type StepOf } from '../plan/planned-step.ts';
import { parameterName } from './cloudformation-value.ts';
import { stepsOf } from './source.ts';

export interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
}

/**
 * Roles and policies of a plan: a new role with its policies, or policies beside a role that is there already, whose own template keeps it.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html
 */
export function iamResources(steps: readonly PlannedStep[], roleId: string): Record<string, Resource> {
  const [role] = stepsOf(steps, 'create-role');
  return { ...managedPolicies(steps), ...(role ? { [roleId]: roleResource(role, steps) } : rolePolicies(steps)) };
}

function roleResource(role: StepOf<'create-role'>, steps: readonly PlannedStep[]): Resource {
  const made = new Map(stepsOf(steps, 'create-managed-policy').map((step) => [step.policyArn, parameterName(step.policyName)]));
  const tags = Object.entries(role.tags).filter(([key]) => key !== planTag);
  const attached = stepsOf(steps, 'attach-managed-policy').map(({ policyArn }) =>
    made.has(policyArn) ? { Ref: made.get(policyArn) } : policyArn,
  );
  const inline = stepsOf(steps, 'put-role-policy');
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

function rolePolicies(steps: readonly PlannedStep[]): Record<string, Resource> {
  return Object.fromEntries(
    stepsOf(steps, 'put-role-policy').map(({ roleName, policyName, document }) => [
      parameterName(`${roleName}-${policyName}`),
      { Type: 'AWS::IAM::RolePolicy', Properties: { RoleName: roleName, PolicyName: policyName, PolicyDocument: document } },
    ]),
  );
}

function managedPolicies(steps: readonly PlannedStep[]): Record<string, Resource> {
  return Object.fromEntries(
    stepsOf(steps, 'create-managed-policy').map(({ policyName, path, description, document }) => [
      parameterName(policyName),
      {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { ManagedPolicyName: policyName, Path: path, Description: description, PolicyDocument: document },
      },
    ]),
  );
}
