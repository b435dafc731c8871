import type { z } from 'zod';
import type { plannedCall } from '../step.ts';

/** What a step says of itself on the plan's page. Texts hold AWS's own words and no secret. */
export interface StepDescription {
  title: string;
  /** Why, in a sentence or two. */
  because: string;
  calls: z.infer<typeof plannedCall>[];
  byHand: { console: string[]; cli: string[] };
  /** How it is taken back. */
  undo: string;
  reversible: boolean;
}

/** Where a plan is carried out; for command lines. */
export interface Place {
  region: string;
  workloadName: string;
}

export const call = (service: string, operation: string, input: unknown): StepDescription['calls'][number] => ({
  service,
  operation,
  input,
  irreversible: false,
});
