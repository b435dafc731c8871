import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { plainEnvironment } from './owner.ts';
import type { Place } from './place.ts';

const logLimitBytes = 10_000_000;

/** A server that was started: its port, and whether its process has ended since. */
export interface Launched {
  port: number;
  hasEnded: () => boolean;
}

/**
 * Starts the server as a process of its own, which outlives us, on a free loopback port. It is not ready yet when this resolves.
 * @param logFile where it writes; kept below 10 MB by starting a new one
 */
export async function launch(place: Place, native: string, logFile: string, maxConnections: number): Promise<Launched> {
  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    shared_buffers: '32MB',
    max_connections: String(maxConnections),
    timezone: 'UTC',
    log_timezone: 'UTC',
    // A failed statement's text holds what was being stored.
    log_min_error_statement: 'panic',
  };
  const args = ['-D', place.data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const log = openLog(logFile);
  const child = spawn(path.join(native, 'bin/postgres'), args, {
    ...place.owner,
    cwd: '/',
    env: plainEnvironment(),
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let ended = false;
  child.on('exit', () => {
    ended = true;
  });
  child.on('error', () => {
    ended = true;
  });
  child.unref();
  return { port, hasEnded: () => ended };
}

/** The last lines of the server's log, for the message about a start that failed. */
export function lastLines(logFile: string): string {
  return existsSync(logFile) ? readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-5).join('\n') : '';
}

function openLog(file: string): number {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > logLimitBytes) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}

/** Free in this moment; another process may take it before the server does, which then ends and is started again. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
