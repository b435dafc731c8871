import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LaunchedSandbox, type LaunchOptions, launchSandbox } from './launch.ts';

let dataDirs: string[] = [];
const running: LaunchedSandbox[] = [];
beforeEach(() => {
  dataDirs = [0, 1].map(() => mkdtempSync(path.join(tmpdir(), 'rolewright-launch-')));
});
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
  for (const dataDir of dataDirs) rmSync(dataDir, { recursive: true, force: true });
});

async function launch(options: Partial<LaunchOptions> = {}): Promise<LaunchedSandbox> {
  const defaults = { dataDir: dataDirs[0] ?? '', port: 0, estate: 'empty', rates: 'off', timeScale: 1, version: 'test' } as const;
  const launched = await launchSandbox({ ...defaults, ...options });
  running.push(launched);
  return launched;
}

const serverFile = (dataDir = '') => path.join(dataDir, 'sandbox/server.json');

test('a sandbox that a killed console left is attached to; with other settings it is started anew on the same state', async () => {
  const first = await launch();
  const again = await launch();
  expect(again).toMatchObject({ attached: true, pid: first.pid });
  const keys = readFileSync(path.join(dataDirs[0] ?? '', 'sandbox/aws-credentials'), 'utf8');

  const other = await launch({ rates: 'published', timeScale: 0.1 });
  expect(other.attached).toBe(false);
  const headers = { authorization: `Bearer ${other.adminToken}` };
  expect(await (await fetch(`${other.url}/_sandbox/rates`, { headers })).json()).toEqual({ rates: 'published' });
  expect(await (await fetch(`${other.url}/_sandbox/clock`, { headers })).json()).toMatchObject({ timeScale: 0.1 });
  expect(readFileSync(path.join(dataDirs[0] ?? '', 'sandbox/aws-credentials'), 'utf8')).toBe(keys);
});

test('after a power cut, the sandbox of another data directory that got our old port is neither taken for ours nor stopped', async () => {
  const ours = await launch();
  const ourFacts = readFileSync(serverFile(dataDirs[0]), 'utf8');
  await ours.stop();
  const other = await launch({ dataDir: dataDirs[1] ?? '', port: ours.port });
  writeFileSync(serverFile(dataDirs[0]), ourFacts);
  const next = await launch();
  expect(next).toMatchObject({ attached: false });
  expect(next.port).not.toBe(other.port);
  expect((await fetch(`${other.url}/_sandbox/health`)).ok).toBe(true);
});

test('a port that is taken is one sentence that names the way out', async () => {
  const first = await launch();
  await expect(launch({ dataDir: dataDirs[1] ?? '', port: first.port })).rejects.toThrow(/^Port \d+ is taken.*ROLEWRIGHT_SANDBOX_PORT/);
});
