import { z } from 'zod';

/** One row of the audit: who did what to what, and how it went. */
export const auditEntry = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.string(),
  /** Verb of the house: `scan.start`, `plan.create`, `run.start`, `sign-in`, … */
  action: z.string(),
  target: z.string(),
  accountId: z.string().nullable(),
  /** One sentence for the screen. */
  summary: z.string(),
  detail: z.record(z.string(), z.unknown()),
  requestId: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof auditEntry>;
