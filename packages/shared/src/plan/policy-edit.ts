import { z } from 'zod';

const arn = z.string().min(1).max(2048);
const document = z.record(z.string(), z.unknown());

/** One change of a user's or role's policies. External ids in a trust policy are fingerprints, which stand for the ids that are there now. */
export const policyEdit = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('trust'), roleArn: arn, document }),
  z.strictObject({ kind: z.literal('inline-policy'), principalArn: arn, policyName: z.string(), document: document.nullable() }),
  z.strictObject({
    kind: z.literal('managed-policy'),
    policyName: z.string(),
    path: z.string().optional(),
    document,
    attachTo: z.array(arn),
  }),
  z.strictObject({ kind: z.literal('detach-policy'), principalArn: arn, policyArn: arn }),
]);
export type PolicyEdit = z.infer<typeof policyEdit>;
