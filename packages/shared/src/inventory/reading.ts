/** The three answers of AWS: we know, it is not there, we were not allowed or able to see. Never two of them in one (rule 6). */
export type Reading<T> = { state: 'known'; value: T } | { state: 'absent' } | { state: 'unreadable'; reason: string };

export const known = <T>(value: T): Reading<T> => ({ state: 'known', value });
export const absent: Reading<never> = { state: 'absent' };
export const unreadable = (reason: string): Reading<never> => ({ state: 'unreadable', reason });
