import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A runner in a process of its own, started again when it dies. */
export interface SpawnedRunner {
  /** Process id of the runner that lives now; null between two. */
  pid(): number | null;
  stop(): Promise<void>;
}

/** Starts the runner against a sandbox. It gets the two settings that it needs and nothing else of our environment. */
export function spawnRunner({ url, tokenFile }: { url: string; tokenFile: string }): SpawnedRunner {
  let child: ChildProcess | null = null;
  let stopped = false;
  const start = () => {
    const env = {
      PATH: process.env.PATH ?? '',
      ROLEWRIGHT_SANDBOX_URL: url,
      ROLEWRIGHT_SANDBOX_TOKEN_FILE: tokenFile,
      // From the second start on no compiler is loaded, which is a fifth of the process' memory.
      NODE_COMPILE_CACHE: join(dirname(tokenFile), 'compile-cache'),
    };
    // It makes a hundred small requests a second at most: a small heap will do.
    const flags = ['--max-old-space-size=64', '--max-semi-space-size=1'];
    const fresh = spawn(process.execPath, [...flags, fileURLToPath(new URL('./main.ts', import.meta.url))], {
      env,
      stdio: ['pipe', 'inherit', 'inherit'],
    });
    child = fresh;
    fresh.once('exit', () => {
      child = null;
      if (!stopped) setTimeout(start, 500).unref();
    });
  };
  start();
  return {
    pid: () => child?.pid ?? null,
    stop: () =>
      new Promise((resolve) => {
        stopped = true;
        if (child === null) return resolve();
        child.once('exit', () => resolve());
        child.stdin?.end();
      }),
  };
}
