import type { ChainSnapshot } from '../plan/chain-snapshot.ts';
import type { PlannedStep } from '../plan/planned-step.ts';
import { type Need, need } from './operator-claims.ts';

/** What the console must be allowed in one account of a chain, for the steps there and for undoing them. */
export function chainNeeds({ target, delivery }: ChainSnapshot, steps: PlannedStep[], accountId: string): Need[] {
  const readerArn = (name: string): string => delivery?.readers.find((reader) => reader.name === name)?.arn ?? '';
  const arnOf = (kind: 'role' | 'user', name: string): string =>
    target.members.find((member) => member.kind === kind && member.accountId === accountId && member.name === name)?.arn ?? readerArn(name);
  return steps
    .filter((step) => step.accountId === accountId)
    .flatMap((step): Need[] => {
      switch (step.kind) {
        case 'create-role':
          return ['iam:CreateRole', 'iam:TagRole', 'iam:DeleteRole'].map((action) => need(action, arnOf('role', step.roleName)));
        case 'put-role-policy':
          return ['iam:PutRolePolicy', 'iam:DeleteRolePolicy'].map((action) => need(action, arnOf('role', step.roleName)));
        case 'put-user-policy':
          return ['iam:PutUserPolicy', 'iam:DeleteUserPolicy'].map((action) => need(action, arnOf('user', step.userName)));
        case 'update-assume-role-policy':
          return [need('iam:UpdateAssumeRolePolicy', arnOf('role', step.roleName))];
        case 'store-config':
          return storeActions[step.store].map((action) => need(action, delivery?.place.arn ?? ''));
        default:
          return [];
      }
    });
}

/** Making it with its tag, and undoing that. */
const storeActions = {
  'secrets-manager': ['secretsmanager:CreateSecret', 'secretsmanager:TagResource', 'secretsmanager:DeleteSecret'],
  ssm: ['ssm:PutParameter', 'ssm:AddTagsToResource', 'ssm:DeleteParameter'],
};
