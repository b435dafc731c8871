import { z } from 'zod';
import { profileName } from './ec2-instance.ts';

const document = z.record(z.string(), z.unknown(), { error: 'must be a policy document, as a JSON object' });
const policyName = z.string().regex(/^[\w+=,.@-]{1,128}$/, 'must be 1 to 128 characters of A-Z a-z 0-9 _ + = , . @ -');
const arn = z.string().max(2048);
/** Why a document that lint blocks is wanted all the same (E6). */
const reason = z.string().trim().min(10, 'must say why in at least 10 characters').max(500).optional();

/** The word that stands in a trust policy for an external id that the console makes when it calls AWS; never shown, never stored (D-48). */
export const generatedId = 'generate';

const edits = [
  /**
   * The whole trust policy as it shall be. In `sts:ExternalId` a fingerprint stands for the id that is there now, `generate` for a new one,
   * the same for all places of one edit.
   */
  z.strictObject({
    kind: z.literal('trust'),
    roleArn: arn,
    document,
    reason,
    /** The plan of the chain whose secret holds this role's external id: it gets a version with the one that is made (A6). */
    configOf: z.string().optional(),
  }),
  /** An inline policy of a role or user: put, replaced, or with null deleted. */
  z.strictObject({ kind: z.literal('inline-policy'), principalArn: arn, policyName, document: document.nullable(), reason }),
  /** A customer managed policy, in each account of `attachTo` (that of the plan where it is empty), attached to each of these. */
  z.strictObject({
    kind: z.literal('managed-policy'),
    policyName,
    path: z
      .string()
      .max(512)
      .regex(/^\/([\x21-\x7e]+\/)?$/, 'must begin and end with /')
      .optional(),
    document,
    attachTo: z.array(arn).max(1000),
    reason,
  }),
  z.strictObject({ kind: z.literal('detach-policy'), principalArn: arn, policyArn: arn }),
  /** The role in the instance profile of this name, which is made where there is none: IAM's console does that by itself, its API does not (E2, D-42). */
  z.strictObject({ kind: z.literal('instance-profile'), roleArn: arn, profileName }),
] as const;

/** One change of a policy of a user or role that exists, or of how instances come to the role. */
export const policyEdit = z.discriminatedUnion('kind', edits, {
  error: 'must have the kind "trust", "inline-policy", "managed-policy", "detach-policy" or "instance-profile"',
});
export type PolicyEdit = z.infer<typeof policyEdit>;

export const policyChangeInputs = z.strictObject({ edits: z.array(policyEdit).min(1).max(20) });
export type PolicyChangeInputs = z.infer<typeof policyChangeInputs>;

/** POST /api/plans with the recipe `policy-change`. */
export const newPolicyChangePlan = z.strictObject({
  recipe: z.literal('policy-change'),
  /** The registered account that the plan begins in; each edit runs in that of its ARN. */
  accountId: z.string(),
  region: z.string(),
  /** What the plan mends, for people: "Take the EC2 service out of the trust policy of role2". */
  target: z.strictObject({ title: z.string().trim().min(3).max(200) }),
  inputs: policyChangeInputs,
});
export type NewPolicyChangePlan = z.infer<typeof newPolicyChangePlan>;

/** A user or role that the plan changes. */
export const changedPrincipal = z.object({
  arn: z.string(),
  name: z.string(),
  kind: z.enum(['role', 'user']),
  /** The registered account, and AWS' 12 digits. */
  accountId: z.string(),
  awsAccountId: z.string(),
});
export type ChangedPrincipal = z.infer<typeof changedPrincipal>;

/** `target` of a plan of this recipe. */
export const policyChangeTarget = z.object({
  title: z.string(),
  /** In the order of the edits. */
  principals: z.array(changedPrincipal),
  /** Customer managed policies that the plan makes or finds made, one an account. */
  policies: z.array(z.object({ arn: z.string(), accountId: z.string(), awsAccountId: z.string(), edit: z.number().int() })),
  /** Instance profiles that get a role; left out: none. */
  profiles: z
    .array(z.object({ name: z.string(), roleArn: z.string(), accountId: z.string(), awsAccountId: z.string(), edit: z.number().int() }))
    .optional(),
});
export type PolicyChangeTarget = z.infer<typeof policyChangeTarget>;
