import { ec2Service } from '../iam/trust.ts';
import type { InstanceSnapshot } from '../plan/instance-snapshot.ts';
import type { PlannedStep } from '../plan/planned-step.ts';
import { type Need, need } from './operator-claims.ts';

export const on = (actions: string[], resource: string, context: Record<string, string> = {}): Need[] =>
  actions.map((action) => need(action, resource, context));

/** iam:PassRole for EC2; null: there is no role to pass. */
export const passing = (roleArn: string | null): Need[] =>
  roleArn === null ? [] : [need('iam:PassRole', roleArn, { 'iam:PassedToService': ec2Service })];

/** What a step needs that makes a profile, or puts a role into one, and what undoing it needs; nothing for other steps. */
export function profileNeeds(step: PlannedStep): Need[] {
  if (step.kind === 'create-instance-profile')
    return on(['iam:CreateInstanceProfile', 'iam:TagInstanceProfile', 'iam:DeleteInstanceProfile'], step.profileArn);
  if (step.kind !== 'add-role-to-instance-profile') return [];
  return [...on(['iam:AddRoleToInstanceProfile', 'iam:RemoveRoleFromInstanceProfile'], step.profileArn), ...passing(step.roleArn)];
}

/** What a step needs that makes the role of instances, its policies or its profile, and what undoing it needs. */
export function ec2RoleNeeds({ role }: Pick<InstanceSnapshot, 'role'>, roleArn: string, steps: readonly PlannedStep[]) {
  const created = steps.find((step) => step.kind === 'create-role');
  const present = role.state === 'known' ? (role.value.boundary?.arn ?? null) : null;
  const boundary = created ? created.boundaryArn : present;
  // Conditions on the boundary are asked of the role that is changed, which carries it (D-94).
  const bounded: Record<string, string> = boundary === null ? {} : { 'iam:PermissionsBoundary': boundary };
  return (step: PlannedStep): Need[] => {
    switch (step.kind) {
      case 'create-role':
        return [need('iam:CreateRole', roleArn, bounded), ...on(['iam:TagRole', 'iam:DeleteRole'], roleArn)];
      case 'replace-trust-policy':
        return [need('iam:UpdateAssumeRolePolicy', roleArn)];
      case 'create-managed-policy':
        return on(['iam:CreatePolicy', 'iam:TagPolicy', 'iam:DeletePolicy'], step.policyArn);
      case 'attach-managed-policy':
        return on(['iam:AttachRolePolicy', 'iam:DetachRolePolicy'], roleArn, { 'iam:PolicyARN': step.policyArn, ...bounded });
      case 'put-role-policy':
        return on(['iam:PutRolePolicy', 'iam:DeleteRolePolicy'], roleArn, bounded);
      default:
        return profileNeeds(step);
    }
  };
}
