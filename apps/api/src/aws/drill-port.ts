import type { DrillFacts, DrillStepId } from '@rolewright/shared/accounts/drill.ts';

/** The drill of the embedded sandbox. There is none of any other account: nothing that is behind this can reach AWS. */
export interface SandboxDrill {
  /** What stands; null where that account of the sandbox has not the web servers that the drill is about. */
  facts(awsAccountId: string): Promise<DrillFacts | null>;
  /** Carries out one step, or what was left of it, and says what stands then. */
  take(awsAccountId: string, step: DrillStepId): Promise<DrillFacts | null>;
}
