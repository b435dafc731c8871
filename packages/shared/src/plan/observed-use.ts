import { z } from 'zod';
import { seenOperation, sight } from '../iam/seen-operation.ts';
import { unseenGrant } from '../iam/unseen-grants.ts';

/** GET /api/workloads/{id}/observed-use: what the workload's keys were seen doing, and the policy of just that (C8). */
export const observedUse = z.object({
  since: z.string(),
  sight,
  items: z.array(seenOperation),
  /** For `inputs.permissions.document` of a plan; null when nothing was seen that can be granted. */
  document: z.record(z.string(), z.unknown()).nullable(),
  /** Seen and not in the document. */
  leftOut: z.array(z.object({ action: z.string(), resource: z.string().nullable(), why: z.string() })),
  /** What the keys' users may do and were not seen doing, at most 500 lines: the document would deny it. */
  unseen: z.array(unseenGrant),
  unseenTotal: z.number().int(),
  /** What could not be seen, in sentences; empty: every call was. */
  notVisible: z.array(z.string()),
});
export type ObservedUse = z.infer<typeof observedUse>;
