import { z } from 'zod';

const bucket = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be the name of a bucket: 3 to 63 small letters, digits, dots and hyphens');
const roleName = z.string().regex(/^[\w+=,.@-]{1,64}$/, 'must be the name of a role: 1 to 64 of letters, digits and _+=,.@-');

/** Calls that read and change nothing, to be made with a session (B6). */
export const readCall = z.discriminatedUnion(
  'action',
  [
    z.strictObject({ action: z.literal('sts:GetCallerIdentity') }),
    z.strictObject({ action: z.literal('s3:ListBucket'), bucket }),
    z.strictObject({ action: z.literal('iam:GetRole'), roleName }),
    z.strictObject({ action: z.literal('ecs:ListClusters') }),
  ],
  { error: 'action must be sts:GetCallerIdentity, s3:ListBucket, iam:GetRole or ecs:ListClusters' },
);
export type ReadCall = z.infer<typeof readCall>;

/** What became of it. failed: AWS neither allowed nor denied; `code` says what it answered. What was read is not told. */
export const readTried = z.object({
  action: z.string(),
  observed: z.enum(['allowed', 'denied', 'failed']),
  code: z.string().nullable(),
});
export type ReadTried = z.infer<typeof readTried>;
