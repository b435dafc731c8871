import type { Problem } from '@rolewright/shared/error.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed } from '../testing/scans.ts';

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty', works: false });
});
afterAll(() => console.close());

async function send(method: string, path: string, body?: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) {
  const answer = await console.raw(path, {
    method,
    headers: { authorization: `Bearer ${console.deps.apiToken.reveal()}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, problem: (text === '' ? {} : JSON.parse(text)) as Problem };
}

const account = (more: object) => JSON.stringify({ name: 'x', access: { kind: 'ambient' }, regions: ['us-east-1'], ...more });
const planOf = (more: object) =>
  JSON.stringify({
    recipe: 'ecs-task-role',
    accountId: 'a',
    region: 'us-east-1',
    target: { workloadId: 'w' },
    inputs: { role: { create: { name: 'R' } } },
    ...more,
  });

describe('bad input is a problem document that names the field, and changes nothing', () => {
  const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  test.each<[string, string, string, string | Uint8Array<ArrayBuffer> | undefined, string]>([
    ['malformed JSON', 'POST', '/api/accounts', '{"name":', 'body'],
    ['JSON that is not UTF-8', 'POST', '/api/accounts', bytes(account({ name: '\xff\xfe' })), 'body'],
    ['a NUL character', 'POST', '/api/accounts', account({ name: 'a\0b' }), 'name'],
    ['a NUL character deeper down', 'POST', '/api/accounts', account({ access: { kind: 'profile', profile: 'a\0' } }), 'access.profile'],
    ['half a surrogate pair', 'POST', '/api/accounts', account({}).replace('"x"', '"\\ud800"'), 'name'],
    ['endless nesting', 'POST', '/api/accounts', `{"name":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, 'body'],
    ['a control character in a name', 'POST', '/api/accounts', account({ name: 'a\nb' }), 'name'],
    ['text that turns round', 'POST', '/api/accounts', account({ name: 'a\u202eb' }), 'name'],
    ['a prototype', 'POST', '/api/accounts', account({}).replace('{', '{"__proto__":{"a":1},'), '__proto__'],
    ['an unknown recipe', 'POST', '/api/plans', planOf({ recipe: 'magic' }), 'recipe'],
    ['a role of neither kind', 'POST', '/api/plans', planOf({ inputs: { role: {} } }), 'inputs.role'],
    ['a role of both kinds', 'POST', '/api/plans', planOf({ inputs: { role: { create: { name: 'a' }, existing: 'b' } } }), 'inputs.role'],
    ['a workload that is not there', 'POST', '/api/plans', planOf({}), 'target.workloadId'],
    ['an array', 'POST', '/api/accounts', '[]', 'json'],
    ['a Region that does not exist', 'POST', '/api/accounts', account({ regions: ['us-east-9'] }), 'regions.0'],
    ['a body where none is taken', 'POST', '/api/accounts/x/scans', '{"full":true}', 'body'],
    ['a malformed body where none is taken', 'POST', '/api/runs/x/pause', '{"full"', 'body'],
    ['an unknown parameter of a list', 'GET', '/api/workloads?colour=red', undefined, 'colour'],
    ['an unknown parameter elsewhere', 'GET', '/api/overview?colour=red', undefined, 'colour'],
    ['an unknown parameter of a change', 'POST', '/api/accounts?dry=1', account({}), 'dry'],
    ['NUL in a filter', 'GET', '/api/keys?q=%00', undefined, 'q'],
    ['NUL in an id', 'GET', '/api/runs/%00', undefined, 'path'],
    ['a filter that is not UTF-8', 'GET', '/api/keys?q=%ff', undefined, 'query'],
    ['a broken escape in an id', 'GET', '/api/runs/%zz', undefined, 'path'],
    ['a parameter twice', 'GET', '/api/keys?q=a&q=b', undefined, 'q'],
    ['a q that is too long', 'GET', `/api/keys?q=${'x'.repeat(201)}`, undefined, 'q'],
    ['a limit of none', 'GET', '/api/keys?limit=0', undefined, 'limit'],
    ['a limit above the most', 'GET', '/api/keys?limit=201', undefined, 'limit'],
  ])('%s', async (_, method, path, body, field) => {
    const before = await console.call<{ total: number }>('/api/accounts');
    const { status, headers, problem } = await send(method, path, body);
    expect(status).toBe(400);
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(problem).toMatchObject({ code: 'bad-input', status: 400, requestId: headers.get('x-request-id') });
    expect(problem.fields?.map((one) => one.field)).toContain(field);
    expect(problem.fields?.map((one) => one.message)).not.toContain('Invalid input');
    expect((await console.call<{ total: number }>('/api/accounts')).body.total).toBe(before.body.total);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])('a body of the type %s', async (type) => {
    const { status, problem } = await send('POST', '/api/accounts', account({}), { 'content-type': type });
    expect(status).toBe(400);
    expect(problem.fields?.[0]?.field).toBe('Content-Type');
  });

  test('a body of more than 1 MB, announced or not', async () => {
    const large = account({ name: 'x'.repeat(1_100_000) });
    expect((await send('POST', '/api/accounts', large, { 'content-length': String(large.length) })).status).toBe(413);
    expect((await send('POST', '/api/accounts', large)).problem.code).toBe('too-large');
  });
});

test('a mark at the beginning and letters of any script are fine', async () => {
  const { status } = await send('POST', '/api/accounts', `\ufeff${account({ name: '東京 ✓ ünï' })}`);
  expect(status).toBe(201);
  expect((await console.call<{ total: number }>(`/api/accounts?q=${encodeURIComponent('京 ✓')}`)).body.total).toBe(1);
});

test('an empty object is no body', async () => {
  const { id } = await accountNamed(console, 'sandbox-data');
  expect((await send('POST', `/api/accounts/${id}/scans`, '{}')).status).toBe(202);
});

describe('methods', () => {
  test.each([
    ['PUT', '/api/accounts', 'GET, POST, HEAD, OPTIONS'],
    ['DELETE', '/api/plans/x', 'GET, HEAD, OPTIONS'],
    ['GET', '/api/sign-in', 'POST, OPTIONS'],
    ['POST', '/healthz', 'GET, HEAD, OPTIONS'],
    ['POST', '/overview', 'GET, HEAD'],
  ])('%s %s is a 405 that says what is possible', async (method, path, allow) => {
    const { status, headers, problem } = await send(method, path);
    expect(status).toBe(405);
    expect(headers.get('allow')).toBe(allow);
    expect(problem).toMatchObject({ code: 'method-not-allowed', allow: allow.split(', ') });
  });

  test('OPTIONS says the same without a refusal', async () => {
    const { status, headers } = await send('OPTIONS', '/api/accounts/x');
    expect([status, headers.get('allow')]).toEqual([204, 'GET, PATCH, DELETE, HEAD, OPTIONS']);
  });
});

describe('cursors', () => {
  const forged = (cursor: unknown) => Buffer.from(JSON.stringify(cursor)).toString('base64url');
  test.each(['accounts', 'audit'])('of %s: a page goes on where the last ended; what was tampered with is refused', async (list) => {
    const first = await console.call<{ items: { id: string }[]; nextCursor: string; total: number }>(`/api/${list}?limit=1`);
    expect(first.body.total).toBeGreaterThan(1);
    const second = await console.call<{ items: { id: string }[] }>(`/api/${list}?limit=1&cursor=${first.body.nextCursor}`);
    expect(second.body.items[0]?.id).not.toBe(first.body.items[0]?.id);
    const [binding, , id] = JSON.parse(Buffer.from(first.body.nextCursor, 'base64url').toString()) as string[];
    for (const cursor of [
      forged([binding, 'no such time', id]),
      forged([binding, '', id]),
      forged([binding, '2026-01-01', '\0']),
      forged([binding, null, id]),
      forged({ binding }),
      'none',
      '',
    ]) {
      const { status, problem } = await send('GET', `/api/${list}?limit=1&cursor=${cursor}`);
      expect([status, problem.fields?.[0]?.field], cursor).toEqual([400, 'cursor']);
    }
    const elsewhere = await send('GET', `/api/workloads?cursor=${first.body.nextCursor}`);
    expect(elsewhere.problem.fields?.[0]?.message).toMatch(/another list/);
  });
});
