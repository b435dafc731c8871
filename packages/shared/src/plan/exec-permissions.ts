import type { PolicyDocument } from '../aws/policy-document.ts';
import { evaluate } from '../iam/evaluate.ts';

/** The four rights that ECS Exec needs in the task role (D-38). Source: Amazon ECS Developer Guide, ecs-exec. */
const execActions = [
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
];
export const execPolicyName = 'EcsExec';
export const execPolicy: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'EcsExec',
      Effect: 'Allow',
      Action: execActions,
      Resource: '*',
    },
  ],
};

/** Do these identity policies allow all four? Evaluated as for a role of its own, with no condition keys. */
export function grantsExec(documents: PolicyDocument[]): boolean {
  const accountId = '000000000000';
  const identity = documents.map((document, index) => ({ name: String(index), document }));
  return execActions.every((action) => {
    const principal = { kind: 'assumed-role', arn: `arn:aws:sts::${accountId}:assumed-role/any/any`, accountId } as const;
    const request = { principal, action, resource: '*', resourceAccountId: accountId, context: {} };
    return evaluate(request, { identity, scps: [] }).verdict === 'allowed';
  });
}
