import type { ShownLine } from '../user-data/contract.ts';
import type { DocumentEdits } from './edited-user-data.ts';
import type { MetadataOptions } from './instance-steps.ts';

/**
 * What a group launches from, as Auto Scaling takes it: one of three, never more (D-74). A `LaunchTemplateId` or a `Version` may be
 * `step:<id of a step>`: what that step journals, known only when it has run.
 */
export type LaunchSource =
  | { LaunchConfigurationName: string }
  | { LaunchTemplate: { LaunchTemplateId: string; Version: string } }
  | { MixedInstancesPolicy: Record<string, unknown> };

/** A version of a launch template, by its number. */
export interface TemplateVersion {
  launchTemplateId: string;
  templateName: string;
  version: string;
}

/** Names of launch templates by their id, or by the reference that stands for it: for words alone, AWS takes ids. */
export type TemplateNames = Record<string, string>;

/** What differs from the launch configuration or the template version that it is made from; nothing else does. */
export interface PlannedEdits {
  profileArn: string;
  /** Role of the profile: whoever launches passes it. */
  roleArn: string;
  /** The document as it may be shown, with the key lines that go; null: it stays. */
  userData: ShownLine[] | null;
  /** There is no user data at all; left out: there is some. */
  hasNoUserData?: true;
  /** A person's edits of it; left out: the key lines go by themselves. */
  userDataEdits?: DocumentEdits;
  /** null: they stay. */
  metadataOptions: MetadataOptions | null;
}

/** StartInstanceRefresh's preferences, each written out (D-75). */
export interface PlannedPreferences {
  MinHealthyPercentage: number;
  MaxHealthyPercentage: number;
  InstanceWarmup?: number;
  CheckpointPercentages?: number[];
  CheckpointDelay?: number;
  SkipMatching: boolean;
  AutoRollback: boolean;
  ScaleInProtectedInstances: 'Refresh' | 'Ignore' | 'Wait';
  StandbyInstances: 'Terminate' | 'Ignore' | 'Wait';
  AlarmSpecification?: { Alarms: string[] };
}

/** Steps that only the move of an Auto Scaling group has, as data. None holds user data: a run reads it again and makes sure that it is the same. */
export type GroupDeed =
  | {
      id: string;
      kind: 'create-launch-template';
      templateName: string;
      /** Version 1 launches what this one launches: nothing is edited here, so that a roll-back has somewhere to go (D-75). null: see `copyOf`. */
      launchConfigurationName: string | null;
      /** The version of a launch template that others use too, of which version 1 is a copy (D-73). */
      copyOf?: TemplateVersion;
      /** Of all that it is made from holds. */
      fingerprint: string;
      /** LaunchTemplateData of version 1, the user data left out and secrets masked. */
      shown: Record<string, unknown>;
      /** What a template does not have, each with why that changes nothing (D-71). */
      dropped: { member: string; why: string }[];
      tags: Record<string, string>;
    }
  | {
      id: string;
      kind: 'create-launch-template-version';
      /** May be `step:<id>`. */
      launchTemplateId: string;
      templateName: string;
      /** A number: sent as data, never as SourceVersion (D-72). */
      sourceVersion: string;
      /** Of all that the source version holds; null: a step of this plan makes it. */
      fingerprint: string | null;
      /** LaunchTemplateData of the source version, the user data left out and secrets masked. */
      shown: Record<string, unknown>;
      edits: PlannedEdits;
      /** `rolewright:plan <id>`, the step's id with it: how it is found again. */
      description: string;
    }
  | {
      id: string;
      kind: 'create-launch-configuration';
      launchConfigurationName: string;
      /** The one that it is a copy of. */
      from: string;
      fingerprint: string;
      shown: Record<string, unknown>;
      edits: PlannedEdits;
    }
  | { id: string; kind: 'update-group'; groupName: string; before: LaunchSource; after: LaunchSource; names: TemplateNames }
  | {
      id: string;
      kind: 'refresh-instances';
      groupName: string;
      /** What the group has when the refresh begins, and goes back to. */
      before: LaunchSource;
      /** What it has afterwards. Sent as DesiredConfiguration, so that AWS can roll back; null: the group has it already (a launch configuration). */
      desired: LaunchSource | null;
      preferences: PlannedPreferences;
      names: TemplateNames;
    }
  | {
      id: string;
      kind: 'verify-group';
      groupName: string;
      /** What every instance has to be launched from. */
      source: LaunchSource;
      profileArn: string;
      roleArn: string;
      keyIds: string[];
      /** The role is this run's own, so that every use of it is the group's. */
      ownRole: boolean;
      /** Key lines leave the user data. */
      withoutKeys: boolean;
      names: TemplateNames;
    };

export type GroupKind = GroupDeed['kind'];

/** What a step journals under these names for later ones: `launchTemplateId`, `version`. */
export const stepReference = (stepId: string): string => `step:${stepId}`;
