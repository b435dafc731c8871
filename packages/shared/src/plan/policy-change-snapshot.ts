import type { PolicyDocument } from '../aws/policy-document.ts';
import type { Reading } from '../inventory/reading.ts';
import type { ChainRoleOf } from './chain-snapshot.ts';
import type { ProfileOf } from './instance-snapshot.ts';
import type { PolicyChangeTarget } from './policy-change.ts';
import type { PrincipalOf } from './snapshot.ts';

/** A registered account that a policy change runs in. */
export interface PolicyAccount {
  /** Our id, and AWS' 12 digits. */
  id: string;
  awsAccountId: string;
  name: string;
  partition: string;
  /** AWS' defaults hold where these could not be read (D-41). */
  quotas: Reading<{ managedPerRole: number; inlineSize: number; managedSize: number; trustSize: number }>;
}

/** A user or role as it was read; external ids in the trust policy are fingerprints. */
export type PrincipalReading = { kind: 'role'; reading: Reading<ChainRoleOf> } | { kind: 'user'; reading: Reading<PrincipalOf> };

/** All that a policy change is planned from, read at one time; kept with the plan, so that it holds no external id. */
export interface PolicyChangeSnapshot {
  readAt: string;
  region: string;
  /** Each account once, that of the plan first. */
  accounts: PolicyAccount[];
  target: PolicyChangeTarget;
  /** As `target.principals`, in its order. */
  principals: PrincipalReading[];
  /** As `target.policies`: to be absent, or to have just the planned document. */
  policies: Reading<{ document: PolicyDocument }>[];
  /** As `target.profiles`; left out: none. */
  profiles?: ProfileToGive[];
  /** Fingerprints of external ids that this console made, so that it can put them back after they were taken out. */
  ownIds: string[];
  /** Secrets that get a version with the external id of a trust edit; left out: none. */
  configs?: ConfigToRenew[];
}

/** An instance profile that is to get a role. */
export interface ProfileToGive {
  /** absent: the plan makes it. */
  reading: Reading<ProfileOf>;
  /** Instances of the plan's Region that have it: they get the role with it (E5). */
  instances: Reading<{ instanceId: string; name: string }[]>;
}

/** A secret that a chain's run made, with what it is to hold. */
export interface ConfigToRenew {
  /** Number of the edit whose external id it gets. */
  edit: number;
  accountId: string;
  region: string;
  name: string;
  arn: string;
  /** The AWS config file; `mask` stands in it for the external id. */
  content: string;
  mask: string;
  /** Its current version. */
  version: string;
}
