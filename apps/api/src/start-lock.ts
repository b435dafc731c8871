import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from './start-error.ts';

/** No start takes longer, so an older lock was left by a process that was killed, even if its number lives again. */
const oldestMs = 120_000;
const heldHere = new Set<string>();

/** Does `work` while no other process on this machine holds the lock file; a lock whose process is gone is taken over. */
export async function withStartLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + oldestMs;
  while (!take(file)) {
    const stale = staleSince(file);
    if (stale !== undefined) discard(file, stale);
    else if (Date.now() > deadline) throw new StartError(`Another start of this console holds ${file}. Wait for it, or delete the file.`);
    else await sleep(50);
  }
  try {
    return await work();
  } finally {
    heldHere.delete(file);
    rmSync(file, { force: true });
  }
}

function take(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx', mode: 0o600 });
    heldHere.add(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** When the lock was written, if the process that wrote it is gone; undefined while it is held or already released. */
function staleSince(file: string): number | undefined {
  const writtenAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  if (writtenAt === undefined) return undefined;
  if (Date.now() - writtenAt > oldestMs) return writtenAt;
  const holder = holderOf(file);
  return holder === undefined || isRunning(holder, file) ? undefined : writtenAt;
}

function holderOf(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined;
  } catch {
    // Released in this moment.
    return undefined;
  }
}

function isRunning(holder: number, file: string): boolean {
  // A container's processes get the same numbers at every start, so our own number may be a dead one's.
  if (holder === process.pid) return heldHere.has(file);
  try {
    return process.kill(holder, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Moved aside before it is deleted, so that of several that found it stale only one does it, and a lock taken meanwhile is put back. */
function discard(file: string, writtenAt: number): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    if (statSync(aside).mtimeMs !== writtenAt) linkSync(aside, file);
    rmSync(aside);
  } catch {
    // Another one was faster; the loop looks again.
  }
}
