import { z } from 'zod';
import { readCall, readTried } from './read-call.ts';

const roleArn = z
  .string()
  .regex(/^arn:[\w-]+:iam::\d{12}:role\/.+$/, 'must be the ARN of a role: arn:…:iam::<account>:role/<name>')
  .max(2048);

/**
 * POST /api/proof/assume: the console itself assumes a role, as its operator of an account, to see what STS answers (B5), and makes one
 * reading call with the session where one is asked for (B6).
 */
export const roleTrialRequest = z
  .strictObject({
    /** Our id of the account whose operator calls. */
    accountId: z.string().min(1).max(200),
    roleArn: roleArn.optional(),
    /** Instead of `roleArn`: a link of a planned chain, from 0. Session name and external id are those of the plan. */
    plan: z.strictObject({ id: z.string().min(1).max(200), link: z.number().int().min(0).max(1) }).optional(),
    /** Roles to become first, one after the other, without an external id; those of the chain with `plan`. */
    via: z.array(roleArn).max(3).default([]),
    sessionName: z
      .string()
      .regex(/^[\w+=,.@-]{2,64}$/, 'must be 2 to 64 of letters, digits and _+=,.@-')
      .default('rolewright-proof'),
    /** Used for this request and kept nowhere. With it the same call is made without it and with a wrong one too (D-58). */
    externalId: z
      .string()
      .regex(/^[\w+=,.@:/-]{2,1224}$/, 'must be 2 to 1224 of letters, digits and _+=,.@:/-')
      .optional(),
    read: readCall.optional(),
  })
  .refine((asked) => (asked.roleArn === undefined) !== (asked.plan === undefined), {
    path: ['roleArn'],
    message: 'give either roleArn or plan',
  });
export type RoleTrialRequest = z.infer<typeof roleTrialRequest>;

/** What STS answered to one call. */
export const triedCall = z.object({
  id: z.enum(['right', 'missing-external-id', 'wrong-external-id']),
  expected: z.enum(['allowed', 'denied']),
  /** unreached: a role on the way (`via`) was refused, so that the call was not made. */
  observed: z.enum(['allowed', 'denied', 'unreached']),
  /** Who the session is, and until when; the credentials were thrown away. null where there is none. */
  session: z.object({ arn: z.string(), expiresAt: z.string() }).nullable(),
  /** AWS's code where it was denied. */
  errorCode: z.string().nullable(),
  /** The role that was refused on the way; null where none was. */
  refusedAt: z.string().nullable(),
});
export type TriedCall = z.infer<typeof triedCall>;

export const roleTrial = z.object({
  /** Who called: this proves the console's own way to the role, not a workload's. */
  caller: z.string(),
  roleArn: z.string(),
  /** Roles that it became on the way. */
  via: z.array(z.string()),
  calls: z.array(triedCall),
  /** The reading call, made with the session of the right call; null where none was asked for or there is no session. */
  read: readTried.nullable(),
});
export type RoleTrial = z.infer<typeof roleTrial>;
