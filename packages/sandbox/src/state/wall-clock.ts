import type { Clock } from './clock.ts';

/** The wall clock, which an admin may set ahead: credentials expire and stopped tasks vanish without waiting. */
export interface WallClock extends Clock {
  setAhead(milliseconds: number): void;
  ahead(): number;
}

export function wallClock(): WallClock {
  let offset = 0;
  return {
    now: () => new Date(Date.now() + offset),
    after(milliseconds, work) {
      const timer = setTimeout(work, Math.min(milliseconds, 2 ** 31 - 1));
      // Whoever waits for it keeps the process: the server, or a test.
      timer.unref();
      return () => clearTimeout(timer);
    },
    setAhead: (milliseconds) => {
      offset = milliseconds;
    },
    ahead: () => offset,
  };
}
