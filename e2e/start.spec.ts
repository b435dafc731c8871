import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { type Console, startConsole, until } from './support/console.ts';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const main = (env: Record<string, string>) =>
  spawnSync(process.execPath, ['apps/api/src/main.ts'], {
    cwd: root,
    encoding: 'utf8',
    timeout: 60_000,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', PORT: '0', ROLEWRIGHT_SANDBOX_PORT: '0', ...env },
  });

test.describe('a running console', () => {
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

test('a busy port is a plain sentence', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const answer = main({ PORT: String(port), ROLEWRIGHT_DATA_DIR: `/tmp/rolewright-busy-${process.pid}` });
  server.close();
  expect(answer.status).not.toBe(0);
  expect(answer.stdout + answer.stderr).toContain(String(port));
  expect(answer.stdout + answer.stderr).not.toMatch(/at .*\.ts:\d+/);
});

for (const [name, value] of [
  ['PORT', 'many'],
  ['HOST', '0.0.0.0'],
  ['ROLEWRIGHT_SANDBOX_ESTATE', 'palace'],
  ['AWS_ENDPOINT_URL', 'http://example.org'],
] as const) {
  test(`a wrong ${name} names the variable and what is allowed`, () => {
    const answer = main({ ROLEWRIGHT_DATA_DIR: `/tmp/rolewright-wrong-${process.pid}`, [name]: value });
    expect(answer.status).not.toBe(0);
    expect(answer.stdout + answer.stderr).toContain(name);
    expect(answer.stdout + answer.stderr).not.toMatch(/at .*\.ts:\d+/);
  });
}

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
