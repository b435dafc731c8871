import type { Clock } from './clock.ts';

interface Timer {
  at: number;
  work: () => void;
}

/** A clock that stands still until a test moves it; timers fire in order, each at its own moment. */
export interface ManualClock extends Clock {
  advance(milliseconds: number): void;
}

/** Makes one that shows `start` (ISO 8601). */
export function manualClock(start: string): ManualClock {
  let now = Date.parse(start);
  let timers: Timer[] = [];
  return {
    now: () => new Date(now),
    after(milliseconds, work) {
      const timer = { at: now + milliseconds, work };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(milliseconds) {
      const end = now + milliseconds;
      for (;;) {
        const due = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        timers = timers.filter((timer) => timer !== due);
        now = Math.max(now, due.at);
        due.work();
      }
      now = end;
    },
  };
}
