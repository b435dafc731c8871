import type { StepOf } from '../planned-step.ts';
import { call, type StepDescription } from './description.ts';
import { shellJson, shellWord } from './shell-word.ts';

/** CreateRole with the trust policy of D-28, the user's boundary and the plan's tag. */
export function describeCreateRole(step: StepOf<'create-role'>): StepDescription {
  const input = {
    RoleName: step.roleName,
    Path: step.path,
    Description: step.description,
    AssumeRolePolicyDocument: step.trust,
    ...(step.boundaryArn === null ? {} : { PermissionsBoundary: step.boundaryArn }),
    Tags: Object.entries(step.tags).map(([Key, Value]) => ({ Key, Value })),
  };
  const boundary = step.boundaryArn === null ? '' : ` --permissions-boundary ${shellWord(step.boundaryArn)}`;
  return {
    title: `Create the role ${step.roleName}`,
    because:
      step.because ??
      'The tasks need an identity of their own. Only Amazon ECS may assume this role, and only for tasks of this account and Region, so that no other service can be tricked into using it.',
    calls: [call('iam', 'CreateRole', input)],
    byHand: {
      console: [
        'IAM → Roles → Create role → Custom trust policy',
        'Paste the trust policy of the diff',
        `Name it ${step.roleName}${step.path === '/' ? '' : ` under the path ${step.path} (AWS CLI only)`} and create it`,
      ],
      cli: [
        `aws iam create-role --role-name ${step.roleName} --path ${shellWord(step.path)} --assume-role-policy-document ${shellJson(step.trust)}${boundary}`,
      ],
    },
    undo: `Delete the role ${step.roleName}, after its policies`,
    reversible: true,
  };
}
