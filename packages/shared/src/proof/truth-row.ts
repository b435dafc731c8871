import { z } from 'zod';
import { linkVerdict } from './assumer.ts';

/** What is tried. */
export const truthId = z.enum([
  'right',
  'wrong-external-id',
  'missing-external-id',
  'another-principal',
  'another-account',
  'wrong-session-name',
  'expired',
  'two-hours',
]);
export type TruthId = z.infer<typeof truthId>;

/** One row: what should happen to whom, and what the policies make of it. External ids are never told. */
export const truthRow = z.object({
  id: truthId,
  /** ARN of the caller. */
  who: z.string(),
  /** What is sent, in words. */
  with: z.string(),
  /** What a good link does. */
  expected: z.enum(['allowed', 'denied']),
  predicted: linkVerdict,
  reason: z.string(),
});
export type TruthRow = z.infer<typeof truthRow>;

/** POST /api/proof/truth-table: a link between a scanned user or role and a scanned role. */
export const truthTableRequest = z.strictObject({
  callerArn: z.string().min(1).max(2048),
  roleArn: z.string().min(1).max(2048),
  /** Of the right call; without it one that the trust policy accepts, as far as its pattern tells. */
  sessionName: z
    .string()
    .regex(/^[\w+=,.@-]{2,64}$/, 'must be 2 to 64 of letters, digits and _+=,.@-')
    .optional(),
  /** Seconds of the right call. */
  durationSeconds: z.number().int().min(900, 'must be 900 at least').max(43_200, 'must be 43200 at most').default(3600),
  /** true: the link is meant to ask for an external id, so that a trust policy without one is a fault (D-58). */
  wantsExternalId: z.boolean().optional(),
  /** true: the link is meant to hold callers to a session name. */
  wantsSessionName: z.boolean().optional(),
});
export type TruthTableRequest = z.infer<typeof truthTableRequest>;

export const truthTableAnswer = z.object({
  rows: z.array(truthRow),
  /** Every row predicted as it should be. */
  asItShould: z.boolean(),
  /** What no row takes into account, in sentences. */
  notSeen: z.array(z.string()),
});
export type TruthTableAnswer = z.infer<typeof truthTableAnswer>;
