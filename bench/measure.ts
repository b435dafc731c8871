import { readdirSync, readFileSync } from 'node:fs';

/** One figure against its target. `met` is judged here so that nobody reads a table for it. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  target: string;
  met: boolean;
}

export const atMost = (name: string, value: number, unit: string, limit: number): Figure => ({
  name,
  value: round(value),
  unit,
  target: `at most ${limit}`,
  met: value <= limit,
});

export const atLeast = (name: string, value: number, unit: string, limit: number): Figure => ({
  name,
  value: round(value),
  unit,
  target: `at least ${limit}`,
  met: value >= limit,
});

export const exactly = (name: string, value: number, unit: string, wanted: number): Figure => ({
  name,
  value: round(value),
  unit,
  target: `exactly ${wanted}`,
  met: value === wanted,
});

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** Resident memory of a process in MB (Linux; /proc/<pid>/status). */
export const residentMegabytes = (pid: number): number => megabytes(pid, 'VmRSS');

/** Resident memory of a process and of those that it started, in MB. What they map of Node's own file they share: it counts once. */
export const treeMegabytes = (pid: number): number => residentMegabytes(pid) + startedBy(pid);

const startedBy = (pid: number): number =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    .reduce((sum, child) => sum + megabytes(Number(child), 'RssAnon') + startedBy(Number(child)), 0);

function megabytes(pid: number, what: 'VmRSS' | 'RssAnon'): number {
  const kilobytes = new RegExp(`${what}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (!kilobytes) throw new Error(`no ${what} of process ${pid}`);
  return Number(kilobytes) / 1024;
}

function parentOf(pid: string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
  } catch {
    // It ended while we looked.
    return 0;
  }
}

/** CPU time of a process in milliseconds, user and system (Linux; /proc/<pid>/stat, 100 ticks a second). */
export function cpuMilliseconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** The figures as a table for people. */
export function table(figures: Figure[]): string {
  const rows = figures.map((figure) => [figure.met ? 'met' : 'MISSED', figure.name, `${figure.value} ${figure.unit}`, figure.target]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}
