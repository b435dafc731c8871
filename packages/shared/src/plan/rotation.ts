import { z } from 'zod';

/** Body of POST /api/plans/{id}/rotation, of the plan of a role chain (A6). */
export const rotation = z.strictObject({
  /** begin: a new external id is accepted beside the old. finish: it is accepted alone. */
  phase: z.enum(['begin', 'finish'], { error: 'must be "begin" or "finish"' }),
  /** Number of the link whose role asks for it, from 0. */
  link: z.number().int().min(0).max(1).default(0),
});
export type Rotation = z.infer<typeof rotation>;
