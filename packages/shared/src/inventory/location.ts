import { z } from 'zod';

/** The address of one value. `place` is where in the task definition (D-09) or `override` of a running task. */
export const location = z.object({
  taskDefinitionArn: z.string(),
  family: z.string(),
  revision: z.number().int(),
  revisionStatus: z.enum(['ACTIVE', 'INACTIVE', 'DELETE_IN_PROGRESS']),
  /** Set when the value lies in the overrides of a running task. */
  taskArn: z.string().nullable(),
  container: z.string(),
  place: z.enum(['environment', 'override']),
  variable: z.string(),
  /** Index in the environment list; names may occur twice (D-22). */
  index: z.number().int(),
});
export type Location = z.infer<typeof location>;
