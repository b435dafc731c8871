import type { CheckedHandlers, CheckedRequirements } from '../iam/model-limits.ts';

type AutoScaling = typeof import('@aws-sdk/client-auto-scaling');

/** A group of Auto Scaling's operations: what they do, and what the caller must be allowed. Inputs are within the model's limits. */
export type AutoScalingHandlers = CheckedHandlers<AutoScaling>;
export type AutoScalingRequirements = CheckedRequirements<AutoScaling>;
