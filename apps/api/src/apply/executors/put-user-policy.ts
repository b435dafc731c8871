import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { putsInlinePolicy } from './puts-inline-policy.ts';

/** iam:PutUserPolicy: a user's half of a link. */
export const putUserPolicy = putsInlinePolicy<StepOf<'put-user-policy'>>({
  call: 'iam:PutUserPolicy',
  holderOf: ({ userName: name }) => ({ kind: 'user', name }),
  documentOf: (_context, { document }) => document,
});
