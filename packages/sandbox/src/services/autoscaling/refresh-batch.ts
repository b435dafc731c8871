import type { GroupInstance, StoredGroup, StoredRefresh } from '../../state/autoscaling.ts';
import { launchKey } from './refresh-state.ts';

/**
 * How many may go now, and how many may come on top. The minimum is rounded up. Without a named maximum an instance goes at the same moment
 * as its replacement comes, one at least; with one, a replacement comes first wherever nothing may go. Source: API reference,
 * RefreshPreferences, MinHealthyPercentage and MaxHealthyPercentage.
 */
export function batch(
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
