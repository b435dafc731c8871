import type { World } from '../../state/world.ts';

/** How long things take, in milliseconds at time scale 1. Start + drain + settle is a rolling deployment that needs one batch: about 12 s. */
export const times = {
  /** From the call until the scheduler acts on it. */
  react: 500,
  provision: 1_000,
  /** From PENDING to RUNNING: image pull and start. */
  start: 4_500,
  drain: 3_000,
  settle: 3_000,
  /** Before the scheduler launches again after a task failed to start. */
  retry: 2_000,
} as const;

/** A stopped task stays visible for an hour, whatever the time scale is (D-32). */
export const stoppedStaysVisible = 3_600_000;

/** The moment that lies so many scaled milliseconds from now, as ISO 8601 text. */
export function inScaled(world: World, milliseconds: number): string {
  return new Date(world.clock.now().getTime() + milliseconds * world.settings.timeScale).toISOString();
}

/** Now, as ISO 8601 text. */
export const nowText = (world: World): string => world.clock.now().toISOString();
