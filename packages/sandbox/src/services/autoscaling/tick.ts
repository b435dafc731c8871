import { type AutoScalingPlace, autoScalingPlaces, type StoredGroup } from '../../state/autoscaling.ts';
import type { World } from '../../state/world.ts';
import { keepCapacity } from './capacity.ts';
import { replaceUnhealthy } from './heal.ts';
import { followInstance, judgeInstance, judgeWorkload } from './member-life.ts';
import { activeRefresh, inFlight } from './refresh-state.ts';
import { stepRefresh } from './refresh-step.ts';
import { isLeaving, terminateMember } from './terminate.ts';
import { times } from './times.ts';

/** One pending wake-up per world, as in ECS: the state itself says what is due. */
const wakeUps = new WeakMap<World, () => void>();
const running = new WeakSet<World>();

/** With a time scale near 0 the scheduler still leaves the process time for calls. */
const least = { busy: 20, idle: 250 };

/**
 * One look at every group: instances followed, unhealthy ones replaced, refreshes moved on, capacity kept; then the clock is set for the
 * next look. EC2 does not tell when an instance ends, so groups with members are looked at again and again. Called after every call that
 * changes a group, at start, and by its own timer.
 */
export function runAutoScaling(world: World): void {
  // Launching an instance may lead here again, by way of a report of its health.
  if (running.has(world)) return;
  running.add(world);
  wakeUps.get(world)?.();
  wakeUps.delete(world);
  const waits: number[] = [];
  try {
    for (const place of autoScalingPlaces(world)) {
      for (const state of Object.values(place.autoscaling.groups)) {
        stepGroup(place, state);
        waits.push(isAtRest(state) ? Math.max(times.idle * world.settings.timeScale, least.idle) : busy(world));
      }
    }
  } finally {
    running.delete(world);
  }
  if (waits.length === 0) return;
  wakeUps.set(
    world,
    world.clock.after(Math.min(...waits), () => runAutoScaling(world)),
  );
}

const busy = (world: World): number => Math.max(times.busy * world.settings.timeScale, least.busy);

function stepGroup(place: AutoScalingPlace, state: StoredGroup): void {
  for (const member of Object.values(state.instances)) {
    followInstance(place, state, member);
    if (state.suspended.HealthCheck !== undefined) continue;
    judgeInstance(place, member);
    judgeWorkload(place, state, member);
  }
  if (state.group.Status !== undefined) {
    drain(place, state);
    return;
  }
  replaceUnhealthy(place, state);
  keepCapacity(place, state, stepRefresh(place, state));
}

/** A group that is being deleted ends its members and is gone with the last. */
function drain(place: AutoScalingPlace, state: StoredGroup): void {
  for (const member of Object.values(state.instances)) {
    if (!isLeaving(member)) terminateMember(place, state, member, 'an instance was taken out of service because its group is deleted.');
  }
  if (Object.keys(state.instances).length === 0) delete place.autoscaling.groups[state.group.AutoScalingGroupName ?? ''];
}

function isAtRest(state: StoredGroup): boolean {
  const members = Object.values(state.instances);
  const isSteady = members.every(({ lifecycleState, hold }) => /^(InService|Standby)$/.test(lifecycleState) && hold === null);
  const active = members.filter(({ lifecycleState }) => lifecycleState === 'InService').length;
  const refresh = activeRefresh(state);
  const isWaiting = refresh === null || (refresh.status !== 'Pending' && inFlight(state, refresh).length === 0);
  return isSteady && isWaiting && active === state.group.DesiredCapacity && state.group.Status === undefined;
}
