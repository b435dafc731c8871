import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface LaunchOptions {
  dataDir: string;
  /** 0: any free one. */
  port: number;
  estate: 'legacy' | 'empty';
  rates: 'off' | 'published';
  timeScale: number;
  /** Of the console. */
  version: string;
}

export interface LaunchedSandbox {
  url: string;
  port: number;
  pid: number;
  adminToken: string;
  /** It was running already. */
  attached: boolean;
  stop(): Promise<void>;
}

/** The sandbox could not be started; the message is a plain sentence. */
export class SandboxNotStarted extends Error {}

/**
 * Starts the sandbox in a process of its own that outlives a crash of the caller, or attaches to the one that runs on this data already. One
 * that runs with other settings, or of another version, is stopped and started anew on the same state.
 */
export async function launchSandbox(options: LaunchOptions): Promise<LaunchedSandbox> {
  const folder = path.join(options.dataDir, 'sandbox');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const running = await runningOn(folder);
  if (running && isAsWanted(running, options)) return launched(folder, running, true);
  if (running) await stopProcess(running.pid);
  return launched(folder, await start(folder, options), false);
}

/** What the sandbox's process says of itself, in `server.json` and on its standard output. */
export interface Facts {
  port: number;
  pid: number;
  version: string;
  estate: string;
  rates: string;
  timeScale: number;
}

function isAsWanted(running: Facts, { port, version, estate, rates, timeScale }: LaunchOptions): boolean {
  const isPort = port === 0 || port === running.port;
  return isPort && running.version === version && running.estate === estate && running.rates === rates && running.timeScale === timeScale;
}

/** What server.json names, if it answers and takes the token of this folder: after a reboot another sandbox may have the port. */
async function runningOn(folder: string): Promise<Facts | null> {
  try {
    const facts = JSON.parse(readFileSync(path.join(folder, 'server.json'), 'utf8')) as Facts;
    const headers = { authorization: `Bearer ${tokenOf(folder)}` };
    const answer = await fetch(`http://127.0.0.1:${facts.port}/_sandbox/clock`, { headers, signal: AbortSignal.timeout(2_000) });
    await answer.arrayBuffer();
    return answer.ok ? facts : null;
  } catch {
    return null;
  }
}

const tokenOf = (folder: string): string => readFileSync(path.join(folder, 'admin-token'), 'utf8').trim();

function start(folder: string, options: LaunchOptions): Promise<Facts> {
  const log = openSync(path.join(folder, 'sandbox.log'), 'a', 0o600);
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const { dataDir, port, estate, rates, timeScale, version } = options;
  const flags = [
    '--data-dir',
    dataDir,
    '--port',
    String(port),
    '--estate',
    estate,
    '--rates',
    rates,
    '--time-scale',
    String(timeScale),
    '--version',
    version,
  ];
  // Nothing of our environment but what a program needs to run: no AWS_* variable gets in.
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', NODE_NO_WARNINGS: '1' };
  const child = spawn(process.execPath, ['--max-old-space-size=512', main, ...flags], {
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

function launched(folder: string, { port, pid }: Facts, attached: boolean): LaunchedSandbox {
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    pid,
    adminToken: tokenOf(folder),
    attached,
    stop: () => stopProcess(pid),
  };
}

/** Asks it to end, and waits up to ten seconds until it has. */
async function stopProcess(pid: number): Promise<void> {
  const alive = () => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };
  if (!alive()) return;
  process.kill(pid, 'SIGTERM');
  for (let waited = 0; alive() && waited < 10_000; waited += 50) await new Promise((resolve) => setTimeout(resolve, 50));
  if (alive()) process.kill(pid, 'SIGKILL');
}
