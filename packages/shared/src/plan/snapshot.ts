import type { PolicyDocument } from '../aws/policy-document.ts';
import type { CarryOverQuotas } from '../iam/carry-over.ts';
import type { Reading } from '../inventory/reading.ts';
import type { Workload } from '../inventory/workload.ts';

/** A policy as it was read; `arn` is null for an inline one. */
export interface PolicyOf {
  name: string;
  arn: string | null;
  document: PolicyDocument;
}

/** Identity policies of a user or role as they were read. */
export interface PrincipalOf {
  arn: string;
  inline: PolicyOf[];
  attached: PolicyOf[];
  groups: { name: string; inline: PolicyOf[]; attached: PolicyOf[] }[];
  boundary: PolicyOf | null;
}

export interface RoleOf extends PrincipalOf {
  name: string;
  path: string;
  trust: PolicyDocument;
}

/** All that a plan is made from, read at one time; kept with the plan. Documents are masked. */
export interface PlanSnapshot {
  readAt: string;
  awsAccountId: string;
  partition: string;
  region: string;
  workload: Workload;
  /** Masked document and tags of the revision in use. */
  taskDefinition: Reading<{ arn: string; document: Record<string, unknown>; tags: Record<string, string> }>;
  service: Reading<{
    arn: string;
    clusterArn: string;
    name: string;
    taskDefinitionArn: string;
    deploymentIds: string[];
    deploymentController: string;
    executeCommand: boolean;
  }>;
  /** Users whose keys the chosen containers carry, by key id. */
  owners: { keyId: string; user: Reading<PrincipalOf> }[];
  /** The role that the plan names: to be absent where it is to be created, to be known where it is to be used. */
  role: Reading<RoleOf>;
  /** IAM's quotas of this account; AWS's defaults hold where they could not be read (D-41). */
  quotas: Reading<CarryOverQuotas>;
  /** Other workloads of the scan that run as the named role. */
  roleUsers: string[];
  owningStack: Reading<{ stackName: string; logicalId: string }>;
}
