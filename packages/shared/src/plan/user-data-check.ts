import { z } from 'zod';
import { documentFinding, shownLine, verdict } from '../user-data/contract.ts';
import { lineEdits } from '../user-data/line-edits.ts';
import { diffLine } from './step.ts';

/** Where user data lies in AWS. */
const userDataPlace = z.union(
  [
    z.strictObject({ instanceId: z.string().regex(/^i-[0-9a-f]{8,17}$/, 'must be the id of an instance') }),
    z.strictObject({ launchConfigurationName: z.string().min(1).max(255) }),
    z.strictObject({
      launchTemplateId: z.string().regex(/^lt-[0-9a-f]{8,17}$/, 'must be the id of a launch template'),
      version: z.string().regex(/^\d{1,10}$/, 'must be the number of a version'),
    }),
  ],
  { error: 'must be {"instanceId"}, {"launchConfigurationName"} or {"launchTemplateId", "version"}' },
);
export type UserDataPlace = z.infer<typeof userDataPlace>;

/** POST /api/plans/user-data: what user data is now, and what it would be with a person's edits. */
export const userDataCheck = z.strictObject({
  accountId: z.string(),
  region: z.string(),
  place: userDataPlace,
  /** Of the document that the edits were made on, from an earlier answer; left out: as it is now. */
  fingerprint: z.string().optional(),
  edits: lineEdits.default([]),
});
export type UserDataCheck = z.infer<typeof userDataCheck>;

const checkedUserData = z.object({
  state: z.literal('known'),
  fingerprint: z.string(),
  /** As it is now: masked, by line. */
  lines: z.array(shownLine),
  verdict,
  findings: z.array(documentFinding),
  /** Why it cannot be edited here; null where it can. */
  whyNotEditable: z.string().nullable(),
  /** With the edits: what a plan would be made of. */
  edited: z.object({
    verdict,
    findings: z.array(documentFinding),
    lines: z.array(shownLine),
    problems: z.array(z.object({ line: z.number().int().nullable(), message: z.string() })),
    doubts: z.array(z.string()),
    /** What differs, masked; long unchanged parts folded. */
    diff: z.array(diffLine),
  }),
});
export type CheckedUserData = z.infer<typeof checkedUserData>;

export const userDataCheckAnswer = z.discriminatedUnion('state', [
  checkedUserData,
  z.object({ state: z.literal('absent') }),
  z.object({ state: z.literal('unreadable'), reason: z.string() }),
]);
export type UserDataCheckAnswer = z.infer<typeof userDataCheckAnswer>;
