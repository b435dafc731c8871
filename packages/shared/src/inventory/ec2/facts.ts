import type { UserDataFinding } from './user-data.ts';

/** IMDS as an instance or a template has it (D-78); a template leaves out what the account's defaults decide. */
export interface MetadataOptions {
  endpoint: 'enabled' | 'disabled' | null;
  tokens: 'optional' | 'required' | null;
  hopLimit: number | null;
}

/** What a scan keeps of an instance; those that are terminated are none. */
export interface InstanceFacts {
  instanceId: string;
  name: string | null;
  /** pending, running, stopping, stopped, shutting-down. */
  state: string;
  /** Of the last start; a start after a stop has a new one. */
  launchedAt: string;
  /** EC2's text for why it is in its state, with the time of the last stop in it; empty where it runs. */
  stateReason: string;
  /** It was stopped and started again, or is stopped: its user data may be another than it was launched with (D-67). */
  wasStopped: boolean;
  imageId: string;
  isWindows: boolean;
  profileArn: string | null;
  /** Of the association: associated, associating, …; null where there is none or it was not told (D-65). */
  profileState: string | null;
  metadata: MetadataOptions;
  tags: Record<string, string>;
}

/** A launch template under a version as a group refers to it: a number, `$Latest` or `$Default` (D-73). */
export interface TemplateReference {
  id: string;
  name: string;
  version: string;
}

export interface GroupMember {
  instanceId: string;
  lifecycleState: string;
  healthStatus: string;
  /** What it was launched from; `version` is a number here. */
  launchTemplate: TemplateReference | null;
  launchConfigurationName: string | null;
}

/** What a scan keeps of an Auto Scaling group. One of three says what it launches (D-74). */
export interface GroupFacts {
  name: string;
  arn: string;
  launchTemplate: TemplateReference | null;
  launchConfigurationName: string | null;
  mixedInstancesPolicy: { launchTemplate: TemplateReference | null; overrides: TemplateReference[]; instanceTypes: string[] } | null;
  minSize: number;
  maxSize: number;
  desiredCapacity: number;
  members: GroupMember[];
  tags: Record<string, string>;
}

export interface TemplateFacts {
  id: string;
  name: string;
  defaultVersion: number;
  latestVersion: number;
  tags: Record<string, string>;
}

/** What a template version or a launch configuration gives the instances that it launches, besides user data. */
export interface LaunchFacts {
  imageId: string | null;
  /** ARN or name, as it stands there. */
  profile: string | null;
  metadata: MetadataOptions;
}

/** Where user data lies. `id`: instance id, template id, or name of the launch configuration; `version` 0 but for templates. */
export interface DocumentKey {
  source: 'instance' | 'launch-template-version' | 'launch-configuration';
  id: string;
  version: number;
}

/** User data as it was inspected: masked, with what it shows; without a fingerprint there is none. */
export interface DocumentFacts extends DocumentKey {
  /** Of its template; else its id. */
  name: string;
  launch: LaunchFacts | null;
  fingerprint: string | null;
  kind: string | null;
  findings: UserDataFinding[];
  /** Why it was not read; null where it was. */
  unread: string | null;
}

/** An instance profile; `roleArn` null: it holds no role (D-42). */
export interface ProfileFacts {
  arn: string;
  name: string;
  roleArn: string | null;
  createdAt: string;
}

/** All that a scan saw of EC2 and Auto Scaling in a Region; a list is null where AWS did not give it. */
export interface Ec2Facts {
  instances: InstanceFacts[] | null;
  groups: GroupFacts[] | null;
  templates: TemplateFacts[] | null;
  /** Names. */
  launchConfigurations: string[] | null;
}

/** Text that is the same for the same document. */
export const documentKeyOf = ({ source, id, version }: DocumentKey): string => `${source}|${id}|${version}`;
