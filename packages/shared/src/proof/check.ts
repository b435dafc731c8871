import { z } from 'zod';

export const verdict = z.enum(['pass', 'fail', 'unknown']);
export type Verdict = z.infer<typeof verdict>;

/** What one of AWS's own judges said beside our verdict, and each point on which the two differ. */
export const secondOpinion = z.object({
  /** The calls that were asked: `iam:SimulateCustomPolicy`. */
  by: z.string(),
  differences: z.array(z.object({ about: z.string(), ours: z.string(), aws: z.string() })),
});
export type SecondOpinion = z.infer<typeof secondOpinion>;

/** A claim that must hold before the change. fail blocks; unknown is acknowledged one by one; evidence says what was read. */
export const check = z.object({
  id: z.string(),
  claim: z.string(),
  verdict,
  evidence: z.array(z.string()),
  /** What to do when it is not a pass. */
  advice: z.string().nullable(),
  /** Only of checks that ask AWS's own judges. */
  secondOpinion: secondOpinion.optional(),
  checkedAt: z.string(),
});
export type Check = z.infer<typeof check>;

/** Rows of the Permissions screen: what the key's user may do against what the role will get. */
export const permissionRow = z.object({
  action: z.string(),
  resource: z.string(),
  condition: z.string().nullable(),
  /** Policy that grants it. */
  source: z.string(),
  user: z.boolean(),
  role: z.boolean(),
  change: z.enum(['kept', 'narrowed', 'lost', 'gained', 'converted', 'blocked', 'unknown']),
  why: z.string().nullable(),
});
export type PermissionRow = z.infer<typeof permissionRow>;
