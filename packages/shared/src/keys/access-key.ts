import { z } from 'zod';

/** When a key was last used, in true words (D-59). never: no use recorded since 2015-04-22. */
export const lastUse = z.discriminatedUnion('state', [
  z.object({ state: z.literal('used'), at: z.string(), service: z.string(), region: z.string() }),
  z.object({ state: z.literal('never') }),
  z.object({ state: z.literal('unreadable'), reason: z.string() }),
]);

/** One found access key. */
export const accessKey = z.object({
  keyId: z.string(),
  accountId: z.string(),
  awsAccountId: z.string(),
  /** Account inside the key id (derived, D-14), if the format carries it. */
  keyAccountId: z.string().nullable(),
  foreign: z.boolean(),
  prefix: z.enum(['AKIA', 'ASIA', 'ABIA', 'ACCA']),
  owner: z.string().nullable(),
  ownerState: z.enum(['known', 'absent', 'unreadable', 'foreign']),
  status: z.enum(['Active', 'Inactive', 'unknown']),
  createdAt: z.string().nullable(),
  lastUse,
  places: z.number().int(),
  placesInUse: z.number().int(),
  workloads: z.array(z.object({ id: z.string(), name: z.string() })),
  /** What its user may do that no role is ever given (D-55), in sentences: it makes the key the more dangerous. null: not known. */
  ownerDangers: z.array(z.string()).nullable(),
  /** Why it ranks where it does, one sentence. */
  why: z.string(),
  checkedAt: z.string(),
});
export type AccessKey = z.infer<typeof accessKey>;
