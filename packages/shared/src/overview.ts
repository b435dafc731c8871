import { z } from 'zod';
import { auditEntry } from './audit/entry.ts';
import { coverage, scanState } from './inventory/scan.ts';
import { workloadKind, workloadState } from './inventory/workload.ts';

/** `account` is our account id or the 12 digits; all accounts when left out. */
export const overviewQuery = z.strictObject({ account: z.string().optional() });
export type OverviewQuery = z.infer<typeof overviewQuery>;

/** GET /api/overview: "How far are we, and what next?" */
export const overview = z.object({
  /** "9 of 34 workloads still act with static keys". */
  sentence: z.string(),
  total: z.number().int(),
  byState: z.record(workloadState, z.number().int()),
  moving: z.number().int(),
  managedElsewhere: z.number().int(),
  findings: z.number().int(),
  keys: z.number().int(),
  /** Static-key workloads by finished scan, oldest first. */
  burnDown: z.array(z.object({ at: z.string(), staticKeys: z.number().int(), total: z.number().int() })),
  /** The best next steps with the reason. */
  next: z.array(z.object({ workloadId: z.string(), workloadName: z.string(), kind: workloadKind, reason: z.string() })),
  /** Workloads under an open or recent run: "limbo: 1,204 calls, 0 failed since 14:02". */
  health: z.array(
    z.object({ workloadId: z.string(), workloadName: z.string(), calls: z.number().int(), failed: z.number().int(), since: z.string() }),
  ),
  openRuns: z.array(z.object({ id: z.string(), workloadName: z.string(), state: z.string() })),
  scans: z.array(
    z.object({
      accountId: z.string(),
      accountName: z.string(),
      scanId: z.string().nullable(),
      state: scanState.nullable(),
      finishedAt: z.string().nullable(),
      coverage: z.array(coverage),
    }),
  ),
  activity: z.array(auditEntry),
  /** A drill in the sandbox, begun and not put back: what is seen there is an outage on purpose. */
  drill: z.object({ accountId: z.string(), since: z.string() }).nullable(),
});
export type Overview = z.infer<typeof overview>;
