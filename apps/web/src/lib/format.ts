const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "3 minutes ago", "214 days ago", "just now". */
export function ago(iso: string, now = Date.now()): string {
  const seconds = Math.round((Date.parse(iso) - now) / 1000);
  for (const [unit, size] of steps) if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  return Math.abs(seconds) < 10 ? 'just now' : relative.format(seconds, 'second');
}

/** Absolute date and time in the reader's zone, with the zone. */
export const absolute = (iso: string): string => new Date(iso).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'long' });

/** Time of day in the reader's zone: "22:43:34". `at` in milliseconds. */
export const clock = (at: number): string => new Date(at).toLocaleTimeString('en-GB');

/** "1 task", "3 tasks". */
export const count = (number: number, noun: string, plural = `${noun}s`): string =>
  `${number.toLocaleString('en')} ${number === 1 ? noun : plural}`;

/** Seconds between two dates as "8 s" or "2 min 5 s". */
export function elapsed(from: string, to: string | null): string {
  const seconds = Math.max(0, Math.round(((to === null ? Date.now() : Date.parse(to)) - Date.parse(from)) / 1000));
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Name that a role for a workload usually has: `limbo` → `LimboTaskRole`, `image-upload` → `ImageUploadTaskRole`; at most 64 characters. */
export function suggestRoleName(workload: string, suffix = 'TaskRole'): string {
  const pascal = workload
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .map((part) => part[0]?.toUpperCase() + part.slice(1))
    .join('');
  return `${pascal.slice(0, 64 - suffix.length)}${suffix}`;
}

/** What stands after the last `/` of an ARN. */
export const shortArn = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
