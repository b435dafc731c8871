/** AWS's default quotas that no answer of an account tells, or where it could not be asked (D-41). Source: IAM reference_iam-quotas. */

/** Characters of a trust policy. */
export const defaultTrustSize = 2048;

/** Characters of a user's inline policies in all, and managed policies attached to it. Those of a role: carry-over.ts. */
export const userQuotas = { inlineSize: 2048, managed: 10 } as const;
