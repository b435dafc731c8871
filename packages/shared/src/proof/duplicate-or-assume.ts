import { z } from 'zod';
import { grantLine } from './reach-answer.ts';

/** One of the two ways to let the caller do what the roles of a chain may do. */
export const accessOption = z.object({
  /** What the caller's own policies gain; its boundary and denies bear on it. Widest first. */
  grants: z.array(grantLine),
  /** The widest line of all that its own policies hold then; for an order only. */
  blast: z.number(),
  /** Policy documents that are written now, and for each caller that comes later. */
  writes: z.number().int(),
  laterWrites: z.number().int(),
  /** Documents that stand in two places then, and must be kept in step. */
  copies: z.array(z.string()),
  /** Characters without white space that the documents take. */
  characters: z.number().int(),
  /** Each quota that is used, those that are exceeded too (D-41). */
  quotas: z.array(z.object({ of: z.string(), used: z.number().int(), limit: z.number().int() })),
});
export type AccessOption = z.infer<typeof accessOption>;

/** GET /api/plans/{id}/duplicate-or-assume: copy the policies to the caller, or let it assume the roles (B2). */
export const duplicateOrAssume = z.object({
  caller: z.string(),
  roles: z.array(z.object({ arn: z.string(), name: z.string(), awsAccountId: z.string() })),
  duplicate: accessOption,
  assume: accessOption,
  /** What can be done only in a session of a role, by assuming. Widest first. */
  behindTheRole: z.array(grantLine),
  /** Side by side, question by question. */
  rows: z.array(z.object({ question: z.string(), duplicate: z.string(), assume: z.string() })),
  /** either: nothing speaks against a copy. */
  advice: z.object({ choice: z.enum(['assume', 'either']), why: z.array(z.string()) }),
  notSeen: z.array(z.string()),
});
export type DuplicateOrAssume = z.infer<typeof duplicateOrAssume>;
