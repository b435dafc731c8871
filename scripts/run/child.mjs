import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './paths.mjs';
import { Stop } from './say.mjs';

const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program in the checkout to its end and resolves to its exit code (128 + number when a signal ended it, as a shell says it).
 * Signals that reach us are passed on, and we wait: npm passes Ctrl-C to us alone, and the console needs its time to stop the database.
 * @param options.quiet true = keep the output and resolve to {code, output} instead of showing it; a signal then rejects with Stop, because
 *   what was being fetched did not fail: somebody changed their mind
 */
export function run(file, args, { env, quiet = false }) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: root, env, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit' });
    let stopped = false;
    const handlers = passedOn.map((signal) => [
      signal,
      () => {
        stopped = true;
        child.kill(signal);
      },
    ]);
    for (const [signal, handler] of handlers) process.on(signal, handler);
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (status, signal) => {
      for (const [name, handler] of handlers) process.off(name, handler);
      const code = status ?? 128 + constants.signals[signal];
      if (quiet && stopped) reject(new Stop('Stopped.'));
      else resolve(quiet ? { code, output } : code);
    });
  });
}
