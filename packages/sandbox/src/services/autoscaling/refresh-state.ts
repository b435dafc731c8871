import type { DesiredConfiguration, InstanceRefresh, RollbackDetails } from '@aws-sdk/client-auto-scaling';
import type { GroupInstance, LaunchSource, RefreshStatus, StoredGroup, StoredRefresh } from '../../state/autoscaling.ts';
import { sourceOf } from './source-of.ts';
import { fromStored } from './stored.ts';
import { isLeaving } from './terminate.ts';

const activeStatuses: RefreshStatus[] = ['Pending', 'InProgress', 'Baking', 'Cancelling', 'RollbackInProgress'];

/** The refresh that is under way, or null. A group has one at a time. */
export const activeRefresh = ({ refreshes }: StoredGroup): StoredRefresh | null =>
  refreshes.find(({ status }) => activeStatuses.includes(status)) ?? null;

/** What a group launches from at this moment: a refresh brings its desired configuration, its rollback the one from before. */
export function launchSourceNow(state: StoredGroup): LaunchSource {
  const refresh = activeRefresh(state);
  if (!refresh) return sourceOf(state.group);
  return refresh.rollback ? refresh.previous : desiredSource(state, refresh);
}

/** What a refresh leads to: its desired configuration, else what the group has. */
export function desiredSource(state: StoredGroup, { desired }: StoredRefresh): LaunchSource {
  if (!desired) return sourceOf(state.group);
  const { LaunchTemplate, MixedInstancesPolicy } = desired;
  return LaunchTemplate ? { LaunchTemplate } : { MixedInstancesPolicy };
}

/** By this an instance tells which phase of which refresh launched it. */
export const launchKey = ({ id, rollback }: StoredRefresh): string => (rollback ? `${id}/rollback` : id);

/** How far it is: an instance counts once it is replaced and its replacement is healthy and warm. */
export function progressOf({ status, total, outdated, updated, percentage }: StoredRefresh): { percent: number; left: number } {
  if (status === 'Pending') return { percent: 0, left: total };
  const done = Math.min(updated.length, total - outdated.length);
  if (!activeStatuses.includes(status)) return { percent: percentage, left: Math.max(total - done, 0) };
  return { percent: total === 0 ? 100 : Math.floor((100 * done) / total), left: Math.max(total - done, 0) };
}

/** Members that it launched and that are not yet healthy and warm, and ones that are on their way out: what it waits for before it goes on. */
export function inFlight(state: StoredGroup, refresh: StoredRefresh): GroupInstance[] {
  const key = launchKey(refresh);
  const isNew = (member: GroupInstance) => member.refreshId === key && !refresh.updated.includes(member.instanceId);
  return Object.values(state.instances).filter((member) => isLeaving(member) || isNew(member));
}

/** A refresh as DescribeInstanceRefreshes shows it. */
export function refreshShape({ group }: StoredGroup, refresh: StoredRefresh): InstanceRefresh {
  const { percent, left } = progressOf(refresh);
  return {
    InstanceRefreshId: refresh.id,
    AutoScalingGroupName: group.AutoScalingGroupName,
    Status: refresh.status,
    ...(refresh.statusReason === null ? {} : { StatusReason: refresh.statusReason }),
    StartTime: new Date(refresh.startTime),
    ...(refresh.endTime === null ? {} : { EndTime: new Date(refresh.endTime) }),
    PercentageComplete: percent,
    InstancesToUpdate: left,
    ProgressDetails: { LivePoolProgress: { PercentageComplete: percent, InstancesToUpdate: left } },
    Preferences: structuredClone(refresh.preferences),
    ...(refresh.desired ? { DesiredConfiguration: fromStored<DesiredConfiguration>(refresh.desired) } : {}),
    ...(refresh.rollback ? { RollbackDetails: fromStored<RollbackDetails>(refresh.rollback) } : {}),
    Strategy: 'Rolling',
  };
}
