import { z } from 'zod';

/**
 * Who asks. `arn` of an assumed role is the session's (`arn:…:sts::…:assumed-role/<role>/<session>`), of a service its name
 * (`ecs-tasks.amazonaws.com`), of nobody `*`.
 */
export const requestPrincipal = z.strictObject({
  arn: z.string().max(2048),
  kind: z.enum(['assumed-role', 'user', 'service', 'account-root', 'anonymous']),
  /** 12 digits; empty, or left out, for a service and for nobody. */
  accountId: z.string().max(12).default(''),
  /** ARN of the role behind a session, with its path. Without it the role is taken to have no path. */
  roleArn: z.string().max(2048).optional(),
  /** AROA… of the role, AIDA… of the user: matches trust policies that hold the stored id instead of the ARN (D-47). */
  uniqueId: z.string().max(128).optional(),
});
export type RequestPrincipal = z.infer<typeof requestPrincipal>;

/** One thing that is asked for: one action on one resource. */
export const accessRequest = z.strictObject({
  principal: requestPrincipal,
  /** `s3:PutObject`; case does not matter. */
  action: z.string().min(1).max(256),
  /** ARN of the resource, or `*` where the action has no resource type. Case matters. */
  resource: z.string().min(1).max(2048),
  /** Account that owns the resource. */
  resourceAccountId: z.string().max(12),
  /** Complete: a condition key that is not here is missing. The case of keys does not matter. */
  context: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});
export type AccessRequest = z.infer<typeof accessRequest>;

/** A policy document as parsed JSON, or as JSON text. */
export const policyInput = z.union([z.string().max(65_536), z.record(z.string(), z.unknown())]);
export type PolicyInput = z.infer<typeof policyInput>;

/** All policies that bear on the request. */
export const policySet = z.strictObject({
  /** Attached and inline policies of the caller, those of a user's groups too. */
  identity: z.array(z.strictObject({ name: z.string(), document: policyInput })).max(200),
  /** Bucket policy, trust policy, key policy, … of the resource. */
  resource: policyInput.optional(),
  boundary: policyInput.optional(),
  session: policyInput.optional(),
  /** Service control policies of the caller's account: per organisational level, root first. Empty: no organisation. */
  scps: z.array(z.array(policyInput)).max(10),
  /** Resource control policies of the resource's account, the same way; only for services that have them. */
  rcps: z.array(z.array(policyInput)).max(10).optional(),
});
export type PolicySet = z.infer<typeof policySet>;

/** What was decided and by what. `policy` is the identity policy's name, or "resource policy", "permissions boundary", … */
export const decision = z.object({
  verdict: z.enum(['allowed', 'explicitDeny', 'implicitDeny']),
  decidedBy: z.object({
    policy: z.string().nullable(),
    /** Sid, else the statement's index from 0; null when the lack of a statement decided. */
    statement: z.string().nullable(),
    why: z.string(),
  }),
});
export type Decision = z.infer<typeof decision>;
