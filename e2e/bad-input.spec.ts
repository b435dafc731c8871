import { expect, test } from '@playwright/test';
import type { Problem } from '@rolewright/shared/error.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { accountNamed, scanAccount, workloadNamed } from './support/steps.ts';

let console: Console;
let script: Script;
test.beforeAll(async () => {
  console = await startConsole();
  script = new Script(console);
  await scanAccount(script, (await accountNamed(script, 'sandbox')).id);
});
test.afterAll(() => console?.stop());

/** Each refused with a problem document that names the field, and nothing changed by it. */
const refused: { name: string; method: string; path: string; body?: unknown; status: number; names: RegExp }[] = [
  {
    name: 'an unknown field',
    method: 'POST',
    path: '/api/accounts',
    body: { name: 'x', access: { kind: 'ambient' }, regions: ['us-east-1'], colour: 1 },
    status: 400,
    names: /colour/,
  },
  {
    name: 'a Region that is none',
    method: 'POST',
    path: '/api/accounts',
    body: { name: 'x', access: { kind: 'ambient' }, regions: ['mars'] },
    status: 400,
    names: /regions/,
  },
  {
    name: 'an unknown recipe',
    method: 'POST',
    path: '/api/plans',
    body: { recipe: 'magic', accountId: 'a', region: 'us-east-1', target: { workloadId: 'w' }, inputs: {} },
    status: 400,
    names: /recipe/,
  },
  { name: 'a cursor from elsewhere', method: 'GET', path: '/api/workloads?cursor=bm9uc2Vuc2U', status: 400, names: /cursor/ },
  { name: 'a limit out of range', method: 'GET', path: '/api/findings?limit=100000', status: 400, names: /limit/ },
  { name: 'a column that cannot be sorted by', method: 'GET', path: '/api/workloads?sort=colour', status: 400, names: /sort/ },
  { name: 'an id that is not there', method: 'GET', path: '/api/workloads/nothing', status: 404, names: /nothing/ },
];
for (const { name, method, path, body, status, names } of refused) {
  test(`refuses ${name} and says why`, async () => {
    const answer = await script.call<Problem>(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.body.code).toBeTruthy();
    expect(answer.body.requestId).toBeTruthy();
    expect(JSON.stringify(answer.body)).toMatch(names);
  });
}

test('refuses malformed and oversized JSON', async () => {
  const send = (body: string) =>
    fetch(`${console.url}/api/accounts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${console.token()}`, 'content-type': 'application/json' },
      body,
    });
  const malformed = await send('{"name":');
  expect(malformed.status).toBe(400);
  expect(malformed.headers.get('content-type')).toContain('application/problem+json');
  expect((await send(JSON.stringify({ name: 'x'.repeat(2_000_000) }))).status).toBe(413);
});

test('refuses a workload of another account in a plan, and plans nothing', async () => {
  const limbo = await workloadNamed(script, 'limbo');
  const other = await accountNamed(script, 'sandbox-data');
  const before = await script.get<{ total: number }>('/api/plans');
  const answer = await script.call<Problem>('POST', '/api/plans', {
    recipe: 'ecs-task-role',
    accountId: other.id,
    region: limbo.region,
    target: { workloadId: limbo.id },
    inputs: { role: { create: { name: 'LimboTaskRole' } } },
  });
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(JSON.stringify(answer.body)).toMatch(/workloadId|accountId/);
  expect((await script.get<{ total: number }>('/api/plans')).total).toBe(before.total);
});

test('D-96: a foreign Host is refused, so is a foreign Origin, so is a stranger', async () => {
  const port = new URL(console.url).port;
  const { request } = await import('node:http');
  const status = (headers: Record<string, string>, method = 'GET', path = '/api/overview') =>
    new Promise<number>((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      asked.on('error', reject);
      asked.end();
    });
  expect(await status({ host: 'evil.example', authorization: `Bearer ${console.token()}` })).toBe(403);
  expect(await status({ host: `127.0.0.1:${port}` })).toBe(401);
  const sandbox = await accountNamed(script, 'sandbox');
  expect(
    await status(
      { host: `127.0.0.1:${port}`, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      'POST',
      `/api/accounts/${sandbox.id}/scans`,
    ),
  ).toBeGreaterThanOrEqual(401);
});

test('the same Idempotency-Key gives the same answer; a second start without it is refused with the open scan', async () => {
  const account = await accountNamed(script, 'sandbox-data');
  const path = `/api/accounts/${account.id}/scans`;
  const first = await script.call<{ id: string }>('POST', path, {}, { 'idempotency-key': 'once' });
  const again = await script.call<{ id: string }>('POST', path, {}, { 'idempotency-key': 'once' });
  expect(first.status).toBe(202);
  expect(again.body.id).toBe(first.body.id);
  const second = await script.call<Problem>('POST', path, {});
  if (second.status === 409) expect(second.body.openId).toBe(first.body.id);
  else expect(second.status, 'the first scan had ended already').toBe(202);
});
