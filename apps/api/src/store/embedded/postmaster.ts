import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A running server's main process, from `postmaster.pid`. */
export interface Postmaster {
  pid: number;
  port: number;
}

const vacantWithinMs = 10_000;

/** The living server of a data directory, whoever started it; undefined when there is none. */
export function livePostmaster(data: string): Postmaster | undefined {
  const named = readPidFile(data);
  return named !== undefined && serves(named.pid, data) ? named : undefined;
}

/**
 * Waits until a dead server has left its data directory, and clears away what would keep the next one from starting. PostgreSQL takes any
 * living process of the recorded number for the old server: also a dead one that its parent has not yet buried (a zombie, for seconds or for
 * ever), also a stranger that got the number after a reboot. Hold the start lock meanwhile.
 */
export async function awaitVacancy(data: string): Promise<void> {
  const deadline = Date.now() + vacantWithinMs;
  // The server's children notice its death by themselves, and leave; until then its memory is in use.
  while (hasProcesses(data) && Date.now() < deadline) await sleep(50);
  const named = readPidFile(data);
  if (named === undefined || !exists(named.pid) || hasProcesses(data)) return;
  rmSync(path.join(data, 'postmaster.pid'), { force: true });
}

/** Lines of postmaster.pid: process id, data directory, start time, port, … */
function readPidFile(data: string): Postmaster | undefined {
  const file = path.join(data, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const [pid, , , port] = readFileSync(file, 'utf8').split('\n').map(Number);
  return pid && port ? { pid, port } : undefined;
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether process `pid` is a living server of `data`: PostgreSQL's processes work in their data directory, and a zombie works nowhere. */
function serves(pid: number, data: string): boolean {
  if (process.platform === 'linux') return workingDirectory(pid) === realpathSync(data);
  const { stdout } = spawnSync('ps', ['-o', 'stat=,command=', '-p', String(pid)], { encoding: 'utf8' });
  return !stdout.trimStart().startsWith('Z') && stdout.includes(data);
}

function hasProcesses(data: string): boolean {
  if (process.platform !== 'linux') return livePostmaster(data) !== undefined;
  const real = realpathSync(data);
  return readdirSync('/proc').some((pid) => /^\d+$/.test(pid) && workingDirectory(Number(pid)) === real);
}

function workingDirectory(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    // Gone, a zombie, or somebody else's.
    return undefined;
  }
}
