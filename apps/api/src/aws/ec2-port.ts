import type { GroupFacts, InstanceFacts, LaunchFacts, ProfileFacts, TemplateFacts } from '@rolewright/shared/inventory/ec2/facts.ts';
import type { Reading } from '@rolewright/shared/inventory/reading.ts';
import type { Secret } from '@rolewright/shared/secret.ts';

/** User data in base64, as EC2 tells it; null: there is none. It never leaves the verb that read it. */
export type UserDataReading = Secret<string> | null;

export interface LaunchTemplateVersionReading extends LaunchFacts {
  templateId: string;
  templateName: string;
  version: number;
  userData: UserDataReading;
}

export interface LaunchConfigurationReading extends LaunchFacts {
  name: string;
  userData: UserDataReading;
}

/** Association of a profile with an instance; `state` associating, associated, disassociating or disassociated (D-65). */
export interface ProfileAssociationReading {
  id: string;
  instanceId: string;
  profileArn: string;
  state: string;
}

/**
 * Reads of EC2, Auto Scaling and instance profiles. Listings come page by page, and none is asked for without a page size (D-83). Those that
 * take ids or names (at least one, 200 at most) tell of these alone; what is not there does not come, but for templates, which EC2 refuses.
 */
export interface Ec2Read {
  instances(ids?: readonly string[]): AsyncIterable<InstanceFacts[]>;
  /** One call an instance, 20 a second: for instances alone whose user data nothing else tells (D-83). */
  userData(instanceId: string): Promise<Reading<UserDataReading>>;
  profileAssociations(instanceIds?: readonly string[]): AsyncIterable<ProfileAssociationReading[]>;
  launchTemplates(ids?: readonly string[]): AsyncIterable<TemplateFacts[]>;
  /** All versions of a template, or those that are named (200 at most), with user data in the answer. */
  launchTemplateVersions(templateId: string, versions?: readonly number[]): AsyncIterable<LaunchTemplateVersionReading[]>;
  launchConfigurations(names?: readonly string[]): AsyncIterable<LaunchConfigurationReading[]>;
  autoScalingGroups(names?: readonly string[]): AsyncIterable<GroupFacts[]>;
  instanceProfiles(): AsyncIterable<ProfileFacts[]>;
}
