import type { PlannedStep } from '../plan/planned-step.ts';
import type { PolicyChangeSnapshot } from '../plan/policy-change-snapshot.ts';
import { profileNeeds } from './ec2-role-needs.ts';
import { type Need, need } from './operator-claims.ts';

/** What the console must be allowed in one account of a policy change, for the steps there and for undoing them. */
export function policyChangeNeeds({ target }: Pick<PolicyChangeSnapshot, 'target'>, steps: PlannedStep[], accountId: string): Need[] {
  const arnOf = (kind: 'role' | 'user', name: string): string =>
    target.principals.find((one) => one.kind === kind && one.accountId === accountId && one.name === name)?.arn ?? '';
  const both = (actions: string[], arn: string, context: Record<string, string> = {}) =>
    actions.map((action) => need(action, arn, context));
  const attaching = (kind: 'role' | 'user', name: string, policyArn: string): Need[] => {
    const word = kind === 'role' ? 'Role' : 'User';
    return both([`iam:Attach${word}Policy`, `iam:Detach${word}Policy`], arnOf(kind, name), { 'iam:PolicyARN': policyArn });
  };
  return steps
    .filter((step) => step.accountId === accountId)
    .flatMap((step): Need[] => {
      switch (step.kind) {
        case 'create-managed-policy':
          return both(['iam:CreatePolicy', 'iam:TagPolicy', 'iam:DeletePolicy'], step.policyArn);
        case 'attach-managed-policy':
          return attaching('role', step.roleName, step.policyArn);
        case 'attach-user-policy':
          return attaching('user', step.userName, step.policyArn);
        case 'detach-policy':
          return attaching(step.holder.kind, step.holder.name, step.policyArn);
        case 'put-role-policy':
          return both(['iam:PutRolePolicy', 'iam:DeleteRolePolicy'], arnOf('role', step.roleName));
        case 'put-user-policy':
          return both(['iam:PutUserPolicy', 'iam:DeleteUserPolicy'], arnOf('user', step.userName));
        case 'change-inline-policy': {
          const word = step.holder.kind === 'role' ? 'Role' : 'User';
          return both([`iam:Put${word}Policy`, `iam:Delete${word}Policy`], arnOf(step.holder.kind, step.holder.name));
        }
        case 'replace-trust-policy':
          return [need('iam:UpdateAssumeRolePolicy', arnOf('role', step.roleName))];
        case 'renew-config':
          return both(['secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage'], step.arn);
        default:
          return profileNeeds(step);
      }
    });
}
