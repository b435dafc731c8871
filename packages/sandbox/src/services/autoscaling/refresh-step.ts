import type { AutoScalingPlace, StoredGroup, StoredRefresh } from '../../state/autoscaling.ts';
import { cloudWatchOf } from '../../state/cloudwatch.ts';
import { ec2Place } from '../../state/ec2.ts';
import { nowText } from '../ecs/times.ts';
import { goesByWorkload } from './member-life.ts';
import { endRefresh, failRefresh } from './refresh-end.ts';
import { matches, present } from './refresh-matching.ts';
import { replaceNext } from './refresh-replace.ts';
import { activeRefresh, desiredSource, inFlight, launchKey } from './refresh-state.ts';
import { secondsAfter, times } from './times.ts';

/** Launches and new instances that may come to nothing before a refresh gives up. AWS tries for longer. */
const mostFailures = 3;

/** One look at the group's refresh. Returns how many instances beyond its desired capacity the group is to have for it. */
export function stepRefresh(place: AutoScalingPlace, state: StoredGroup): number {
  const refresh = activeRefresh(state);
  if (!refresh) return 0;
  if (refresh.status === 'Pending') begin(place, state, refresh);
  countUpdated(place, state, refresh);
  if (refresh.status === 'Cancelling') {
    if (inFlight(state, refresh).length === 0) endRefresh(place, state, refresh, 'Cancelled', 'Cancelled due to user request.');
    return 0;
  }
  const reason = failure(place, refresh);
  if (reason !== null) failRefresh(place, state, refresh, reason);
  if (refresh.status === 'Baking') bake(place, state, refresh);
  if (refresh.status !== 'InProgress' && refresh.status !== 'RollbackInProgress') return 0;
  return replaceNext(place, state, refresh);
}

/** Some time after the call: which instances are to be replaced is settled now. */
function begin(place: AutoScalingPlace, state: StoredGroup, refresh: StoredRefresh): void {
  const { world, account, region } = place;
  if (secondsAfter(world, refresh.startTime, times.react / 1000) > nowText(world)) return;
  const { SkipMatching, ScaleInProtectedInstances, StandbyInstances } = refresh.preferences;
  const target = desiredSource(state, refresh);
  const isLeft = (member: ReturnType<typeof present>[number]) =>
    (SkipMatching && matches(ec2Place(world, account, region), member, target)) ||
    (ScaleInProtectedInstances === 'Ignore' && member.protectedFromScaleIn) ||
    (StandbyInstances === 'Ignore' && member.lifecycleState === 'Standby');
  const members = present(state);
  refresh.skipped = members.filter(isLeft).map(({ instanceId }) => instanceId);
  refresh.outdated = members.filter((member) => !isLeft(member)).map(({ instanceId }) => instanceId);
  refresh.total = refresh.outdated.length;
  refresh.status = 'InProgress';
}

/** New instances that are in service, healthy and warm count from now on. Where a workload's health is reported, it must have been so. */
function countUpdated(place: AutoScalingPlace, state: StoredGroup, refresh: StoredRefresh): void {
  const now = nowText(place.world);
  const key = launchKey(refresh);
  const warmup = refresh.preferences.InstanceWarmup ?? 0;
  // One that ended or became unhealthy meanwhile counts no longer.
  const stands = present(state).filter(({ health }) => health === 'Healthy').map(({ instanceId }) => instanceId);
  refresh.updated = refresh.updated.filter((id) => stands.includes(id));
  const mustBeReported = state.watched && goesByWorkload(state.group);
  for (const member of present(state)) {
    if (member.refreshId !== key || refresh.updated.includes(member.instanceId)) continue;
    const isUp = member.lifecycleState === 'InService' && member.health === 'Healthy';
    if (!isUp || (mustBeReported && member.reported !== 'healthy')) continue;
    if (secondsAfter(place.world, member.inServiceSince ?? now, warmup) <= now) refresh.updated.push(member.instanceId);
  }
}

function failure({ world, account, region }: AutoScalingPlace, refresh: StoredRefresh): string | null {
  const alarms = cloudWatchOf(account, region).alarms ?? {};
  const ringing = (refresh.preferences.AlarmSpecification?.Alarms ?? []).find((name) => alarms[name]?.stateValue === 'ALARM');
  // A rollback goes through whatever the alarms say: they ring for what it takes away.
  if (ringing !== undefined && refresh.status !== 'RollbackInProgress') return `The CloudWatch alarm ${ringing} is in the ALARM state.`;
  if (refresh.failures >= mostFailures) return 'New instances could not be launched, or failed their health checks.';
  const { waitingSince } = refresh;
  if (waitingSince !== null && secondsAfter(world, waitingSince, times.waitForProtected / 1000) <= nowText(world)) {
    return 'Instances remained protected from scale in or in Standby for one hour.';
  }
  return null;
}

function bake(place: AutoScalingPlace, state: StoredGroup, refresh: StoredRefresh): void {
  if (refresh.bakeUntil !== null && refresh.bakeUntil > nowText(place.world)) return;
  endRefresh(place, state, refresh, 'Successful', null);
}
