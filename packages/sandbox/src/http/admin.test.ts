import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningSandbox, startSandbox } from '../sandbox.ts';

let sandbox: RunningSandbox;
let dataDir: string;
const start = () =>
  startSandbox({
    dataDir,
    port: 0,
    version: 'test',
    settings: { timeScale: 0.05, rates: 'off', estate: 'legacy', trueDelays: false },
    log: () => undefined,
  });
beforeEach(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'rolewright-admin-'));
  sandbox = await start();
});
afterEach(async () => {
  await sandbox.close();
  rmSync(dataDir, { recursive: true });
});

async function ask(method: string, route: string, body?: unknown, token = sandbox.token): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${sandbox.url}/_sandbox/${route}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: answer.status, text: await answer.text() };
}

const withHost = (host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(sandbox.url);
    const headers = { host, authorization: `Bearer ${sandbox.token}` };
    request({ hostname, port, path: '/_sandbox/clock', headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });

test('only the token opens it, and only on a Host of loopback', async () => {
  expect((await ask('GET', 'clock')).status).toBe(200);
  expect((await ask('GET', 'clock', undefined, 'guess')).status).toBe(401);
  expect((await ask('GET', 'health', undefined, 'guess')).status).toBe(200);
  expect(await withHost(`evil.example:${sandbox.port}`)).toBe(403);
  expect(await withHost(`localhost:${sandbox.port}`)).toBe(200);
});

test('what it does not understand it names', async () => {
  for (const [route, body, named] of [
    ['rates', { rates: 'fast' }, 'rates'],
    ['faults', { rules: [{}] }, 'rules.0'],
    ['faults', { rules: 1 }, 'rules'],
    ['faults', '{"rules"', 'JSON'],
  ] as const) {
    const { status, text } = await ask('PUT', route, body);
    expect(status).toBe(400);
    expect(text).toContain(named);
  }
  expect((await ask('POST', 'clock', { aheadMs: -1 })).text).toContain('aheadMs');
  expect((await ask('GET', 'nothing')).status).toBe(404);
});

test('all files are for their owner alone, and the state outlives a restart', async () => {
  for (const file of ['admin-token', 'aws-credentials', 'state.json']) {
    expect(statSync(path.join(dataDir, 'sandbox', file)).mode & 0o777, file).toBe(0o600);
  }
  const before = (await ask('GET', 'snapshot')).text;
  await sandbox.close();
  sandbox = await start();
  const { accounts } = JSON.parse((await ask('GET', 'snapshot')).text) as { accounts: Record<string, { iam: { users: unknown } }> };
  const was = JSON.parse(before) as { accounts: typeof accounts };
  expect(accounts['560921689673']?.iam.users).toEqual(was.accounts['560921689673']?.iam.users);
});

test('a reset builds the estate anew, with new keys', async () => {
  const keys = () => readFileSync(path.join(dataDir, 'sandbox/aws-credentials'), 'utf8');
  const before = keys();
  expect((await ask('POST', 'reset')).status).toBe(200);
  expect(keys()).not.toBe(before);
  expect((await ask('GET', 'snapshot')).text).toContain('limbo:3');
});

test('a snapshot tells no secret', async () => {
  const { text } = await ask('GET', 'snapshot');
  const secrets = Object.values(sandbox.world.state.accounts).flatMap(({ iam }) =>
    Object.values(iam.accessKeys).map((key) => key.secretAccessKey),
  );
  expect(secrets.length).toBeGreaterThan(10);
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
});
