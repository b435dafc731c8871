import type { AutoScalingPlace, StoredGroup } from '../../state/autoscaling.ts';
import { nowText } from '../ecs/times.ts';
import { counted } from './counted.ts';
import { launchMember } from './launch.ts';
import { activeRefresh, launchKey, launchSourceNow } from './refresh-state.ts';
import { terminateMember } from './terminate.ts';

/** Launches or terminates until the group has its desired capacity and `surge` more. */
export function keepCapacity(place: AutoScalingPlace, state: StoredGroup, surge: number): void {
  const desired = state.group.DesiredCapacity ?? 0;
  const difference = desired + surge - counted(state).length;
  if (difference > 0) launchMissing(place, state, difference);
  if (difference < 0) scaleIn(place, state, -difference);
}

function launchMissing(place: AutoScalingPlace, state: StoredGroup, missing: number): void {
  if (state.suspended.Launch !== undefined) return;
  if (state.retryAt !== null && state.retryAt > nowText(place.world)) return;
  const refresh = activeRefresh(state);
  const source = launchSourceNow(state);
  for (let launched = 0; launched < missing; launched++) {
    const from = counted(state).length;
    const cause = refresh
      ? 'an instance was launched in response to an instance refresh.'
      : `an instance was started in response to a difference between desired and actual capacity, increasing the capacity from ${from} to ${from + 1}.`;
    const member = launchMember(place, state, source, cause, refresh ? launchKey(refresh) : null);
    if (member) continue;
    if (refresh) refresh.failures++;
    return;
  }
}

/** Oldest first, protected ones never. AWS's default policy looks at zones and at the oldest template before it looks at age. */
function scaleIn(place: AutoScalingPlace, state: StoredGroup, surplus: number): void {
  if (state.suspended.Terminate !== undefined) return;
  const from = counted(state).length;
  const oldestFirst = counted(state)
    .filter((member) => !member.protectedFromScaleIn)
    .sort((a, b) => (a.launchedAt < b.launchedAt ? -1 : 1));
  for (const member of oldestFirst.slice(0, surplus)) {
    const cause = `instance ${member.instanceId} was selected for termination in response to a difference between desired and actual capacity, shrinking the capacity from ${from}.`;
    terminateMember(place, state, member, cause);
  }
}
