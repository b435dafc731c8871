import type { LaunchConfiguration } from '@rolewright/shared/aws/launch-configuration.ts';
import type { LaunchTemplateData } from '@rolewright/shared/aws/launch-template-data.ts';
import type { Reading } from '@rolewright/shared/inventory/reading.ts';
import type { GroupOf, GroupSnapshot } from '@rolewright/shared/plan/group-snapshot.ts';
import type { LaunchSource, PlannedPreferences } from '@rolewright/shared/plan/group-steps.ts';
import type { Secret } from '@rolewright/shared/secret.ts';
import type { Changed } from './port.ts';

export interface TemplateReading {
  id: string;
  name: string;
  /** Numbers. */
  defaultVersion: string;
  latestVersion: string;
  tags: Record<string, string>;
}

/** A version with all members of its data, the user data too: it never leaves the verb that read it. */
export interface TemplateVersionReading {
  launchTemplateId: string;
  templateName: string;
  /** A number. */
  version: string;
  description: string;
  data: Secret<LaunchTemplateData>;
  /** Members that AWS tells and this version of the SDK does not know: they cannot be carried (D-21). */
  notTaken: string[];
}

/** A launch configuration with all members, the same way. */
export interface LaunchConfigurationDetail {
  data: Secret<LaunchConfiguration>;
  notTaken: string[];
}

export interface RefreshReading {
  id: string;
  /** Pending, InProgress, Baking, Successful, Failed, Cancelling, Cancelled, RollbackInProgress, RollbackSuccessful, RollbackFailed. */
  status: string;
  reason: string | null;
  percent: number;
  /** ISO 8601. */
  startedAt: string;
  /** null: it brings what the group has. */
  desired: LaunchSource | null;
}

/** An instance with what it was launched from, by the tags that EC2 keeps (D-76). */
export interface LaunchedInstance {
  instanceId: string;
  /** Its Name tag, else its id. */
  name: string;
  profileArn: string | null;
  /** By the tag that Auto Scaling keeps; null: of no group. */
  group: string | null;
  /** Number of the version of the template that was asked about; null: of none. */
  version: string | null;
}

export type AlarmReading = GroupSnapshot['alarms'][number];

/** Reads of one Auto Scaling group and of what it launches from. */
export interface GroupRead {
  /** A refresh that is under way is in it; policies are told with their templates by id alone. */
  group(name: string): Promise<Reading<GroupOf>>;
  launchTemplate(named: { id: string } | { name: string }): Promise<Reading<TemplateReading>>;
  /** `version`: a number, `$Latest` or `$Default`. */
  launchTemplateVersion(templateId: string, version: string): Promise<Reading<TemplateVersionReading>>;
  /** Numbers and descriptions alone. */
  templateVersions(templateId: string): Promise<Reading<{ version: string; description: string }[]>>;
  launchConfiguration(name: string): Promise<Reading<LaunchConfigurationDetail>>;
  /** Instances that are not gone, of a group, or launched from a template; those of the template with their version. */
  launchedInstances(of: { group: string } | { templateId: string }): Promise<Reading<LaunchedInstance[]>>;
  /** Newest first. */
  refreshes(groupName: string): Promise<Reading<RefreshReading[]>>;
  /** One for each name, in its order. */
  alarms(names: readonly string[]): Promise<AlarmReading[]>;
}

/** Changes of groups and of what they launch from. */
export interface GroupChange {
  /** A repeated call with the same token makes nothing twice. */
  createLaunchTemplate(input: {
    name: string;
    description: string;
    data: Secret<LaunchTemplateData>;
    tags: Record<string, string>;
    token: string;
  }): Promise<Changed<{ launchTemplateId: string; version: string; warning: string | null }>>;
  /** All of its data is sent, never SourceVersion (D-72). */
  createLaunchTemplateVersion(input: {
    launchTemplateId: string;
    description: string;
    data: Secret<LaunchTemplateData>;
    token: string;
  }): Promise<Changed<{ version: string; warning: string | null }>>;
  deleteLaunchTemplate(launchTemplateId: string): Promise<Changed<null>>;
  /** Throws AwsError where AWS leaves it, such as the default version (D-70). */
  deleteLaunchTemplateVersion(launchTemplateId: string, version: string): Promise<Changed<null>>;
  createLaunchConfiguration(input: Secret<Record<string, unknown>>): Promise<Changed<null>>;
  deleteLaunchConfiguration(name: string): Promise<Changed<null>>;
  /** Exactly the name and one of the three, nothing else (D-74). */
  updateGroup(groupName: string, source: LaunchSource): Promise<Changed<null>>;
  startInstanceRefresh(input: {
    groupName: string;
    desired: LaunchSource | null;
    preferences: PlannedPreferences;
  }): Promise<Changed<{ refreshId: string }>>;
  cancelInstanceRefresh(groupName: string): Promise<Changed<null>>;
  rollbackInstanceRefresh(groupName: string): Promise<Changed<null>>;
}
