import { z } from 'zod';

export const evidence = z.object({
  claim: z.string(),
  state: z.enum(['yes', 'no', 'not-yet', 'unknown']),
  /** Where it was read: "ecs:DescribeTasks", "cloudtrail:LookupEvents", … */
  source: z.string(),
  detail: z.string(),
  at: z.string(),
});
export type Evidence = z.infer<typeof evidence>;

export const verificationState = z.enum(['verified', 'unproven', 'failing']);
export type VerificationState = z.infer<typeof verificationState>;

/** What a run proved. Key silence is a fact of its own and gates retirement only (D-62). */
export const verification = z.object({
  state: verificationState,
  evidence: z.array(evidence),
  keySilence: z.object({ state: z.enum(['silent', 'used', 'too-early', 'unknown']), detail: z.string(), at: z.string().nullable() }),
  /** Other places of the same key, the warning that the next deploy brings the keys back, what retirement waits for. */
  remains: z.array(z.string()),
  checkedAt: z.string().nullable(),
});
export type Verification = z.infer<typeof verification>;
