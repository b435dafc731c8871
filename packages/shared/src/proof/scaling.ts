import { z } from 'zod';
import { iamNameOf } from '../aws/arn.ts';
import { trustPatternKinds } from '../plan/trust-patterns.ts';
import { proposed } from '../roles/proposal.ts';
import { linkVerdict } from './assumer.ts';

const isCaller = (arn: string): boolean => iamNameOf(arn, 'role') !== null || iamNameOf(arn, 'user') !== null;

/** Body of POST /api/proof/scaling: the role, and all that are to assume it. */
export const scalingRequest = z.strictObject({
  roleArn: z
    .string()
    .max(2048)
    .refine((arn) => iamNameOf(arn, 'role') !== null, 'must be the ARN of a role'),
  callers: z
    .array(z.string().max(2048).refine(isCaller, 'must be the ARN of a user or role'))
    .min(1, 'must name one caller at least')
    .max(2000, 'must name 2000 callers at most'),
  organisationId: z
    .string()
    .regex(/^o-[a-z0-9]{10,32}$/, 'must be the id of an organisation, such as o-a1b2c3d4e5')
    .optional(),
});
export type ScalingRequest = z.infer<typeof scalingRequest>;

const gainer = z.object({ principal: z.string(), verdict: linkVerdict, reason: z.string() });
export type Gainer = z.infer<typeof gainer>;

export const scaledPattern = z.object({
  kind: z.enum(trustPatternKinds),
  /** What it takes in and who decides about it; where `document` is null, why it cannot be used. */
  why: z.string(),
  /** The whole trust policy. External ids in it are fingerprints: put the id in the place of each. */
  document: z.record(z.string(), z.unknown()).nullable(),
  /** Characters without white space, against the default quota of 2,048 and the 4,096 that AWS grants on request (D-41). */
  characters: z.number().int(),
  quota: z.enum(['fits', 'near', 'needs-increase', 'too-long']),
  /** Now: trust policies and shared caller policies that are written, and the callers that the latter is attached to. */
  writes: z.object({ trust: z.number().int(), policies: z.number().int(), attachments: z.number().int() }),
  /** For each caller that comes later. */
  laterWrites: z.object({ trust: z.number().int(), attachments: z.number().int() }),
  /** Callers that can assume the role once all of it is written. */
  intended: z.number().int(),
  /** Callers that still could not, with the reason. */
  stillDenied: z.array(gainer),
  /** Everybody else who gains access: allowed, or not known. */
  othersGain: z.array(gainer),
  /** Others whom the trust lets in, and whose own policies alone keep out. */
  onePolicyAway: z.number().int(),
  /** What the lint says of the trust policy, in sentences. */
  findings: z.array(z.string()),
  /** true: lint calls it too wide to be written without a reason (E6). */
  tooWide: z.boolean(),
  /** All of it as edits of a policy-change plan, or why there is none. */
  fix: proposed,
});
export type ScaledPattern = z.infer<typeof scaledPattern>;

export const scalingAnswer = z.object({
  roleArn: z.string(),
  callers: z.number().int(),
  /** Callers that no scan has found: nothing is known of their policies and tags. */
  notScanned: z.array(z.string()),
  patterns: z.array(scaledPattern),
  proposal: z.object({ kind: z.enum(trustPatternKinds), why: z.string() }).nullable(),
  notSeen: z.array(z.string()),
});
export type ScalingAnswer = z.infer<typeof scalingAnswer>;

/** GET /api/proof/callers: scanned users or roles, to be picked as callers. */
export const callersQuery = z.strictObject({
  kind: z.enum(['role', 'user'], { error: 'must be "role" or "user"' }).default('role'),
  path: z.string().max(512).regex(/^\//, 'must begin with /, such as /jobs/').optional(),
  tag: z
    .string()
    .max(400)
    .regex(/^[^=]+=/, 'must be key=value')
    .optional(),
  /** Part of the name. */
  q: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(2000, 'must be 2000 at most').default(2000),
});
export type CallersQuery = z.infer<typeof callersQuery>;

export const callers = z.object({
  /** ARNs, in their order. */
  items: z.array(z.string()),
  /** How many there are; more than `items` where `limit` cut them. */
  total: z.number().int(),
});
export type Callers = z.infer<typeof callers>;
