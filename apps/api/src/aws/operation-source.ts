import type { SeenOperation, Sight } from '@rolewright/shared/iam/seen-operation.ts';

/**
 * What access keys were seen doing, in IAM's words. On AWS: CloudTrail's event history; in the sandbox: its admin API. Chosen as the
 * ObservationSource is. A policy can be made from it; that it is enough is never claimed from it.
 */
export interface OperationSource {
  /** Throws AppError `unavailable` where the source does not answer at all. */
  seen(keys: { accountId: string; region: string; keyIds: string[] }): Promise<SeenOperations>;
}

export interface SeenOperations {
  since: string;
  sight: Sight;
  items: SeenOperation[];
  /** In sentences. */
  notVisible: string[];
}
