import { z } from 'zod';
import { parseArn } from '../aws/arn.ts';
import { endpointProblem } from './endpoint.ts';

const roleArn = z
  .string()
  .max(2048)
  .refine(isRoleArn, 'must be the ARN of a role, such as arn:aws:iam::123456789012:role/RolewrightReader');
const endpointUrl = z
  .string()
  .max(2048)
  .superRefine((text, check) => {
    const message = endpointProblem(text);
    if (message !== null) check.addIssue({ code: 'custom', message });
  });

/** How the console reaches an account. Credentials are never part of it. */
export const access = z.discriminatedUnion('kind', [
  /** The embedded sandbox; `awsAccountId` picks one of its accounts. */
  z.strictObject({ kind: z.literal('sandbox'), awsAccountId: z.string().regex(/^\d{12}$/) }),
  /** The process' own credential chain. */
  z.strictObject({ kind: z.literal('ambient') }),
  z.strictObject({ kind: z.literal('profile'), profile: z.string().min(1).max(128) }),
  z.strictObject({
    kind: z.literal('role'),
    roleArn,
    /** The role that changes things (D-92); without it `roleArn` does both. */
    operatorRoleArn: roleArn.optional(),
    externalId: z
      .string()
      .min(2)
      .max(1224)
      .regex(/^[\w+=,.@:/-]*$/)
      .optional(),
    sessionName: z
      .string()
      .regex(/^[\w+=,.@-]{2,64}$/)
      .optional(),
    sourceIdentity: z
      .string()
      .regex(/^[\w+=,.@-]{2,64}$/)
      .optional(),
  }),
]);
export type Access = z.infer<typeof access>;

export const regionName = z.string().regex(/^[a-z]{2,4}(-[a-z]+)+-\d$/, 'is not a Region name such as us-east-1');

export const newAccount = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(64)
    // Names stand in sentences and logs: characters that break or turn a line round would let one name pass for another.
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+$/u, 'must not hold control characters'),
  access,
  regions: z.array(regionName).min(1).max(40),
  endpointUrl: endpointUrl.optional(),
});
export type NewAccount = z.infer<typeof newAccount>;

export const accountChange = z.strictObject({
  name: newAccount.shape.name.optional(),
  regions: newAccount.shape.regions.optional(),
});

/** An account as the console shows it. `identity` is what GetCallerIdentity said last; null before the first contact. */
export const account = z.object({
  id: z.string(),
  name: z.string(),
  access,
  regions: z.array(z.string()),
  endpointUrl: z.string().nullable(),
  /** sandbox: the embedded account. endpoint: a custom endpoint. aws: AWS itself. */
  kind: z.enum(['sandbox', 'endpoint', 'aws']),
  awsAccountId: z.string().nullable(),
  partition: z.string().nullable(),
  identity: z.object({ arn: z.string(), at: z.string() }).nullable(),
  /** A sentence about the console's own credentials (D-91), or null. */
  warning: z.string().nullable(),
  lastScan: z
    .object({ id: z.string(), state: z.enum(['running', 'complete', 'partial', 'failed', 'cancelled']), finishedAt: z.string().nullable() })
    .nullable(),
  createdAt: z.string(),
});
export type Account = z.infer<typeof account>;

function isRoleArn(text: string): boolean {
  const arn = parseArn(text);
  return arn?.service === 'iam' && /^\d{12}$/.test(arn.accountId) && /^role\/.+/.test(arn.resource);
}
