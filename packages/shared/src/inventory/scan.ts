import { z } from 'zod';

export const scanState = z.enum(['running', 'complete', 'partial', 'failed', 'cancelled']);
export type ScanState = z.infer<typeof scanState>;

/** Why something was not seen. `not-inspected`: a place that this version does not read at all (D-09), counted and never called clean. */
export const coverageReason = z.enum([
  'denied',
  'service-control-policy',
  'throttled',
  'region-disabled',
  'unreachable',
  'missing',
  'cancelled',
  'not-inspected',
  'failed',
]);
export type CoverageReason = z.infer<typeof coverageReason>;

/** What was seen of one service in one Region. `gaps` says what was not, each with the reason, an example and what would mend it. */
export const coverage = z.object({
  region: z.string(),
  service: z.enum(['ecs', 'iam', 'events', 'cloudformation', 'ec2', 'autoscaling']),
  state: z.enum(['complete', 'partial', 'failed']),
  seen: z.number().int(),
  toSee: z.number().int(),
  gaps: z.array(z.object({ reason: coverageReason, what: z.string(), count: z.number().int(), advice: z.string() })),
});
export type Coverage = z.infer<typeof coverage>;

export const scanProgress = z.object({
  /** In-use revisions first, then the newest of each family, then all others; of two services that are read side by side the one that is behind. */
  phase: z.enum(['starting', 'identity', 'iam', 'in-use', 'newest', 'history', 'keys', 'done']),
  seen: z.number().int(),
  toSee: z.number().int(),
  /** AWS calls made, answers that were throttled, Describe calls saved by the cache. */
  calls: z.number().int(),
  throttles: z.number().int(),
  cached: z.number().int(),
  /** Seconds, null while unknown. */
  secondsLeft: z.number().nullable(),
  /** When every in-use revision, and the user data of what runs, was known (ISO 8601). */
  inUseKnownAt: z.string().nullable(),
});
export type ScanProgress = z.infer<typeof scanProgress>;

export const scan = z.object({
  id: z.string(),
  accountId: z.string(),
  state: scanState,
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  startedBy: z.string(),
  progress: scanProgress,
  coverage: z.array(coverage),
  /** A sentence, when failed. */
  error: z.string().nullable(),
  version: z.number().int(),
});
export type Scan = z.infer<typeof scan>;
