import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { type Console, startConsole, until } from './support/console.ts';
import { Script } from './support/http.ts';
import { accountNamed, scanAccount } from './support/steps.ts';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
// Each starts processes of its own and mostly waits for them.
test.describe.configure({ mode: 'parallel' });

const folders: string[] = [];
test.afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function freshFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'rolewright-start-'));
  folders.push(folder);
  return folder;
}

const environment = (env: Record<string, string>) => ({
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
  PORT: '0',
  ROLEWRIGHT_SANDBOX_PORT: '0',
  ...env,
});

/** A start that ends by itself. */
function main(env: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['apps/api/src/main.ts'], {
    cwd: root,
    encoding: 'utf8',
    timeout: 60_000,
    env: environment({ ROLEWRIGHT_DATA_DIR: env.ROLEWRIGHT_DATA_DIR ?? freshFolder(), ...env }),
  });
  return { status, stdout, said: stdout + stderr };
}

/** Refused, in sentences. */
function refused(env: Record<string, string>): string {
  const { status, said } = main(env);
  expect(status).toBe(1);
  expect(said).not.toMatch(/at .*\.ts:\d+/);
  return said;
}

/** Processes that work on a data directory. */
const livingIn = (dataDir: string): string[] =>
  spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((line) => line.includes(dataDir));

test.describe('a running console', () => {
  test.describe.configure({ mode: 'default' });
  let console: Console;
  test.beforeAll(async () => {
    console = await startConsole();
  });
  test.afterAll(() => console?.stop());

  test('a second start on the same data prints its address with a fresh code', () => {
    const second = main({ ROLEWRIGHT_DATA_DIR: console.dataDir });
    expect(second.status).toBe(0);
    const printed = /http:\/\/127\.0\.0\.1:\d+\/\S*code=\S+/.exec(second.stdout)?.[0];
    expect(printed).toBeTruthy();
    expect(new URL(printed ?? '').origin).toBe(console.url);
    expect(printed).not.toBe(console.address);
  });

  test('a code works once', async () => {
    const code = new URL(console.address).searchParams.get('code');
    const signIn = () =>
      fetch(`${console.url}/api/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: console.url },
        body: JSON.stringify({ code }),
      });
    const first = await signIn();
    expect(first.ok).toBe(true);
    expect(first.headers.get('set-cookie')).toMatch(/HttpOnly/i);
    expect(first.headers.get('set-cookie')).toMatch(/SameSite=Strict/i);
    expect((await signIn()).status).toBe(401);
  });
});

for (const [name, tag] of [
  ['PORT', ''],
  ['ROLEWRIGHT_SANDBOX_PORT', '@long'],
] as const) {
  test(`a busy ${name} is a plain sentence, and nothing stays behind`, { tag: tag === '' ? [] : tag }, async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const dataDir = freshFolder();
    const said = refused({ [name]: String(port), ROLEWRIGHT_DATA_DIR: dataDir });
    server.close();
    expect(said).toMatch(new RegExp(`Port ${port} .*is taken.*${name}`));
    expect(livingIn(dataDir)).toEqual([]);
  });
}

for (const [name, value, allowed] of [
  ['HOST', '0.0.0.0', 'a loopback address'],
  ['AWS_ENDPOINT_URL', 'http://example.org', 'https address'],
] as const) {
  test(`a wrong ${name} names the variable and what is allowed`, () => {
    const said = refused({ [name]: value });
    expect(said).toContain(name);
    expect(said).toContain(allowed);
  });
}

test('a data directory that cannot be written is a plain sentence', () => {
  const file = path.join(freshFolder(), 'a-file');
  writeFileSync(file, '');
  expect(refused({ ROLEWRIGHT_DATA_DIR: path.join(file, 'data') })).toMatch(/data directory .* cannot be written .*ROLEWRIGHT_DATA_DIR/);
});

test('a DATABASE_URL that nobody answers at is a plain sentence without its password', () => {
  const said = refused({ DATABASE_URL: 'postgres://me:hunter2@127.0.0.1:1/none' });
  expect(said).toMatch(/DATABASE_URL cannot be reached \(ECONNREFUSED\)/);
  expect(said).not.toContain('hunter2');
});

test('of two starts at once one runs the console and the other prints its address', async () => {
  const dataDir = freshFolder();
  const starts = [startConsole({}, dataDir), startConsole({}, dataDir)];
  const consoles = await Promise.all(starts);
  try {
    expect(new Set(consoles.map((one) => one.url)).size).toBe(1);
    expect((await fetch(`${consoles[0]?.url}/readyz`)).ok).toBe(true);
    expect(consoles.filter((one) => one.printed().includes('running already'))).toHaveLength(1);
  } finally {
    // The one that runs first: stopping also takes the folder away, which both share.
    consoles.sort((one) => (one.printed().includes('running already') ? 1 : -1));
    for (const one of consoles) await one.stop();
  }
  expect(livingIn(dataDir)).toEqual([]);
});

for (const [moment, signal, tag] of [
  ['Starting the database', 'SIGINT', '@long'],
  ['Starting the sandbox', 'SIGINT', '@long'],
  ['The console is ready', 'SIGHUP', ''],
] as const) {
  test(`${signal} at "${moment}" leaves no process behind`, { tag: tag === '' ? [] : tag }, async () => {
    const dataDir = freshFolder();
    const env = environment({ ROLEWRIGHT_DATA_DIR: dataDir });
    const child = spawn(process.execPath, ['apps/api/src/main.ts'], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes(moment)) child.kill(signal);
    });
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0);
    expect(livingIn(dataDir)).toEqual([]);
  });
}

test.describe('the environment holds a long-term key of ours (D-91)', () => {
  const key = { AWS_ACCESS_KEY_ID: 'AKIAQQQQQQQQQQQQQQQQ', AWS_SECRET_ACCESS_KEY: 'not-a-real-one' };

  test('on a custom endpoint the console says so and goes on; with an account on AWS it refuses to start', { tag: '@long' }, async () => {
    const dataDir = freshFolder();
    const endpoint = 'http://127.0.0.1:1';
    const console = await startConsole({ ...key, AWS_ENDPOINT_URL: endpoint }, dataDir);
    try {
      expect(console.printed()).toContain('AWS_ACCESS_KEY_ID in the environment is a long-term access key: it is used on custom endpoints');
      const script = new Script(console);
      expect(await accountNamed(script, 'endpoint')).toMatchObject({
        kind: 'endpoint',
        endpointUrl: endpoint,
        warning: expect.stringContaining('accepted on a custom endpoint'),
      });
      expect((await scanAccount(script, (await accountNamed(script, 'sandbox')).id)).state).toBe('complete');
      await script.post('/api/accounts', { name: 'bank', access: { kind: 'ambient' }, regions: ['eu-west-1'] }, 201);
    } finally {
      await console.end();
    }
    const said = refused({ ...key, ROLEWRIGHT_DATA_DIR: dataDir });
    expect(said).toMatch(/AWS_ACCESS_KEY_ID.*long-term access key.*does not run on one on AWS \(bank\)/);
    expect(livingIn(dataDir)).toEqual([]);

    const elsewhere = await startConsole({ AWS_ENDPOINT_URL: 'http://127.0.0.1:2' }, dataDir);
    expect((await accountNamed(new Script(elsewhere), 'endpoint')).endpointUrl).toBe('http://127.0.0.1:2');
    await elsewhere.stop();
  });
});

test('Ctrl-C stops everything, the database and the sandbox too', async () => {
  const console = await startConsole();
  const sandbox = console.sandbox().url;
  const alive = () =>
    fetch(`${sandbox}/_sandbox/health`).then(
      () => true,
      () => false,
    );
  expect(await alive()).toBe(true);
  await console.stop();
  expect(await until(async () => ((await alive()) ? undefined : true), 10_000)).toBe(true);
});
