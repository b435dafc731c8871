import type { AutoScalingPlace, GroupInstance, StoredGroup, StoredRefresh } from '../../state/autoscaling.ts';
import { own } from '../../state/iam.ts';
import { nowText } from '../ecs/times.ts';
import { counted } from './counted.ts';
import { endRefresh } from './refresh-end.ts';
import { inFlight, launchKey } from './refresh-state.ts';
import { isLeaving, terminateMember } from './terminate.ts';
import { secondsAfter } from './times.ts';

const cause = 'an instance was taken out of service in response to an instance refresh.';

/** Replaces as many instances as minimum, maximum and checkpoints allow now. Returns how many the group may have beyond its capacity. */
export function replaceNext(place: AutoScalingPlace, state: StoredGroup, refresh: StoredRefresh): number {
  forgetGone(state, refresh);
  leaveIgnored(state, refresh);
  const waiting = inFlight(state, refresh);
  if (refresh.outdated.length === 0 && waiting.length === 0 && isFull(state)) {
    finish(place, state, refresh);
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

/** Instances that somebody else took away need no replacing; the group fills their places with new ones. */
function forgetGone({ instances }: StoredGroup, refresh: StoredRefresh): void {
  refresh.outdated = refresh.outdated.filter((id) => {
    const member = own(instances, id);
    return member !== null && !isLeaving(member);
  });
}

/** Instances that were protected or set to standby meanwhile, where such are to be ignored. */
function leaveIgnored({ instances }: StoredGroup, refresh: StoredRefresh): void {
  const { ScaleInProtectedInstances, StandbyInstances } = refresh.preferences;
  const ignored = refresh.outdated.filter((id) => {
    const member = own(instances, id);
    const isProtected = member?.protectedFromScaleIn && ScaleInProtectedInstances === 'Ignore';
    return isProtected || (member?.lifecycleState === 'Standby' && StandbyInstances === 'Ignore');
  });
  refresh.outdated = refresh.outdated.filter((id) => !ignored.includes(id));
  refresh.skipped.push(...ignored);
  refresh.total -= ignored.length;
}

function isFull({ group, instances }: StoredGroup): boolean {
  const inService = Object.values(instances).filter(({ lifecycleState }) => lifecycleState === 'InService');
  return inService.length >= (group.DesiredCapacity ?? 0);
}

/**
 * How many may go now, and how many may come on top. The minimum is rounded up. Without a named maximum an instance goes at the same moment
 * as its replacement comes, one at least; with one, a replacement comes first wherever nothing may go. Source: API reference,
 * RefreshPreferences, MinHealthyPercentage and MaxHealthyPercentage.
 */
function batch(
  state: StoredGroup,
  refresh: StoredRefresh,
  ready: readonly GroupInstance[],
  allowed: number,
): { terminate: number; surge: number } {
  const desired = state.group.DesiredCapacity ?? 0;
  const { MinHealthyPercentage: least = 90, MaxHealthyPercentage: most } = refresh.preferences;
  const up = healthy(state, refresh);
  // Whoever is unhealthy may go whatever the minimum is.
  const room = Math.max(up - Math.ceil((desired * least) / 100), 0) + ready.filter((member) => member.health !== 'Healthy').length;
  const named = refresh.maxNamed || most !== undefined;
  const top = Math.max(Math.floor((desired * (most ?? 100)) / 100) - desired, 0);
  if (!named) return { terminate: Math.min(Math.max(room, up >= desired ? 1 : 0), allowed), surge: 0 };
  const surge = top === 0 && Math.floor((desired * (100 - least)) / 100) === 0 ? 1 : top;
  return { terminate: Math.min(room, allowed), surge };
}

/** In service, healthy, and warm where the refresh launched it. */
function healthy({ instances }: StoredGroup, refresh: StoredRefresh): number {
  const key = launchKey(refresh);
  const counts = ({ lifecycleState, health, refreshId, instanceId }: GroupInstance) =>
    lifecycleState === 'InService' && health === 'Healthy' && (refreshId !== key || refresh.updated.includes(instanceId));
  return Object.values(instances).filter(counts).length;
}

/** Outdated instances that may be replaced. Ones that are protected or in standby are waited for, unless the preferences say otherwise. */
function readyToGo({ world }: AutoScalingPlace, { instances }: StoredGroup, refresh: StoredRefresh): GroupInstance[] {
  const { ScaleInProtectedInstances, StandbyInstances } = refresh.preferences;
  const members = refresh.outdated.flatMap((id) => own(instances, id) ?? []);
  const mayGo = (member: GroupInstance) =>
    (!member.protectedFromScaleIn || ScaleInProtectedInstances === 'Refresh') &&
    (member.lifecycleState !== 'Standby' || StandbyInstances === 'Terminate');
  const ready = members.filter(mayGo).sort((a, b) => b.health.localeCompare(a.health));
  if (members.length > 0 && ready.length === 0) {
    refresh.waitingSince ??= nowText(world);
    refresh.statusReason = `Waiting for instances that are protected from scale in or in Standby. For example: ${members[0]?.instanceId}.`;
  } else {
    refresh.waitingSince = null;
  }
  return ready;
}

/** How many more may be replaced before the next checkpoint; null while it waits at one, or is over at the last. A rollback has none. */
function allowedByCheckpoint(place: AutoScalingPlace, state: StoredGroup, refresh: StoredRefresh, settled: boolean): number | null {
  const percentages = refresh.status === 'RollbackInProgress' ? [] : (refresh.preferences.CheckpointPercentages ?? []);
  const { checkpoint, total, outdated } = refresh;
  const next = percentages[checkpoint.passed];
  if (next === undefined) return percentages.length === 0 ? outdated.length : null;
  const upTo = Math.ceil((total * next) / 100);
  const begun = total - outdated.length;
  if (begun < upTo || !settled) return Math.max(upTo - begun, 0);
  if (checkpoint.passed === percentages.length - 1) {
    finish(place, state, refresh);
    return null;
  }
  const now = nowText(place.world);
  checkpoint.until ??= secondsAfter(place.world, now, refresh.preferences.CheckpointDelay ?? 3600);
  refresh.statusReason = `Checkpoint of ${next} percent reached. Waiting until ${checkpoint.until} before continuing.`;
  if (checkpoint.until > now) return null;
  refresh.checkpoint = { passed: checkpoint.passed + 1, until: null };
  refresh.statusReason = null;
  return allowedByCheckpoint(place, state, refresh, settled);
}

const warming = ([first]: GroupInstance[]): string =>
  `Waiting for instances to warm up before continuing. For example: ${first?.instanceId} is warming up.`;

function finish(place: AutoScalingPlace, state: StoredGroup, refresh: StoredRefresh): void {
  if (refresh.status === 'RollbackInProgress') {
    endRefresh(place, state, refresh, 'RollbackSuccessful', refresh.rollback?.RollbackReason ?? null);
    return;
  }
  const bakeTime = refresh.preferences.BakeTime ?? 0;
  if (bakeTime === 0) {
    endRefresh(place, state, refresh, 'Successful', null);
    return;
  }
  refresh.status = 'Baking';
  refresh.statusReason = null;
  refresh.bakeUntil = secondsAfter(place.world, nowText(place.world), bakeTime);
}
