import type { AutoScalingPlace, GroupInstance, StoredGroup, StoredRefresh } from '../../state/autoscaling.ts';
import { counted, isFull } from './counted.ts';
import { batch } from './refresh-batch.ts';
import { allowedByCheckpoint } from './refresh-checkpoint.ts';
import { finishRefresh } from './refresh-end.ts';
import { forgetGone, leaveIgnored, readyToGo } from './refresh-outdated.ts';
import { inFlight } from './refresh-state.ts';
import { isLeaving, terminateMember } from './terminate.ts';

const cause = 'an instance was taken out of service in response to an instance refresh.';

/** Replaces as many instances as minimum, maximum and checkpoints allow now. Returns how many the group may have beyond its capacity. */
export function replaceNext(place: AutoScalingPlace, state: StoredGroup, refresh: StoredRefresh): number {
  forgetGone(state, refresh);
  leaveIgnored(state, refresh);
  const waiting = inFlight(state, refresh);
  if (refresh.outdated.length === 0 && waiting.length === 0 && isFull(state)) {
    finishRefresh(place, state, refresh);
    return 0;
  }
  const suspended = ['InstanceRefresh', 'Launch', 'Terminate'].filter((process) => state.suspended[process] !== undefined);
  if (suspended.length > 0) {
    refresh.statusReason = `Waiting for suspended processes: ${suspended.join(', ')}.`;
    return Math.max(counted(state).length - (state.group.DesiredCapacity ?? 0), 0);
  }
  const allowed = allowedByCheckpoint(place, state, refresh, waiting.length === 0 && isFull(state));
  if (allowed === null) return 0;
  const ready = readyToGo(place, state, refresh);
  const { terminate, surge } = batch(state, refresh, ready, Math.min(allowed, ready.length));
  for (const member of ready.slice(0, terminate)) {
    terminateMember(place, state, member, cause);
    refresh.outdated = refresh.outdated.filter((id) => id !== member.instanceId);
  }
  if (waiting.length > 0) refresh.statusReason = warming(waiting);
  return Math.min(surge, Math.max(Math.min(allowed, ready.length) - terminate, 0));
}

const warming = (waiting: GroupInstance[]): string | null => {
  const coming = waiting.find((member) => !isLeaving(member));
  return coming ? `Waiting for instances to warm up before continuing. For example: ${coming.instanceId} is warming up.` : null;
};
