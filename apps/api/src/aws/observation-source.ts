import type { Observations } from '@rolewright/shared/apply/run.ts';
import type { WorkloadKind } from '@rolewright/shared/inventory/workload.ts';

/**
 * Where a workload's calls are seen. On AWS: CloudTrail, RoleLastUsed and GetAccessKeyLastUsed; in the sandbox: its admin API. Chosen in
 * main.ts. They feed the health line and the cut-over chart, never a verdict.
 */
export interface ObservationSource {
  /** Calls of the workload since `since`, oldest first; `notVisible` says in a sentence what this source cannot see. */
  of(workload: ObservedWorkload, since: Date): Promise<Observations>;
}

/** What a source needs in order to find a workload's calls. */
export interface ObservedWorkload {
  accountId: string;
  region: string;
  /** Service name, or the family where no service owns the tasks; of EC2 the group's name, or what the instance is called. */
  name: string;
  kind: WorkloadKind;
  clusterArn: string | null;
  /** Of an instance, or of a group's members; other instances may be called the same. */
  instanceIds: string[];
  keyIds: string[];
  roleArns: string[];
}
