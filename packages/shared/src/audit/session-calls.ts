import { z } from 'zod';

/** GET /api/audit/sessions: the whole name of a role session, as CloudTrail has it; it finds no part of one. */
export const sessionCallsQuery = z.strictObject({
  name: z.string().regex(/^[\w+=,.@-]{2,64}$/, 'must be the whole name of a session: 2 to 64 letters, digits and _+=,.@-'),
});

/** One call that AWS recorded. */
export const sessionCall = z.object({
  at: z.string(),
  awsAccountId: z.string(),
  region: z.string(),
  /** `sts.amazonaws.com`, and the operation. */
  source: z.string(),
  operation: z.string(),
  /** The session’s ARN, with the role in it. */
  identityArn: z.string().nullable(),
  sourceIp: z.string().nullable(),
  /** null: AWS accepted the call. */
  errorCode: z.string().nullable(),
});
export type SessionCall = z.infer<typeof sessionCall>;

export const sessionCalls = z.object({
  name: z.string(),
  since: z.string(),
  /** Newest first. */
  items: z.array(sessionCall),
  /** What could not be seen, in sentences; an empty list of calls proves nothing while there are any. */
  notVisible: z.array(z.string()),
});
export type SessionCalls = z.infer<typeof sessionCalls>;
