import type { AutoScalingPlace, StoredGroup, StoredRefresh } from '../../state/autoscaling.ts';
import { nowText } from '../ecs/times.ts';
import { present } from './refresh-matching.ts';
import { desiredSource, launchKey, progressOf } from './refresh-state.ts';
import { setSource } from './source-of.ts';

type Place = Pick<AutoScalingPlace, 'world'>;

/** The refresh is over. Only a success gives the group the desired configuration (D-75). */
export function endRefresh(
  { world }: Place,
  state: StoredGroup,
  refresh: StoredRefresh,
  status: StoredRefresh['status'],
  reason: string | null,
): void {
  if (status === 'Successful' && refresh.desired) setSource(state.group, desiredSource(state, refresh));
  refresh.percentage = status === 'Successful' && refresh.outdated.length === 0 ? 100 : progressOf(refresh).percent;
  refresh.status = status;
  refresh.statusReason = reason;
  refresh.endTime = nowText(world);
}

/** Whatever it launched is to be replaced by what the group had before. */
export function startRollback({ world }: Place, state: StoredGroup, refresh: StoredRefresh, reason: string): void {
  const { percent, left } = progressOf(refresh);
  const key = launchKey(refresh);
  refresh.rollback = {
    RollbackReason: reason,
    RollbackStartTime: nowText(world),
    PercentageCompleteOnRollback: percent,
    InstancesToUpdateOnRollback: left,
    ProgressDetailsOnRollback: { LivePoolProgress: { PercentageComplete: percent, InstancesToUpdate: left } },
  };
  refresh.outdated = present(state)
    .filter(({ refreshId }) => refreshId === key)
    .map(({ instanceId }) => instanceId);
  // Places that are empty at this moment are filled with instances of the configuration from before: they count too.
  const empty = Math.max((state.group.DesiredCapacity ?? 0) - present(state).length, 0);
  refresh.total = refresh.outdated.length + empty;
  refresh.status = 'RollbackInProgress';
  refresh.statusReason = reason;
  Object.assign(refresh, { updated: [], skipped: [], failures: 0, waitingSince: null, bakeUntil: null });
  refresh.checkpoint = { passed: 0, until: null };
}

/** It cannot go on: rolled back where that was asked for and can be done, else left as it is. */
export function failRefresh(place: Place, state: StoredGroup, refresh: StoredRefresh, reason: string): void {
  if (refresh.status === 'RollbackInProgress') endRefresh(place, state, refresh, 'RollbackFailed', reason);
  else if (refresh.preferences.AutoRollback) startRollback(place, state, refresh, `Automatic rollback: ${reason}`);
  else endRefresh(place, state, refresh, 'Failed', reason);
}
