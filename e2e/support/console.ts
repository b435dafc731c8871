import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import nodeFlags from '../../scripts/run/node-flags.json' with { type: 'json' };

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** A console of a test's own: real processes, a data directory under the system's temporary directory, ports picked by the system. */
export interface Console {
  url: string;
  /** The printed address with its one-time code. */
  address: string;
  dataDir: string;
  /** Process id of the API. */
  pid(): number;
  /** Everything that the process printed so far. */
  printed(): string;
  /** Bearer token for scripts, as a script would read it. */
  token(): string;
  sandbox(): { url: string; adminToken: string };
  /** kill -9 of the API alone; database and sandbox live on. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** Ends it as Ctrl-C does; its data stay. */
  end(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** Starts `apps/api/src/main.ts` as `npm start` does, waits for the printed address. Throws with what it printed when it does not come up. */
export async function startConsole(
  env: Record<string, string> = {},
  dataDir = mkdtempSync(path.join(tmpdir(), 'rolewright-e2e-')),
): Promise<Console> {
  let child: ChildProcess;
  let output = '';
  let address = '';

  async function launch(): Promise<void> {
    output = '';
    child = spawn(process.execPath, [...nodeFlags, 'apps/api/src/main.ts'], {
      cwd: root,
      env: {
        PATH: process.env.PATH ?? '',
        HOME: process.env.HOME ?? tmpdir(),
        PORT: '0',
        ROLEWRIGHT_SANDBOX_PORT: '0',
        ROLEWRIGHT_SCAN_SHARE: '100',
        ROLEWRIGHT_SANDBOX_TIME_SCALE: '0.05',
        ROLEWRIGHT_DATA_DIR: dataDir,
        // A third less work at each start: what one console compiled, all others take over once it has ended.
        NODE_COMPILE_CACHE: path.join(tmpdir(), 'rolewright-compile-cache'),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    const found = await until(
      () => /http:\/\/127\.0\.0\.1:\d+\/\S*code=\S+/.exec(output)?.[0] ?? (child.exitCode !== null ? 'exited' : undefined),
      90_000,
    );
    if (!found || found === 'exited') throw new Error(`the console did not start:\n${output}`);
    address = found;
  }

  await launch();
  return {
    get url() {
      return new URL(address).origin;
    },
    get address() {
      return address;
    },
    dataDir,
    pid: () => child.pid ?? 0,
    printed: () => output,
    token: () => readFileSync(path.join(dataDir, 'api-token'), 'utf8').trim(),
    sandbox: () => {
      const server = JSON.parse(readFileSync(path.join(dataDir, 'sandbox/server.json'), 'utf8')) as { port: number };
      const adminToken = readFileSync(path.join(dataDir, 'sandbox/admin-token'), 'utf8').trim();
      return { url: `http://127.0.0.1:${server.port}`, adminToken };
    },
    kill: () => end(child, 'SIGKILL'),
    restart: launch,
    end: () => end(child, 'SIGTERM'),
    stop: async () => {
      await end(child, 'SIGTERM');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}

/** Asks `probe` every 50 ms until it answers, for at most `milliseconds`. */
export async function until<T>(probe: () => T | undefined | Promise<T | undefined>, milliseconds = 30_000): Promise<T | undefined> {
  const end = Date.now() + milliseconds;
  while (Date.now() < end) {
    const answer = await probe();
    if (answer !== undefined && answer !== false) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return undefined;
}
