import type { LastUsed, Use } from '../state/iam.ts';

/** How late a use shows with the true delays of AWS: within four hours (D-89). */
const trueDelay = 4 * 3600_000;

/** Nothing was ever used. */
export const neverUsed = (): LastUsed => ({ shown: null, hidden: null });

/** The last use that can be read at `now`; null: none. */
export function shownUse({ shown, hidden }: LastUsed, now: Date): Use | null {
  return hidden && hidden.shownFrom <= now.toISOString() ? hidden.use : shown;
}

/** Records a use in place. With `late`, uses come to light in batches, as on AWS; else at once. */
export function recordUse(lastUsed: LastUsed, use: Use, late: boolean): void {
  if (!late) {
    lastUsed.shown = use;
    lastUsed.hidden = null;
    return;
  }
  const at = new Date(use.at);
  const visible = shownUse(lastUsed, at);
  const waiting = lastUsed.hidden !== null && lastUsed.hidden.use !== visible;
  const shownFrom = waiting && lastUsed.hidden ? lastUsed.hidden.shownFrom : new Date(at.getTime() + trueDelay).toISOString();
  lastUsed.shown = visible;
  lastUsed.hidden = { use, shownFrom };
}
