import { z } from 'zod';

/** POST /api/proof/assume: the console itself assumes a role, as its operator of an account, to see what STS answers (B5). */
export const roleTrialRequest = z.strictObject({
  /** Our id of the account whose operator calls. */
  accountId: z.string().min(1).max(200),
  roleArn: z
    .string()
    .regex(/^arn:[\w-]+:iam::\d{12}:role\/.+$/, 'must be the ARN of a role: arn:…:iam::<account>:role/<name>')
    .max(2048),
  sessionName: z
    .string()
    .regex(/^[\w+=,.@-]{2,64}$/, 'must be 2 to 64 of letters, digits and _+=,.@-')
    .default('rolewright-proof'),
  /** Used for this request and kept nowhere. With it the same call is made without it and with a wrong one too (D-58). */
  externalId: z
    .string()
    .regex(/^[\w+=,.@:/-]{2,1224}$/, 'must be 2 to 1224 of letters, digits and _+=,.@:/-')
    .optional(),
});
export type RoleTrialRequest = z.infer<typeof roleTrialRequest>;

/** What STS answered to one call. */
export const triedCall = z.object({
  id: z.enum(['right', 'missing-external-id', 'wrong-external-id']),
  expected: z.enum(['allowed', 'denied']),
  observed: z.enum(['allowed', 'denied']),
  /** Who the session is, and until when; the credentials were thrown away. null where it was denied. */
  session: z.object({ arn: z.string(), expiresAt: z.string() }).nullable(),
  /** AWS's code where it was denied. */
  errorCode: z.string().nullable(),
});
export type TriedCall = z.infer<typeof triedCall>;

export const roleTrial = z.object({
  /** Who called: this proves the console's own way to the role, not a workload's. */
  caller: z.string(),
  calls: z.array(triedCall),
});
export type RoleTrial = z.infer<typeof roleTrial>;
