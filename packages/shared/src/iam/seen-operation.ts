import { z } from 'zod';

/**
 * Condition keys that say what a workload works on, so that a policy may hold it to what was seen. All others are left out: a prefix or a
 * session name is another one tomorrow, and an external id is a secret.
 */
export const narrowingKeys = ['cloudwatch:namespace', 'iam:PassedToService'] as const;

/** One thing that an access key was seen doing, as IAM would be asked for it. Calls that were denied are an operation of their own. */
export const seenOperation = z.object({
  source: z.string(),
  keyId: z.string(),
  /** `cloudwatch:PutMetricData`: IAM's name of it, which is not always the API's. */
  action: z.string(),
  /** ARN, or `*` where the action has no resource type; null: the source does not tell. */
  resource: z.string().nullable(),
  /** Those of `narrowingKeys` that were in every one of the calls, with all values that were seen. */
  context: z.record(z.string(), z.array(z.string())),
  calls: z.number().int(),
  denied: z.boolean(),
  lastAt: z.string(),
});
export type SeenOperation = z.infer<typeof seenOperation>;

/**
 * What the absence of a call means. every-call: it was not made. management-events: so for these alone; S3 objects, metrics, messages … are
 * no part of event history (D-60). some-calls: part could not be read, so that it means nothing.
 */
export const sight = z.enum(['every-call', 'management-events', 'some-calls']);
export type Sight = z.infer<typeof sight>;
