import { z } from 'zod';
import { proposed } from '../roles/proposal.ts';
import { linkVerdict } from './assumer.ts';

/** A call that was denied. `principalArn` is a user's, a role's or a session's. */
export const deniedCall = z.strictObject({
  principalArn: z.string().min(1).max(2048),
  action: z
    .string()
    .regex(/^[\w.-]+:[\w-]+$/, 'must be one action, such as sts:AssumeRole')
    .max(256),
  resource: z
    .string()
    .regex(/^(\*|arn:.+:.*)$/, 'must be an ARN, or * where the action has no resource type')
    .max(2048),
});
export type DeniedCall = z.infer<typeof deniedCall>;

/** POST /api/proof/diagnose: the call, or instead of it the message with which AWS denied it. */
export const diagnoseRequest = z
  .strictObject({
    ...deniedCall.partial().shape,
    message: z.string().min(1, 'must be the message with which AWS denied the call').max(20_000).optional(),
  })
  .superRefine((asked, context) => {
    for (const field of ['principalArn', 'action', 'resource'] as const) {
      const [given, wanted] = [asked[field] !== undefined, asked.message === undefined];
      if (given === wanted) continue;
      const message = wanted ? 'is needed, unless there is a message' : 'must not be there beside a message, which names it';
      context.addIssue({ code: 'custom', path: [field], message });
    }
  });
export type DiagnoseRequest = z.infer<typeof diagnoseRequest>;

/** One thing that is missing, and the smallest change that mends it. */
export const missingHalf = z.object({
  /** trust: the role's trust policy. identity: the caller's policies. boundary: its permissions boundary. deny: a statement that denies. */
  half: z.enum(['trust', 'identity', 'boundary', 'deny']),
  /** ARN of the user or role whose policy is to be changed. */
  owner: z.string(),
  awsAccountId: z.string(),
  /** What is wrong and what to do, in sentences. */
  words: z.string(),
  /** The statement to be added; null where one has to be taken away or narrowed. */
  statement: z.record(z.string(), z.unknown()).nullable(),
});
export type MissingHalf = z.infer<typeof missingHalf>;

export const diagnosis = z.object({
  call: deniedCall,
  /** What the scanned policies make of the call now. */
  verdict: linkVerdict,
  reason: z.string(),
  /** In the order in which AWS would stumble over them; all of them are needed. */
  missing: z.array(missingHalf),
  /** allowed: with these changes made, the call is. */
  afterwards: linkVerdict,
  /** The same changes as edits of a policy-change plan, or why they are none. */
  fix: proposed,
  /** What the message of AWS says of who denied, and where that is no policy that a scan sees; null without. */
  said: z.string().nullable(),
  /** The AWS account that decoded the message; null where it was not encoded. */
  decodedIn: z.string().nullable(),
  notSeen: z.array(z.string()),
});
export type Diagnosis = z.infer<typeof diagnosis>;
