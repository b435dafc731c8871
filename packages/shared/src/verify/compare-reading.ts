import type { Reading } from '../inventory/reading.ts';
import type { Evidence } from './verification.ts';

/** Evidence without the time at which it was found. */
export type Finding = Omit<Evidence, 'at'>;

/** What was read just now against what was promised: unreadable is unknown, absent is no. `source`: the call that read it. */
export function compareReading<T>(claim: string, source: string, reading: Reading<T>, holds: (value: T) => boolean): Finding {
  if (reading.state === 'unreadable') return { claim, state: 'unknown', source, detail: reading.reason };
  if (reading.state === 'absent') return { claim, state: 'no', source, detail: 'It is not there.' };
  return holds(reading.value)
    ? { claim, state: 'yes', source, detail: 'Read back, equal.' }
    : { claim, state: 'no', source, detail: 'What stands there is something else.' };
}
