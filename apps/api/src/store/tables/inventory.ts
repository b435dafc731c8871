import type { Access } from '@rolewright/shared/accounts/account.ts';
import type { RevisionFinding } from '@rolewright/shared/findings/detect.ts';
import type { Finding } from '@rolewright/shared/findings/finding.ts';
import type { KnownPrincipal } from '@rolewright/shared/iam/known-principal.ts';
import type { StoredDetail } from '@rolewright/shared/inventory/derive.ts';
import type { DocumentKey, LaunchFacts } from '@rolewright/shared/inventory/ec2/facts.ts';
import type { UserDataFinding } from '@rolewright/shared/inventory/ec2/user-data.ts';
import type { Coverage, ScanProgress, ScanState } from '@rolewright/shared/inventory/scan.ts';
import type { Workload, WorkloadKind, WorkloadState } from '@rolewright/shared/inventory/workload.ts';
import type { AccessKey } from '@rolewright/shared/keys/access-key.ts';
import type { Role } from '@rolewright/shared/roles/role.ts';
import type { DocumentKind, ShownLine, Verdict } from '@rolewright/shared/user-data/contract.ts';
import type { GeneratedTimestamp, Json, Timestamp } from '../schema.ts';

export interface AccountTable {
  id: string;
  name: string;
  access: Json<Access>;
  regions: Json<string[]>;
  endpoint_url: string | null;
  kind: 'sandbox' | 'endpoint' | 'aws';
  /** What GetCallerIdentity said last. */
  aws_account_id: string | null;
  partition: string | null;
  identity_arn: string | null;
  identity_at: Timestamp | null;
  warning: string | null;
  created_at: GeneratedTimestamp;
}

export interface ScanTable {
  id: string;
  account_id: string;
  state: ScanState;
  regions: Json<string[]>;
  started_at: Timestamp;
  finished_at: Timestamp | null;
  started_by: string;
  progress: Json<ScanProgress>;
  coverage: Json<Coverage[]>;
  error: string | null;
  cancel_requested: boolean;
  version: number;
  /** How many workloads there were at its end, and how many acted with static keys; for the burn-down. */
  workloads: number | null;
  with_keys: number | null;
}

/**
 * A task definition revision, known for ever once described: revisions never change, only their status does (D-81). `document` is masked;
 * null until it is described. `listed_by` is the last scan that saw it in a list.
 */
export interface RevisionTable {
  account_id: string;
  arn: string;
  region: string;
  family: string;
  revision: number;
  status: 'ACTIVE' | 'INACTIVE' | 'DELETE_IN_PROGRESS';
  listed_by: string;
  document: Json<Record<string, unknown>> | null;
  tags: Json<Record<string, string>> | null;
  findings: Json<RevisionFinding[]> | null;
  /** Is there any finding? Lets the end of a scan read only these. */
  holds: boolean;
  /** Why it could not be read in the scan `listed_by`; null when it was not tried or was read. */
  unread: string | null;
}

/**
 * User data as it was inspected: masked lines and findings, never the text. `stamp` says when what it was read from changed last, so that an
 * instance is not asked again while nothing moved (D-83); `seen_by` is the last scan that saw where it lies. No fingerprint: there is none.
 */
export interface UserDataTable {
  account_id: string;
  region: string;
  source: DocumentKey['source'];
  id: string;
  version: number;
  name: string;
  stamp: string;
  seen_by: string;
  read_at: Timestamp | null;
  fingerprint: string | null;
  kind: DocumentKind | null;
  verdict: Verdict | null;
  findings: Json<UserDataFinding[]>;
  lines: Json<ShownLine[]>;
  launch: Json<LaunchFacts> | null;
  /** Why it could not be read. */
  unread: string | null;
}

export interface InstanceProfileTable {
  account_id: string;
  arn: string;
  name: string;
  role_arn: string | null;
  checked_at: Timestamp;
}

/** One row of the Workloads table; the columns are what lists filter and sort by. */
export interface WorkloadTable {
  id: string;
  account_id: string;
  region: string;
  kind: WorkloadKind;
  name: string;
  cluster: string;
  state: WorkloadState;
  managed_elsewhere: boolean;
  family: string;
  key_ids: string[];
  residues: number;
  running_count: number;
  checked_at: Timestamp;
  body: Json<Workload>;
  detail: Json<StoredDetail>;
}

export interface FindingTable {
  id: string;
  account_id: string;
  region: string;
  workload_id: string | null;
  kind: Finding['kind'];
  standing: Finding['standing'];
  certainty: Finding['certainty'];
  key_id: string | null;
  family: string;
  revision: number;
  container: string;
  variable: string;
  found_at: Timestamp;
  body: Json<Finding>;
}

export interface AccessKeyTable {
  account_id: string;
  key_id: string;
  owner: string;
  places: number;
  places_in_use: number;
  last_used_at: Timestamp | null;
  checked_at: Timestamp;
  body: Json<AccessKey>;
}

export interface RoleTable {
  account_id: string;
  arn: string;
  name: string;
  trusts_ecs_tasks: boolean;
  last_used_at: Timestamp | null;
  checked_at: Timestamp;
  body: Json<Role>;
}

/** A user or role with its policies, as the last scan that was told them read it. */
export interface PrincipalTable {
  account_id: string;
  arn: string;
  kind: KnownPrincipal['kind'];
  name: string;
  checked_at: Timestamp;
  /** Why it could not be read again after a run changed it, and when that was tried; null: the row is as it was read last. */
  unread: string | null;
  tried_at: Timestamp | null;
  body: Json<KnownPrincipal>;
}

export interface PrincipalIdTable {
  account_id: string;
  /** AROA… or AIDA…, of those too that are there no more. */
  unique_id: string;
  arn: string;
}

/** What runs have proved: the workload runs this revision on this role. Written by verification, read by each scan. */
export interface WorkloadProofTable {
  workload_id: string;
  task_definition_arn: string;
  role_arn: string;
  verified_at: Timestamp;
}

declare module '../schema.ts' {
  interface Database {
    account: AccountTable;
    scan: ScanTable;
    revision: RevisionTable;
    user_data: UserDataTable;
    instance_profile: InstanceProfileTable;
    workload: WorkloadTable;
    finding: FindingTable;
    access_key: AccessKeyTable;
    role: RoleTable;
    principal: PrincipalTable;
    principal_id: PrincipalIdTable;
    workload_proof: WorkloadProofTable;
  }
}
