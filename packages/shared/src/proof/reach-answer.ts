import { z } from 'zod';
import { link, linkVerdict } from './assumer.ts';

/** One line of what a role's policies grant. */
export const grantLine = z.object({
  action: z.string(),
  resource: z.string(),
  condition: z.string().nullable(),
  policy: z.string(),
  statement: z.string(),
  /** What the permissions boundary and denies leave of it. */
  left: z.enum(['all', 'part', 'none']),
  why: z.string().nullable(),
  /** The permissions boundary does not allow all of it; `blast` is the boundary's then, where that is less. */
  bounded: z.boolean(),
  /** For the order only: the wider, the more. */
  blast: z.number(),
});
export type GrantLine = z.infer<typeof grantLine>;

/** A role that the first one can be, itself included. */
export const reachedRole = z.object({
  arn: z.string(),
  awsAccountId: z.string(),
  /** Roles from the first to this one; of the first, itself alone. */
  path: z.array(z.string()),
  /** allowed: each link of the path is. unknown: one of them is not known. */
  verdict: linkVerdict,
  /** The last link of the path; null for the first role. */
  link: link.nullable(),
  /** Everything on everything, and nothing limits it. */
  administratorLike: z.boolean(),
  /** The widest line that is left. */
  blast: z.number(),
  /** Widest first. */
  grants: z.array(grantLine),
  /** Policies that could not be read, so that more may be granted, or denied. */
  unread: z.array(z.string()),
  /** To `action` and `resource` of the question; null without one. */
  answer: z.object({ verdict: linkVerdict, why: z.string() }).nullable(),
});
export type ReachedRole = z.infer<typeof reachedRole>;

/** GET /api/roles/{arn}/reach; with `action` and `resource` each role is asked for that. */
export const reachQuery = z
  .strictObject({
    action: z
      .string()
      .regex(/^[\w.-]+:[\w-]+$/, 'must be one action, such as s3:GetObject')
      .max(256)
      .optional(),
    resource: z
      .string()
      .regex(/^(\*|arn:.+:.*)$/, 'must be an ARN, or * where the action has no resource type')
      .max(2048)
      .optional(),
  })
  .refine(({ action, resource }) => (action === undefined) === (resource === undefined), {
    path: ['resource'],
    message: 'belongs to action: give both or neither',
  });
export type ReachQuery = z.infer<typeof reachQuery>;

export const reachAnswer = z.object({
  roleArn: z.string(),
  /** Widest reach first. */
  roles: z.array(reachedRole),
  /** true: the chains go further than what is given here. */
  cut: z.boolean(),
  notSeen: z.array(z.string()),
});
export type ReachAnswer = z.infer<typeof reachAnswer>;
