import type { Reading } from '../inventory/reading.ts';
import type { DocumentFinding, ShownLine, Verdict } from '../user-data/contract.ts';
import type { EditedUserData } from './edited-user-data.ts';
import type { MetadataOptions } from './instance-steps.ts';
import type { PermissionSources } from './role-permissions.ts';
import type { RoleOf } from './snapshot.ts';

export const instanceStates = ['pending', 'running', 'stopping', 'stopped', 'shutting-down', 'terminated'] as const;
export type InstanceState = (typeof instanceStates)[number];

/** An instance as it was read. */
export interface InstanceOf {
  state: InstanceState;
  imageId: string;
  instanceType: string;
  /** An instance store loses its data when the instance stops, and user data cannot be changed at all (D-67). */
  rootDeviceType: 'ebs' | 'instance-store';
  /** The Auto Scaling group that owns it, by the tag that Auto Scaling keeps. */
  group: string | null;
  /** The CloudFormation stack that owns it (D-37). */
  stack: string | null;
  metadata: MetadataOptions & { endpoint: 'enabled' | 'disabled' };
  /** It has a public address that is no Elastic IP: another one after a stop. */
  addressChanges: boolean;
}

/** The profile on an instance. */
export interface AssociationOf {
  associationId: string;
  profileArn: string;
  state: 'associating' | 'associated' | 'disassociating';
}

export interface ProfileOf {
  name: string;
  arn: string;
  /** ARNs of roles: one at most (D-42). */
  roles: string[];
}

/** User data as it may be kept: masked. */
export interface UserDataOf {
  /** Changes with its bytes. */
  fingerprint: string;
  verdict: Verdict;
  findings: DocumentFinding[];
  lines: ShownLine[];
  /** As a person edited it; left out: nobody did. */
  edited?: EditedUserData;
}

/** An instance that a profile hands the role to. */
export interface ServedInstance {
  instanceId: string;
  name: string;
  profileName: string;
}

/** All that the plan for an instance is made from, read at one time; kept with the plan, so that it holds no secret. */
export interface InstanceSnapshot extends PermissionSources {
  readAt: string;
  accountId: string;
  awsAccountId: string;
  partition: string;
  region: string;
  instanceId: string;
  /** Its Name tag, else its id. */
  name: string;
  workloadId: string | null;
  instance: Reading<InstanceOf>;
  /** absent: it has no profile. */
  association: Reading<AssociationOf>;
  /** Is its stop protection (DisableApiStop) on? Read only where the plan would stop it. */
  stopProtection?: Reading<boolean>;
  /** absent: there is none. */
  userData: Reading<UserDataOf>;
  /** The role that the instance has today, through its profile; absent: none. */
  currentRole: Reading<RoleOf>;
  /** The profile that the plan names: to be absent where it is to be created, to be known where it is to be used. */
  profile: Reading<ProfileOf>;
  /** Other instances of this Region that act as the role, through any profile; a new role has none. */
  served: Reading<ServedInstance[]>;
}
