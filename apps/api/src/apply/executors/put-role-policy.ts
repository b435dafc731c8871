import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { withArn } from '@rolewright/shared/verify/judge-delivery.ts';
import { type StepContext, StepFailed } from './executor.ts';
import { putsInlinePolicy } from './puts-inline-policy.ts';

/** iam:PutRolePolicy, with the exact ARN of what an earlier step of the run made. */
export const putRolePolicy = putsInlinePolicy<StepOf<'put-role-policy'>>({
  call: 'iam:PutRolePolicy',
  holderOf: ({ roleName: name }) => ({ kind: 'role', name }),
  documentOf,
});

function documentOf({ dataOf }: StepContext, { document, exact }: StepOf<'put-role-policy'>): unknown {
  if (exact === undefined) return document;
  const { arn } = dataOf(exact.stepId);
  if (typeof arn !== 'string') throw new StepFailed('The journal does not name what was stored. Roll back, then make the plan anew.');
  return withArn(document, exact.instead, arn);
}
