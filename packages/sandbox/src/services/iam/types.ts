import type { CheckedHandlers, CheckedRequirements } from './model-limits.ts';

type Iam = typeof import('@aws-sdk/client-iam');

/** A group of IAM's operations: what they do, and what the caller must be allowed. Inputs are within the model's limits. */
export type IamHandlers = CheckedHandlers<Iam>;
export type IamRequirements = CheckedRequirements<Iam>;
