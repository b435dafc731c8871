import type { AutoScalingPlace, StoredGroup, StoredRefresh } from '../../state/autoscaling.ts';
import { nowText } from '../ecs/times.ts';
import { finishRefresh } from './refresh-end.ts';
import { secondsAfter } from './times.ts';

/**
 * How many more may be replaced before the next checkpoint; null while it waits at one, or is over at the last. A rollback has none.
 * `settled`: nothing is under way.
 */
export function allowedByCheckpoint(place: AutoScalingPlace, state: StoredGroup, refresh: StoredRefresh, settled: boolean): number | null {
  const percentages = refresh.status === 'RollbackInProgress' ? [] : (refresh.preferences.CheckpointPercentages ?? []);
  const { checkpoint, total, outdated } = refresh;
  const next = percentages[checkpoint.passed];
  if (next === undefined) return percentages.length === 0 ? outdated.length : null;
  const upTo = Math.ceil((total * next) / 100);
  const begun = total - outdated.length;
  if (begun < upTo || !settled) return Math.max(upTo - begun, 0);
  if (checkpoint.passed === percentages.length - 1) {
    finishRefresh(place, state, refresh);
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
