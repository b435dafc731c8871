import { z } from 'zod';
import { roleFinding } from './finding.ts';

/** One role of the scanned account. */
export const role = z.object({
  arn: z.string(),
  name: z.string(),
  accountId: z.string(),
  awsAccountId: z.string(),
  path: z.string(),
  trusts: z.array(z.string()),
  trustsEcsTasks: z.boolean(),
  workloads: z.array(z.object({ id: z.string(), name: z.string() })),
  lastUsedAt: z.string().nullable(),
  checkedAt: z.string(),
});
export type Role = z.infer<typeof role>;

/** What a role's own documents say; null where they were not read. */
const judged = {
  findingCounts: z.object({ block: z.number().int(), warn: z.number().int() }).nullable(),
  /** How far it reaches (E8): `score` orders roles, `words` names the widest grant. */
  reach: z.object({ score: z.number(), words: z.string() }).nullable(),
};

/** One row of GET /api/roles. */
export const roleRow = role.extend(judged);
export type RoleRow = z.infer<typeof roleRow>;

/** One policy of a role with what it allows, in lines. `lines` null: its text was not told. */
export const policySummary = z.object({
  name: z.string(),
  arn: z.string().nullable(),
  kind: z.enum(['inline', 'attached', 'boundary']),
  lines: z.array(z.string()).nullable(),
  /** Lines that were left out. */
  more: z.number().int(),
});
export type PolicySummary = z.infer<typeof policySummary>;

/** GET /api/roles/{arn}. External ids in `trust` are fingerprints. */
export const roleDetail = roleRow.extend({
  /** known: the scan was told the policies. unreadable: it was not, and the members below say nothing. */
  reading: z.enum(['known', 'unreadable']),
  uniqueId: z.string().nullable(),
  trust: z.record(z.string(), z.unknown()).nullable(),
  /** Can it be chosen for an instance, and why (not); null where it was never meant for one, or was not read (E3). */
  instanceUse: z.object({ isSelectable: z.boolean(), why: z.string() }).nullable(),
  policies: z.array(policySummary),
  findings: z.array(roleFinding),
});
export type RoleDetail = z.infer<typeof roleDetail>;
