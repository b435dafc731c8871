import type { Reading } from '../inventory/reading.ts';
import type { LaunchSource } from './group-steps.ts';
import type { ProfileOf, ServedInstance, UserDataOf } from './instance-snapshot.ts';
import type { MetadataOptions } from './instance-steps.ts';
import type { PermissionSources } from './role-permissions.ts';
import type { RoleOf } from './snapshot.ts';

/** An instance of a group as the group tells of it (D-76). */
export interface MemberOf {
  instanceId: string;
  /** Pending, InService, Standby, Terminating, … */
  lifecycleState: string;
  healthStatus: string;
  isProtected: boolean;
  launchTemplate: { id: string; version: string } | null;
  launchConfigurationName: string | null;
}

/** A group as it was read. */
export interface GroupOf {
  /** As AWS tells it: template versions may be `$Latest` or `$Default` (D-73). */
  source: LaunchSource;
  /** Members inside its mixed instances policy that AWS told and this console does not know: what is sent back would lose them (D-21). */
  unknownMembers: string[];
  minSize: number;
  maxSize: number;
  desiredCapacity: number;
  members: MemberOf[];
  suspendedProcesses: string[];
  healthCheckType: string;
  healthCheckGracePeriod: number;
  defaultInstanceWarmup: number | null;
  hasWarmPool: boolean;
  /** Id of an instance refresh that is under way; null: none. */
  refreshUnderWay: string | null;
  /** The CloudFormation stack that owns it (D-37). */
  stack: string | null;
  /** Another AWS service that owns it, in words: "the EKS node group web" (D-77); null: none. */
  owner: string | null;
}

/** A launch configuration, or a version of a launch template that the group names, as it was read. Its data is masked and without user data. */
export interface LaunchOf {
  from:
    | { launchConfigurationName: string }
    | {
        launchTemplateId: string;
        templateName: string;
        /** The number. */
        version: string;
        /** As the group names it: a number, `$Latest` or `$Default`. */
        asked: string;
        defaultVersion: string;
        latestVersion: string;
        /** The CloudFormation stack, or the AWS service, that owns the template. */
        stack: string | null;
        owner: string | null;
        /** Others of this Region that launch from this template. */
        others: TemplateUser[];
      };
  /** Changes with anything that it holds, the user data too. */
  fingerprint: string;
  /** As AWS describes it, the user data left out and secrets masked. */
  shown: Record<string, unknown>;
  /** Members that AWS told, and that a copy, a conversion to a template or a new version would lose (D-21). */
  unknownMembers: string[];
  /** LaunchTemplateData of the conversion, masked, and what it leaves out; null for a template. */
  converted: { shown: Record<string, unknown>; dropped: { member: string; why: string }[] } | null;
  imageId: string | null;
  profile: string | null;
  metadata: { [K in keyof MetadataOptions]: MetadataOptions[K] | null };
  /** absent: there is none. */
  userData: Reading<UserDataOf>;
}

/** Who else launches from a template, and what version it asks for. */
export interface TemplateUser {
  kind: 'group' | 'instance';
  name: string;
  version: string;
}

/** All that the plan for a group is made from, read at one time; kept with the plan, so that it holds no secret. */
export interface GroupSnapshot extends PermissionSources {
  readAt: string;
  accountId: string;
  awsAccountId: string;
  partition: string;
  region: string;
  groupName: string;
  workloadId: string | null;
  group: Reading<GroupOf>;
  /** The launch configuration, or each template version that the group names, its own first, then those of overrides; each template once. */
  launches: Reading<LaunchOf[]>;
  /** The role that the group's instances have today, through the profile of its first launch; absent: none. */
  currentRole: Reading<RoleOf>;
  /** The profile that the plan names: to be absent where it is to be created, to be known where it is to be used. */
  profile: Reading<ProfileOf>;
  /** Other instances of this Region that act as the role, through any profile, those of the group left out; a new role has none. */
  served: Reading<ServedInstance[]>;
  /** Instances of the same templates that are in no group (D-76). */
  standalone: Reading<{ instanceId: string; name: string }[]>;
  /** Alarms that the plan names, with their state; absent: there is no such alarm. */
  alarms: { name: string; state: Reading<'OK' | 'ALARM' | 'INSUFFICIENT_DATA'> }[];
}
