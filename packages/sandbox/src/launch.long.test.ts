import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LaunchedSandbox, type LaunchOptions, launchSandbox } from './launch.ts';

let dataDir: string;
let launched: LaunchedSandbox[];
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'rolewright-launch-'));
  launched = [];
});
afterEach(async () => {
  for (const sandbox of launched) await sandbox.stop();
  rmSync(dataDir, { recursive: true });
});

const settings = { estate: 'empty', rates: 'off', timeScale: 0.05, trueDelays: false } as const;
const optionsOf = (more: Partial<LaunchOptions> = {}): LaunchOptions => ({ dataDir, port: 0, version: 'test', settings, ...more });
async function launch(more: Partial<LaunchOptions> = {}): Promise<LaunchedSandbox> {
  const sandbox = await launchSandbox(optionsOf(more));
  launched.push(sandbox);
  return sandbox;
}
const administrator = () => readFileSync(path.join(dataDir, 'sandbox/aws-credentials'), 'utf8');

async function ask<Answer>({ url, adminToken }: LaunchedSandbox, route: string): Promise<Answer> {
  const answer = await fetch(`${url}/_sandbox/${route}`, { headers: { authorization: `Bearer ${adminToken}` } });
  return (await answer.json()) as Answer;
}

test('it outlives a kill of the process that launched it, and the next start attaches to it', async () => {
  const code = `import { launchSandbox } from ${JSON.stringify(import.meta.resolve('./launch.ts'))};
    console.log((await launchSandbox(${JSON.stringify(optionsOf())})).pid); setInterval(() => {}, 1000);`;
  const console = spawn(process.execPath, ['--input-type=module', '--eval', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(console.stdout, 'data')) as [Buffer];
  console.kill('SIGKILL');
  await once(console, 'exit');
  const next = await launch();
  expect(next).toMatchObject({ attached: true, pid: Number(said.toString()) });
});

test('after a kill of its own it comes back with the same accounts', async () => {
  const first = await launch();
  const before = administrator();
  const users = async (sandbox: LaunchedSandbox) =>
    (await ask<{ accounts: Record<string, { iam: { users: object } }> }>(sandbox, 'snapshot')).accounts['560921689673']?.iam.users;
  const had = await users(first);
  process.kill(first.pid, 'SIGKILL');
  const next = await launch();
  expect(next.attached).toBe(false);
  expect(administrator()).toBe(before);
  expect(await users(next)).toEqual(had);
});

test('other settings start it anew on the same accounts, and it says which estate those are of', async () => {
  const first = await launch();
  const before = administrator();
  const next = await launch({ settings: { ...settings, estate: 'legacy', rates: 'published', trueDelays: true } });
  expect(next).toMatchObject({ attached: false, estate: 'empty' });
  expect(next.pid).not.toBe(first.pid);
  expect(administrator()).toBe(before);
  expect(await ask(next, 'rates')).toEqual({ rates: 'published' });
  expect(await ask(next, 'clock')).toMatchObject({ trueDelays: true });
});

test('it does not attach to the sandbox of another folder that has taken over its port', async () => {
  const other = await launch();
  const mine = path.join(dataDir, 'mine');
  mkdirSync(path.join(mine, 'sandbox'), { recursive: true });
  copyFileSync(path.join(dataDir, 'sandbox/server.json'), path.join(mine, 'sandbox/server.json'));
  const own = await launch({ dataDir: mine });
  expect(own.attached).toBe(false);
  expect(own.pid).not.toBe(other.pid);
  expect(await ask(own, 'rates')).toEqual({ rates: 'off' });
});

test('a port that is taken is one sentence that names the way out', async () => {
  const first = await launch();
  const mine = path.join(dataDir, 'mine');
  await expect(launch({ dataDir: mine, port: first.port })).rejects.toThrow(/^Port \d+ is taken.*ROLEWRIGHT_SANDBOX_PORT/);
});
