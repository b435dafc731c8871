import { z } from 'zod';

/** How SDKs walk the credential chain of a container or an instance: links in order, the first that answers wins (D-01). */
export const chainLink = z.object({
  link: z.enum(['environment', 'profile', 'web-identity', 'container-role', 'instance-role']),
  answers: z.enum(['yes', 'no', 'unknown']),
  wins: z.boolean(),
  /** "AKIA…MPLE of limbo-bot", "LimboTaskRole", "shadowed by the environment". */
  says: z.string(),
});
export type ChainLink = z.infer<typeof chainLink>;
