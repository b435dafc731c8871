import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import type { Settings } from './state/world.ts';

export interface LaunchOptions {
  dataDir: string;
  /** 0: any free one. */
  port: number;
  settings: Settings;
  /** Of the console; a sandbox of another version, on another port, or with other settings, is stopped and started anew on the same state. */
  version: string;
}

export interface LaunchedSandbox {
  url: string;
  port: number;
  pid: number;
  adminToken: string;
  /** What its accounts were built from: not what was asked for where they were there already. */
  estate: Settings['estate'];
  /** It was running already. */
  attached: boolean;
  stop(): Promise<void>;
}

/** The sandbox could not be started; the message is a plain sentence. */
export class SandboxNotStarted extends Error {}

/** Starts the sandbox in a process of its own that outlives a crash of the caller, or attaches to the one that runs on this data already. */
export async function launchSandbox(options: LaunchOptions): Promise<LaunchedSandbox> {
  const folder = path.join(options.dataDir, 'sandbox');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const running = await runningOn(folder);
  if (running && isAsAsked(running, options)) return launched(folder, running, true);
  if (running) await stopProcess(running.pid);
  return launched(folder, await start(folder, options), false);
}

/** What a sandbox that listens says of itself. */
interface Facts {
  port: number;
  pid: number;
  version: string;
  settings: Settings;
  /** What its accounts were built from, which an earlier start may have decided. */
  estate: Settings['estate'];
}

function isAsAsked(running: Facts, { port, version, settings }: LaunchOptions): boolean {
  const isPort = port === 0 || port === running.port;
  return isPort && running.version === version && isDeepStrictEqual(running.settings, settings);
}

/** So often a sandbox whose process lives is asked again, two seconds each, when it does not answer in time. */
const mostLooks = 30;

/**
 * What server.json names, if it answers to this folder's token: after a crash its port may have gone to the sandbox of another folder. One that
 * is slow to answer is not gone: a second one on the same state would write over it. Throws SandboxNotStarted where it stays silent.
 */
async function runningOn(folder: string): Promise<Facts | null> {
  for (let look = 1; ; look++) {
    let facts: Facts | null = null;
    try {
      facts = JSON.parse(readFileSync(path.join(folder, 'server.json'), 'utf8')) as Facts;
      const answer = await fetch(`http://127.0.0.1:${facts.port}/_sandbox/clock`, {
        headers: { authorization: `Bearer ${tokenOf(folder)}` },
        signal: AbortSignal.timeout(2_000),
      });
      return answer.ok ? facts : null;
    } catch (error) {
      if (facts === null || (error as Error).name !== 'TimeoutError' || !lives(facts.pid)) return null;
      if (look < mostLooks) continue;
      const where = path.join(folder, 'server.json');
      throw new SandboxNotStarted(
        `The sandbox on this data (process ${facts.pid}) does not answer. End it, or delete ${where}, and start again.`,
      );
    }
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const tokenOf = (folder: string): string => readFileSync(path.join(folder, 'admin-token'), 'utf8').trim();

function start(folder: string, { dataDir, port, settings, version }: LaunchOptions): Promise<Facts> {
  const log = openSync(path.join(folder, 'sandbox.log'), 'a', 0o600);
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const { estate, rates, timeScale, trueDelays } = settings;
  const flags = ['--estate', estate, '--rates', rates, '--time-scale', String(timeScale), ...(trueDelays ? ['--true-delays'] : [])];
  // Of large answers much is garbage at once: a small young generation keeps a hundred megabytes less of it, and a heap that grows by no more than
  // a fifth before it is collected some forty.
  const args = [
    '--max-old-space-size=512',
    '--max-semi-space-size=4',
    '--heap-growing-percent=20',
    main,
    '--data-dir',
    dataDir,
    '--port',
    String(port),
    '--version',
    version,
    ...flags,
  ];
  // Nothing of our environment but what a program needs to run: no AWS_* variable gets in.
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', NODE_NO_WARNINGS: '1' };
  const child = spawn(process.execPath, args, {
    detached: true,
    env,
    stdio: ['ignore', 'pipe', log],
  });
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (part: Buffer) => {
      said += part.toString();
      const end = said.indexOf('\n');
      if (end < 0) return;
      const facts = JSON.parse(said.slice(0, end)) as Facts & { error?: string };
      if (facts.error !== undefined) return reject(new SandboxNotStarted(sentence(facts.error, port)));
      child.stdout?.destroy();
      child.unref();
      resolve(facts);
    });
    child.once('exit', (code) =>
      reject(new SandboxNotStarted(`The sandbox ended with code ${code}; see sandbox/sandbox.log in the data directory.`)),
    );
    child.once('error', (error) => reject(new SandboxNotStarted(`The sandbox could not be started: ${error.message}.`)));
  });
}

const sentence = (error: string, port: number): string =>
  error === 'port-taken'
    ? `Port ${port} is taken by another program, so the sandbox cannot listen there. Set ROLEWRIGHT_SANDBOX_PORT to another port, or to 0 for any.`
    : `The sandbox could not be started: ${error}.`;

function launched(folder: string, { port, pid, estate }: Facts, attached: boolean): LaunchedSandbox {
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    pid,
    adminToken: tokenOf(folder),
    estate,
    attached,
    stop: () => stopProcess(pid),
  };
}

/** Asks it to end, and waits up to ten seconds until it has. */
async function stopProcess(pid: number): Promise<void> {
  const alive = () => lives(pid);
  if (!alive()) return;
  process.kill(pid, 'SIGTERM');
  for (let waited = 0; alive() && waited < 10_000; waited += 50) await new Promise((resolve) => setTimeout(resolve, 50));
  if (alive()) process.kill(pid, 'SIGKILL');
}
