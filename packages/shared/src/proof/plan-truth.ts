import { z } from 'zod';
import { truthRow } from './truth-row.ts';

/** What became of a row's call. */
export const observation = z.object({
  /** null: nobody made the call, or what was made says nothing about the row. */
  observed: z.enum(['allowed', 'denied']).nullable(),
  /** sts: the console made the call. cloudtrail: the caller itself was seen making it. none: neither. */
  by: z.enum(['sts', 'cloudtrail', 'none']),
  /** How it was observed, or why it was not, in sentences. */
  how: z.string(),
  /** Who called. */
  as: z.string().nullable(),
  /** Who the session was, and until when; its credentials were thrown away. */
  session: z.object({ arn: z.string(), expiresAt: z.string() }).nullable(),
  /** AWS's code where it refused. */
  errorCode: z.string().nullable(),
  /** What to run as the caller, where only the caller can try it. */
  command: z.string().nullable(),
  at: z.string(),
});
export type Observation = z.infer<typeof observation>;

/** Calls of sts:AssumeRole on the role by the caller itself, as CloudTrail's event history has them. */
export const seenCalls = z.object({
  allowed: z.number().int(),
  denied: z.number().int(),
  lastAt: z.string().nullable(),
  /** What CloudTrail did not tell; null: it was read. */
  unread: z.string().nullable(),
});
export type SeenCalls = z.infer<typeof seenCalls>;

export const planTruthRow = truthRow.extend({
  observation: observation.nullable(),
  /** What is wrong with the row, in a sentence; null: nothing. */
  fault: z.string().nullable(),
});
export type PlanTruthRow = z.infer<typeof planTruthRow>;

/** GET and POST /api/plans/{id}/truth-table: of each link of a chain, predicted from the plan's own documents and observed after its run. */
export const planTruth = z.object({
  planId: z.string(),
  links: z.array(
    z.object({
      /** role1 → role2. */
      name: z.string(),
      callerArn: z.string(),
      roleArn: z.string(),
      rows: z.array(planTruthRow),
      /** null: not looked for yet. */
      seen: seenCalls.nullable(),
    }),
  ),
  /** Why there is no table: what the plan lacks. */
  incomplete: z.array(z.string()),
  /** May it be observed? null: yes; else why not yet. */
  notYet: z.string().nullable(),
  observedAt: z.string().nullable(),
  /** What no row takes into account. */
  notSeen: z.array(z.string()),
});
export type PlanTruth = z.infer<typeof planTruth>;

/** What is kept of an observation: by link and row. */
export interface ObservedTruth {
  links: { rows: Record<string, Observation>; seen: SeenCalls }[];
}

/** A row that was predicted or observed other than a good link does; what is not known is no fault. */
export function faultOf({ expected, predicted, observation: seen }: Omit<PlanTruthRow, 'fault'>): string | null {
  const observed = seen?.observed ?? null;
  if (observed !== null && predicted !== 'unknown' && observed !== predicted) return `Predicted ${predicted}, observed ${observed}.`;
  if (observed !== null && observed !== expected) return `Should be ${expected}, observed ${observed}.`;
  if (observed === null && predicted !== 'unknown' && predicted !== expected) return `Should be ${expected}, predicted ${predicted}.`;
  return null;
}
