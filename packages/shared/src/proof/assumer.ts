import { z } from 'zod';

/** allowed: also where the caller has to know or send something (`asks`). unknown: it hangs on what no scan tells (`missing`). */
export const linkVerdict = z.enum(['allowed', 'denied', 'unknown']);
export type LinkVerdict = z.infer<typeof linkVerdict>;

/** One half of a link between caller and role. */
export const linkHalf = z.object({
  verdict: linkVerdict,
  /** false: the other half suffices, because the trust policy names the caller of its own account (D-44). */
  needed: z.boolean(),
  why: z.string(),
});
export type LinkHalf = z.infer<typeof linkHalf>;

/** May a caller assume a role, and by what? */
export const link = z.object({
  verdict: linkVerdict,
  /** One sentence or more for the screen. */
  reason: z.string(),
  /** What the caller has to know or send, each a part of a sentence: "knows the external id". */
  asks: z.array(z.string()),
  /** What would have to be known for a verdict. */
  missing: z.array(z.string()),
  /** Trust policy of the role. */
  trust: linkHalf,
  /** Identity policies and permissions boundary of the caller. */
  identity: linkHalf,
});
export type Link = z.infer<typeof link>;

/** Somebody who was asked about: a scanned user or role, or whom else the trust policy names. */
export const assumer = link.extend({
  kind: z.enum(['user', 'role', 'service', 'account', 'federated', 'everyone', 'deleted']),
  /** ARN, name of a service, 12 digits, `*`, or the stored id of what was deleted. */
  principal: z.string(),
  /** null where it has none. */
  awsAccountId: z.string().nullable(),
  /** false: no scan has read the caller's own policies. */
  scanned: z.boolean(),
});
export type Assumer = z.infer<typeof assumer>;

/** GET /api/roles/{arn}/assumers. */
export const assumersQuery = z.strictObject({
  /** One verdict only. */
  verdict: linkVerdict.optional(),
  /** Part of the principal's name. */
  q: z.string().max(200).optional(),
  /** How many are given; `counts` says how many there are. */
  limit: z.coerce.number().int().min(1).max(5000).default(200),
});
export type AssumersQuery = z.infer<typeof assumersQuery>;

export const assumers = z.object({
  roleArn: z.string(),
  /** allowed first, then unknown, then denied; among equals by ARN. */
  items: z.array(assumer),
  /** Of all, whatever the filter. */
  counts: z.object({ allowed: z.number().int(), unknown: z.number().int(), denied: z.number().int() }),
  /** Of those that the filter leaves; more than `items` where `limit` cut them. */
  total: z.number().int(),
  /** Whose users and roles were asked, and when they were read. */
  accounts: z.array(z.object({ awsAccountId: z.string(), checkedAt: z.string() })),
  /** What no verdict here takes into account, in sentences. */
  notSeen: z.array(z.string()),
});
export type Assumers = z.infer<typeof assumers>;
