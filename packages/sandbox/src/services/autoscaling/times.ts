import type { World } from '../../state/world.ts';

/** How long things take, in milliseconds at time scale 1. Seconds that a call names (grace, warm-up, delays) are taken as they are, scaled too. */
export const times = {
  /** From StartInstanceRefresh until it begins. */
  react: 1_000,
  /** Before the group launches again after a launch that failed. */
  retry: 5_000,
  /** A refresh waits so long for protected instances and ones in standby, then it fails. Source: API reference, RefreshPreferences. */
  waitForProtected: 3_600_000,
  /** The scheduler looks so often at a group that is under way, and at one that is at rest. */
  busy: 500,
  idle: 2_000,
} as const;

/** The moment so many seconds of a call after another, as ISO 8601 text. */
export const secondsAfter = (world: World, from: string, seconds: number): string =>
  new Date(Date.parse(from) + seconds * 1_000 * world.settings.timeScale).toISOString();
