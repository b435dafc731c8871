import type {
  Activity,
  AutoScalingGroup,
  DesiredConfiguration,
  LaunchConfiguration,
  LifecycleHook,
  RefreshPreferences,
  RollbackDetails,
  TagDescription,
} from '@aws-sdk/client-auto-scaling';
import type { Stored } from './ecs.ts';
import { regionOf } from './region.ts';
import type { AccountState, World } from './world.ts';

declare module './world.ts' {
  interface RegionState {
    autoscaling?: AutoScalingState;
  }
  interface AccountState {
    /** Set for an account as AWS makes them since 1 October 2024: CreateLaunchConfiguration is not available in it (D-71). */
    launchConfigurationsUnavailable?: true;
  }
}

/** Auto Scaling of one account and Region, by name. */
export interface AutoScalingState {
  launchConfigurations: Record<string, Stored<LaunchConfiguration>>;
  groups: Record<string, StoredGroup>;
}

/** What instances are launched from: exactly one of the three, as the group has it. */
export type LaunchSource = Pick<Stored<AutoScalingGroup>, 'LaunchConfigurationName' | 'LaunchTemplate' | 'MixedInstancesPolicy'>;

export interface StoredGroup {
  /** As DescribeAutoScalingGroups shows it, without what is kept below. */
  group: Stored<Omit<AutoScalingGroup, 'Instances' | 'Tags' | 'SuspendedProcesses'>>;
  tags: Stored<TagDescription>[];
  /** Process → why it is suspended. */
  suspended: Record<string, string>;
  /** By id; an instance that is gone is not here. */
  instances: Record<string, GroupInstance>;
  hooks: Record<string, Stored<LifecycleHook>>;
  /** Newest first, at most 200. */
  activities: Stored<Activity>[];
  /** Newest first, at most 50. */
  refreshes: StoredRefresh[];
  /** Set by the first report of a workload's health: from then on an instance is not healthy before it was reported so. */
  watched: boolean;
  /** Launches wait for this time after one that failed. */
  retryAt: string | null;
}

export type LifecycleStateName =
  | 'Pending'
  | 'Pending:Wait'
  | 'InService'
  | 'EnteringStandby'
  | 'Standby'
  | 'Terminating'
  | 'Terminating:Wait';

/** A member of a group. What it is made of stands in EC2's state under the same id. */
export interface GroupInstance {
  instanceId: string;
  instanceType: string;
  availabilityZone: string;
  lifecycleState: LifecycleStateName;
  health: 'Healthy' | 'Unhealthy';
  /** What its workload's health check (HealthCheckType ELB) said last; null: nothing yet. */
  reported: 'healthy' | 'unhealthy' | null;
  protectedFromScaleIn: boolean;
  /** What it was launched from: one of the two, the template with the number that `$Latest` or `$Default` stood for (D-76). */
  launchConfigurationName: string | null;
  launchTemplate: { id: string; name: string; version: string } | null;
  launchedAt: string;
  inServiceSince: string | null;
  /** Instance refresh that launched it; null: none did. */
  refreshId: string | null;
  /** Activity that launches or terminates it and is not over. */
  activityId: string | null;
  /** A lifecycle hook that holds it, and until when. */
  hold: { hook: string; token: string; until: string } | null;
}

export type RefreshStatus =
  | 'Pending'
  | 'InProgress'
  | 'Baking'
  | 'Successful'
  | 'Failed'
  | 'Cancelling'
  | 'Cancelled'
  | 'RollbackInProgress'
  | 'RollbackSuccessful'
  | 'RollbackFailed';

export interface StoredRefresh {
  id: string;
  status: RefreshStatus;
  statusReason: string | null;
  startTime: string;
  endTime: string | null;
  /** With every default made explicit. */
  preferences: Stored<RefreshPreferences>;
  /** Did the call name MaxHealthyPercentage? Named and omitted behave differently (API reference, RefreshPreferences). */
  maxNamed: boolean;
  desired: Stored<DesiredConfiguration> | null;
  /** What the group launched from when the refresh began: where a rollback goes. */
  previous: LaunchSource;
  /** How many instances were to be replaced when it, or its rollback, began. */
  total: number;
  /** Instances that still have to go. */
  outdated: string[];
  /** Instances that it launched and that are healthy and warm: they count as replaced. */
  updated: string[];
  /** Instances that it left as they are: protected ones, ones in standby, ones that match. */
  skipped: string[];
  /** When its launches and its new instances last came to nothing, and how often. */
  failures: number;
  /** Until when it waits at a checkpoint, and how many checkpoints are behind it. */
  checkpoint: { passed: number; until: string | null };
  /** Since when it waits for protected instances or ones in standby. */
  waitingSince: string | null;
  bakeUntil: string | null;
  rollback: Stored<RollbackDetails> | null;
  /** Percentage when it ended; while it runs it is counted. */
  percentage: number;
}

/** The Auto Scaling slice of a Region of an account, made when first asked for. */
export function autoScalingOf(account: AccountState, regionName: string): AutoScalingState {
  const region = regionOf(account, regionName);
  region.autoscaling ??= { launchConfigurations: {}, groups: {} };
  return region.autoscaling;
}

/** One Region of one account. */
export interface AutoScalingPlace {
  world: World;
  account: AccountState;
  region: string;
  autoscaling: AutoScalingState;
}

/** Every Region in which Auto Scaling holds anything. */
export function* autoScalingPlaces(world: World): Generator<AutoScalingPlace> {
  for (const account of Object.values(world.state.accounts)) {
    for (const region of Object.values(account.regions)) {
      if (region.autoscaling) yield { world, account, region: region.name, autoscaling: region.autoscaling };
    }
  }
}
