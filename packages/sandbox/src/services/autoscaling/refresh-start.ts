import type { RefreshPreferences, StartInstanceRefreshType } from '@aws-sdk/client-auto-scaling';
import type { LaunchSource, StoredGroup, StoredRefresh } from '../../state/autoscaling.ts';
import { cloudWatchOf } from '../../state/cloudwatch.ts';
import { ec2Place } from '../../state/ec2.ts';
import { own } from '../../state/iam.ts';
import { uuid } from '../ecs/ids.ts';
import { toStored } from '../ecs/stored.ts';
import { nowText } from '../ecs/times.ts';
import { AwsFault, type CallContext } from '../service.ts';
import { invalid, notHere } from './faults.ts';
import { requireGroup } from './find.ts';
import { checkHealthyRange } from './group-checks.ts';
import { checkedSource } from './launch-source.ts';
import { present } from './refresh-matching.ts';
import { activeRefresh } from './refresh-state.ts';
import { rollbackProblem } from './rollback-rules.ts';
import { sourceOf } from './source-of.ts';
import { runAutoScaling } from './tick.ts';
import type { AutoScalingHandlers } from './types.ts';

const mostKept = 50;

export const refreshStartHandlers: AutoScalingHandlers = {
  /** The group keeps its own configuration until the refresh succeeds; only then it takes the desired one (D-75). */
  StartInstanceRefresh(input, context) {
    const state = requireGroup(context, input.AutoScalingGroupName);
    if (activeRefresh(state)) {
      throw new AwsFault(
        'InstanceRefreshInProgressFault',
        'An Instance Refresh is already in progress and blocks the execution of this Instance Refresh.',
      );
    }
    if (input.Strategy === 'ReplaceRootVolume') throw notHere('the strategy ReplaceRootVolume of StartInstanceRefresh');
    const desired = desiredOf(context, input);
    const preferences = preferencesOf(context, state, input.Preferences ?? {}, desired !== null);
    const previous = sourceOf(state.group);
    if (preferences.AutoRollback) {
      const problem = rollbackProblem(ec2Place(context.world, context.account, context.region), desired !== null, previous);
      if (problem) throw invalid(`The request isn't valid. ${problem}`);
    }
    const refresh: StoredRefresh = {
      id: uuid(context.world),
      status: 'Pending',
      statusReason: null,
      startTime: nowText(context.world),
      endTime: null,
      preferences: toStored(preferences),
      maxNamed: input.Preferences?.MaxHealthyPercentage !== undefined,
      desired: desired && toStored(desired),
      previous,
      total: present(state).length,
      outdated: [],
      updated: [],
      skipped: [],
      failures: 0,
      checkpoint: { passed: 0, until: null },
      waitingSince: null,
      bakeUntil: null,
      rollback: null,
      percentage: 0,
    };
    state.refreshes.unshift(refresh);
    state.refreshes.splice(mostKept);
    runAutoScaling(context.world);
    return { InstanceRefreshId: refresh.id };
  },
};

function desiredOf(context: CallContext, { DesiredConfiguration: sent }: StartInstanceRefreshType): LaunchSource | null {
  if (!sent || (!sent.LaunchTemplate && !sent.MixedInstancesPolicy)) return null;
  if (sent.LaunchTemplate && sent.MixedInstancesPolicy) {
    throw invalid('DesiredConfiguration can contain either LaunchTemplate or MixedInstancesPolicy, but not both.');
  }
  return checkedSource(context, sent);
}

/** Preferences with their defaults. Source: Auto Scaling user guide, default values for an instance refresh. */
function preferencesOf(context: CallContext, { group }: StoredGroup, sent: RefreshPreferences, hasDesired: boolean): RefreshPreferences {
  const { MinHealthyPercentage: least, MaxHealthyPercentage: most, CheckpointPercentages: checkpoints } = sent;
  checkHealthyRange(least, most);
  checkCheckpoints(checkpoints, sent.CheckpointDelay);
  if (sent.SkipMatching && !hasDesired && group.LaunchConfigurationName !== undefined) {
    throw invalid('SkipMatching cannot be used with a group that has a launch configuration.');
  }
  if (sent.AutoRollback && !hasDesired) {
    throw invalid(
      "The request isn't valid. The AutoRollback parameter cannot be set to true when the DesiredConfiguration parameter is empty. Set AutoRollback to false or specify a desired configuration and try again.",
    );
  }
  const alarms = sent.AlarmSpecification?.Alarms ?? [];
  const missing = alarms.find((name) => !own(cloudWatchOf(context.account, context.region).alarms ?? {}, name));
  if (missing !== undefined) throw invalid(`The alarm ${missing} does not exist.`);
  const policy = group.InstanceMaintenancePolicy;
  return {
    ...sent,
    MinHealthyPercentage: least ?? policy?.MinHealthyPercentage ?? 90,
    ...(most === undefined && policy?.MaxHealthyPercentage === undefined
      ? {}
      : { MaxHealthyPercentage: most ?? policy?.MaxHealthyPercentage }),
    InstanceWarmup: sent.InstanceWarmup ?? group.DefaultInstanceWarmup ?? group.HealthCheckGracePeriod ?? 0,
    ...(checkpoints?.length ? { CheckpointDelay: sent.CheckpointDelay ?? 3600 } : {}),
    SkipMatching: sent.SkipMatching ?? false,
    AutoRollback: sent.AutoRollback ?? false,
    ScaleInProtectedInstances: sent.ScaleInProtectedInstances ?? 'Wait',
    StandbyInstances: sent.StandbyInstances ?? 'Wait',
  };
}

function checkCheckpoints(percentages: number[] | undefined, delay: number | undefined): void {
  if (delay !== undefined && !percentages?.length) throw invalid('CheckpointDelay can only be specified with CheckpointPercentages.');
  const isRising = (percentages ?? []).every((value, index, all) => index === 0 || value > (all[index - 1] ?? 0));
  if (!isRising) throw invalid('CheckpointPercentages must be unique and in ascending order.');
}
