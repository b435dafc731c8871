import { z } from 'zod';

const arn = z.string().min(1).max(2048);
const reason = z.string().optional();
const document = z.record(z.string(), z.unknown());

/** One change of a user's or role's policies. External ids in a trust policy are fingerprints, which stand for the ids that are there now. */
export const policyEdit = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('trust'), roleArn: arn, document, reason }),
  z.strictObject({ kind: z.literal('inline-policy'), principalArn: arn, policyName: z.string(), document: document.nullable(), reason }),
  z.strictObject({
    kind: z.literal('managed-policy'),
    policyName: z.string(),
    path: z.string().optional(),
    document,
    attachTo: z.array(arn),
    reason,
  }),
  z.strictObject({ kind: z.literal('detach-policy'), principalArn: arn, policyArn: arn }),
]);
export type PolicyEdit = z.infer<typeof policyEdit>;
