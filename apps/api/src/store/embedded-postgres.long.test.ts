import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Secret } from '@rolewright/shared/secret.ts';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StartError } from '../start-error.ts';
import { installedBinaries } from './embedded/binaries.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';

const isRoot = process.getuid?.() === 0;
const someoneElse = isRoot ? { uid: 65534, gid: 65534 } : {};

let base = '';
let dataDir = '';
const started: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];

beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'rolewright-pg-'));
  chmodSync(base, 0o755);
  dataDir = path.join(base, 'data');
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const server of started.splice(0)) await server.stop();
  rmSync(base, { recursive: true, force: true });
});

async function start(options: { native?: string; say?: (sentence: string) => void } = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, ...options });
  started.push(server);
  return server;
}

/** Starts the database from a process of its own; resolves with what it printed. */
async function startInChild(): Promise<{ child: ChildProcess; attached: boolean; url: string }> {
  const script = path.join(import.meta.dirname, 'embedded/start.fixture.ts');
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, ...JSON.parse(line) };
}

async function query(url: Secret<string> | string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: typeof url === 'string' ? url : url.reveal() });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

function postmasterPid(folder = path.join(dataDir, 'postgres')): number {
  return Number(readFileSync(path.join(folder, 'data/postmaster.pid'), 'utf8').split('\n')[0]);
}

async function kill(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await sleep(10);
}

test('the data outlive a stop, and only the password opens them', async () => {
  const first = await start();
  expect(first.attached).toBe(false);
  await query(first.url, 'create table kept as select 42 as n');
  await expect(query(first.url.reveal().replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow('password authentication failed');
  await first.stop();
  await first.stop();
  await expect(query(first.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
  const second = await start();
  expect(await query(second.url, 'select n from kept')).toEqual([{ n: 42 }]);
});

test('the server listens on loopback alone, within its limits, and the password is in a 0600 file', async () => {
  const { url } = await start();
  const rows = await query(
    url,
    `select name, setting from pg_settings where name in
      ('listen_addresses', 'unix_socket_directories', 'max_connections', 'shared_buffers', 'password_encryption', 'fsync') order by name`,
  );
  expect(Object.fromEntries(rows.map((row) => Object.values(row as object)))).toEqual({
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '40',
    shared_buffers: '4096', // pages of 8 kB: 32 MB
    password_encryption: 'scram-sha-256',
    fsync: 'on',
  });
  const password = path.join(dataDir, 'postgres/password');
  expect(statSync(password).mode & 0o777).toBe(0o600);
  expect(readFileSync(path.join(dataDir, 'logs/postgres.log'), 'utf8')).not.toContain(readFileSync(password, 'utf8'));
});

test('the server survives SIGKILL of the process that started it; the next start attaches, and can stop it', async () => {
  const first = await startInChild();
  await query(first.url, 'create table kept as select 1 as n');
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  const second = await start();
  expect(second).toMatchObject({ attached: true });
  expect(second.url.reveal()).toBe(first.url);
  expect(await query(second.url, 'select n from kept')).toEqual([{ n: 1 }]);
  await second.stop();
  await expect(query(second.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
});

test('three starts at once end with one server, started by one of them', async () => {
  const all = await Promise.all([startInChild(), startInChild(), startInChild()]);
  expect(all.map((one) => one.attached).sort()).toEqual([false, true, true]);
  expect(new Set(all.map((one) => one.url)).size).toBe(1);
  await start();
});

test('after SIGKILL of starter and server the next start recovers what was committed', async () => {
  const first = await startInChild();
  await query(first.url, 'create table kept as select 1 as n');
  first.child.kill('SIGKILL');
  await kill(postmasterPid());
  const second = await start();
  expect(second.attached).toBe(false);
  expect(await query(second.url, 'select n from kept')).toEqual([{ n: 1 }]);
});

test('a dead server that nobody buries (a zombie) does not keep the next one from starting', async () => {
  await (await start()).stop();
  // The shell becomes `sleep`, which never asks for the fate of its child.
  const shell = '"$0" -D "$1" -c port="$2" -c unix_socket_directories= -c listen_addresses=127.0.0.1 2>/dev/null & exec sleep 100';
  const args = [path.join(installedBinaries(), 'bin/postgres'), path.join(dataDir, 'postgres/data'), '0'];
  args[2] = String(40_000 + (process.pid % 20_000));
  children.push(spawn('/bin/sh', ['-c', shell, ...args], { ...someoneElse, cwd: '/', stdio: 'ignore' }));
  await expect.poll(() => existsSync(path.join(dataDir, 'postgres/data/postmaster.pid')), { timeout: 10_000 }).toBe(true);
  await sleep(500);
  const pid = postmasterPid();
  await kill(pid);
  const second = await start();
  expect(second.attached).toBe(false);
  expect(spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout).toMatch(/^Z/);
});

test('a stranger that has the number of a server of yesterday does not keep the next one from starting', async () => {
  await (await start()).stop();
  const stranger = spawn('sleep', ['100'], { ...someoneElse, cwd: '/', stdio: 'ignore' });
  children.push(stranger);
  const data = path.join(dataDir, 'postgres/data');
  writeFileSync(path.join(data, 'postmaster.pid'), `${stranger.pid}\n${data}\n1700000000\n5432\n\n127.0.0.1\n`);
  expect((await start()).attached).toBe(false);
  expect(stranger.exitCode).toBeNull();
});

test('a creation and a lock that a kill left behind are cleared away', async () => {
  mkdirSync(path.join(dataDir, 'postgres/new-abc/data'), { recursive: true });
  const dead = spawnSync('true').pid;
  writeFileSync(path.join(dataDir, 'postgres/start.lock'), String(dead));
  const { url } = await start();
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(existsSync(path.join(dataDir, 'postgres/new-abc'))).toBe(false);
  expect(existsSync(path.join(dataDir, 'postgres/start.lock'))).toBe(false);
});

test('a data directory that cannot be made is one sentence that names it and the way out', async () => {
  writeFileSync(dataDir, 'a file is in the way');
  const refusal = start();
  await expect(refusal).rejects.toThrow(StartError);
  await expect(refusal).rejects.toThrow(`The data directory ${dataDir} cannot be written (EEXIST).`);
  await expect(refusal).rejects.toThrow('ROLEWRIGHT_DATA_DIR');
});

test('programs that do not run are one sentence that names DATABASE_URL', async () => {
  const native = path.join(base, 'native');
  mkdirSync(path.join(native, 'bin'), { recursive: true });
  writeFileSync(path.join(native, 'bin/postgres'), '#!/bin/sh\necho no such library >&2\nexit 127\n', { mode: 0o755 });
  const refusal = start({ native });
  await expect(refusal).rejects.toThrow(StartError);
  await expect(refusal).rejects.toThrow(/no such library.*DATABASE_URL/);
});

// Only root runs the database as another user, whom a private parent directory keeps out.
test.skipIf(!isRoot)('as root, in a private home (0700): the database lies elsewhere, and the next start finds it', async () => {
  chmodSync(base, 0o700);
  const said: string[] = [];
  const first = await start({ say: (sentence) => said.push(sentence) });
  const { folder } = JSON.parse(readFileSync(path.join(dataDir, 'postgres/place.json'), 'utf8')) as { folder: string };
  try {
    expect(said).toEqual([expect.stringContaining(`${folder}, because`)]);
    expect(said[0]).toContain(base);
    await query(first.url, 'create table kept as select 1 as n');
    await kill(postmasterPid(folder));
    const second = await start({ say: (sentence) => said.push(sentence) });
    expect(await query(second.url, 'select n from kept')).toEqual([{ n: 1 }]);
    expect(said).toHaveLength(1);
    expect(statSync(path.join(folder, 'data')).uid).toBe(65534);
    await second.stop();
  } finally {
    rmSync(folder, { recursive: true });
  }
  await expect(start()).rejects.toThrow(/is gone.*place\.json/);
  started.length = 0;
});

test.skipIf(!isRoot)(
  'as root, from a private checkout (0700): the programs are copied to where the database user can run them',
  async () => {
    const checkout = path.join(base, 'checkout');
    mkdirSync(checkout, { mode: 0o700 });
    cpSync(installedBinaries(), path.join(checkout, 'native'), { recursive: true, verbatimSymlinks: true });
    const native = path.join(checkout, 'native');
    const first = await start({ native });
    expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(existsSync(path.join(dataDir, 'postgres/native-unknown/bin/postgres'))).toBe(true);
    await first.stop();
    expect((await start({ native })).attached).toBe(false);
  },
);

test.skipIf(!isRoot)('as root, a data directory of mode 0700 is opened to be entered, not to be listed', async () => {
  mkdirSync(dataDir, { mode: 0o700 });
  await start();
  expect(statSync(dataDir).mode & 0o777).toBe(0o711);
  expect(existsSync(path.join(dataDir, 'postgres/place.json'))).toBe(false);
});
