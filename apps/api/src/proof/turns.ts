import { setImmediate } from 'node:timers/promises';

/** The longest that others wait for their turn. */
const turnMilliseconds = 10;

/** Gives way to other requests whenever a turn has been long enough. */
export function turns(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < turnMilliseconds) return;
    await setImmediate();
    since = performance.now();
  };
}
