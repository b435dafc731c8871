import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DescribeTasksCommand, ECSClient, ListTasksCommand, StopTaskCommand } from '@aws-sdk/client-ecs';
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
    ['rates', { rates: 'off', more: 1 }, 'body.more'],
    ['faults', { rules: 1 }, 'rules'],
    ['faults', { rules: [null] }, 'rules.0'],
    ['faults', { rules: [{ servcie: 'ecs', code: 'X' }] }, 'rules.0.servcie'],
    ['faults', { rules: [{ service: 5, code: 'X' }] }, 'rules.0.service'],
    ['faults', { rules: [{ code: 'X', times: 'two' }] }, 'rules.0.times'],
    ['faults', { rules: [{ code: 'X', probability: 5 }] }, 'rules.0.probability'],
    ['faults', { rules: [{ code: 'X', when: 'now' }] }, 'rules.0.when'],
    ['faults', { rules: [{ latencyMs: '30' }] }, 'rules.0.latencyMs'],
    ['faults', '{"rules"', 'JSON'],
  ] as const) {
    const { status, text } = await ask('PUT', route, body);
    expect(status).toBe(400);
    expect(text).toContain(named);
  }
  const whole = { service: 'ecs', operation: 'ListClusters', code: 'X', principal: 'a', region: 'us-east-1', times: 1, when: 'after' };
  expect((await ask('PUT', 'faults', { rules: [whole] })).status, 'each member of the documentation').toBe(200);
  expect((await ask('POST', 'clock', { aheadMs: -1 })).text).toContain('aheadMs');
  expect((await ask('POST', 'clock', { trueDelays: 'yes' })).text).toContain('trueDelays');
  expect((await ask('POST', 'clock', {})).status).toBe(400);
  expect((await ask('POST', 'observations', { items: [{}] })).text).toContain('items.0');
  expect((await ask('GET', 'observations?since=yesterday')).text).toContain('since');
  expect((await ask('GET', 'calls?since=x')).text).toContain('since');
  expect((await ask('GET', 'operations')).text).toContain('accessKeyId');
  expect((await ask('GET', 'operations?accessKeyId=ASIAYFCZVQXEQ3EXMPLE')).text).toContain('accessKeyId');
  expect((await ask('GET', 'credentials/RolewrightReader?account=1')).status).toBe(404);
  for (const route of ['nothing', 'reset/all', 'clock/now/then']) expect((await ask('POST', route)).status, route).toBe(404);
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

test('a clock that is set ahead lets stopped tasks vanish, and calls signed by the right time still count', async () => {
  const key = Object.values(sandbox.world.state.accounts['560921689673']!.iam.accessKeys).find(
    ({ userName }) => userName === 'sandbox-administrator',
  )!;
  const credentials = { accessKeyId: key.id, secretAccessKey: key.secretAccessKey };
  const ecs = new ECSClient({ region: 'us-east-1', endpoint: sandbox.url, credentials, maxAttempts: 1 });
  const stopped = async () => (await ecs.send(new ListTasksCommand({ cluster: 'limbo', desiredStatus: 'STOPPED' }))).taskArns?.length;
  const { taskArns } = await ecs.send(new ListTasksCommand({ cluster: 'limbo' }));
  await ecs.send(new StopTaskCommand({ cluster: 'limbo', task: taskArns?.[0] }));
  await expect.poll(stopped).toBe(1);
  await expect
    .poll(async () =>
      (await ecs.send(new DescribeTasksCommand({ cluster: 'limbo', tasks: taskArns }))).tasks?.map((task) => task.lastStatus),
    )
    .toContain('STOPPED');
  await ask('POST', 'clock', { aheadMs: 3_700_000 });
  expect(await stopped()).toBe(0);
});
