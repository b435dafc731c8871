import { statSync } from 'node:fs';
import path from 'node:path';
import type { AuditEntry } from '@rolewright/shared/audit/entry.ts';
import type { Session } from '@rolewright/shared/auth/session.ts';
import type { Problem } from '@rolewright/shared/error.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed, everyItem } from '../testing/scans.ts';

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty', works: false });
});
afterAll(() => console.close());

const newCode = async () => (await console.call<{ code: string }>('/api/sign-in-codes', { method: 'POST' })).body.code;
const signIn = (code: string, headers: Record<string, string> = {}) =>
  console.raw('/api/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ code }),
  });
const cookieOf = (answer: Response) => answer.headers.get('set-cookie')?.split(';')[0] ?? '';
const own = { origin: 'http://localhost' };

test('a code works once, also when it is used many times at once', async () => {
  const code = await newCode();
  const answers = await Promise.all(Array.from({ length: 20 }, () => signIn(code)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(19).fill(401)]);
  const cookie = answers.find(({ status }) => status === 200)?.headers.get('set-cookie');
  expect(cookie).toMatch(/^rolewright_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
});

test('a code is good for ten minutes, a session for twelve hours', async () => {
  const late = await newCode();
  await console.deps.db
    .updateTable('sign_in_code')
    .set({ expires_at: new Date(Date.now() - 1) })
    .execute();
  expect((await signIn(late)).status).toBe(401);
  const cookie = cookieOf(await signIn(await newCode()));
  const session = (await (await console.raw('/api/session', { headers: { cookie } })).json()) as Session;
  expect(Date.parse(session.expiresAt ?? '') - Date.now()).toBeGreaterThan(11.9 * 3_600_000);
  await console.deps.db
    .updateTable('session')
    .set({ expires_at: new Date(Date.now() - 1) })
    .execute();
  expect((await console.raw('/api/session', { headers: { cookie } })).status).toBe(401);
});

test('signing out makes the cookie worthless', async () => {
  const cookie = cookieOf(await signIn(await newCode()));
  expect((await console.raw('/api/sign-out', { method: 'POST', headers: { cookie, ...own } })).status).toBe(204);
  expect((await console.raw('/api/session', { headers: { cookie } })).status).toBe(401);
});

test('who is not signed in gets a 401 that names the scheme, and learns nothing of what there is', async () => {
  for (const pathname of ['/api/overview', '/api/nothing-here', '/api/openapi.json', '/api/accounts?colour=1']) {
    for (const authorization of ['', 'Bearer wrong', 'Basic eDp5', `Bearer ${console.deps.apiToken.reveal()}x`]) {
      const answer = await console.raw(pathname, { headers: authorization === '' ? {} : { authorization } });
      expect([answer.status, answer.headers.get('www-authenticate')], `${pathname} ${authorization}`).toEqual([401, 'Bearer']);
      expect(((await answer.json()) as Problem).code).toBe('not-signed-in');
    }
  }
});

test('the bearer token lies in a file that its owner alone reads', () => {
  expect(statSync(path.join(console.dataDir, 'api-token')).mode & 0o777).toBe(0o600);
});

test('codes, tokens and cookies are kept as hashes alone', async () => {
  const code = await newCode();
  const cookie = cookieOf(await signIn(code)).split('=')[1];
  const rows = JSON.stringify([
    await console.deps.db.selectFrom('sign_in_code').selectAll().execute(),
    await console.deps.db.selectFrom('session').selectAll().execute(),
    await console.deps.db.selectFrom('audit').selectAll().execute(),
  ]);
  for (const secret of [code, cookie, console.deps.apiToken.reveal()]) expect(rows).not.toContain(secret);
});

describe('D-96: what another page may not do', () => {
  test.each<[string, Record<string, string>]>([
    ['another site', { origin: 'https://evil.example' }],
    ['another port of this machine', { origin: 'http://localhost:9999' }],
    ['a page without an origin', { origin: 'null' }],
    ['a page that hides its origin', {}],
    ['a page with an Authorization of its own', { authorization: 'Basic eDp5' }],
    ['another site, by fetch metadata', { ...own, 'sec-fetch-site': 'cross-site' }],
    ['another port, by fetch metadata', { ...own, 'sec-fetch-site': 'same-site' }],
  ])('a change from %s is refused, and nothing is changed', async (_, headers) => {
    const cookie = cookieOf(await signIn(await newCode()));
    const { id } = await accountNamed(console, 'sandbox');
    const answer = await console.raw(`/api/accounts/${id}`, { method: 'DELETE', headers: { cookie, ...headers } });
    expect(answer.status).toBe(403);
    expect((await accountNamed(console, 'sandbox')).id).toBe(id);
  });

  test('the API cannot be loaded by another page; our own may, and a link to a screen works', async () => {
    const cookie = cookieOf(await signIn(await newCode()));
    const status = async (pathname: string, site: string) =>
      (await console.raw(pathname, { headers: { cookie, 'sec-fetch-site': site } })).status;
    expect(await status('/api/overview', 'same-site')).toBe(403);
    expect(await status('/api/overview', 'same-origin')).toBe(200);
    expect(await status('/api/overview', 'none')).toBe(200);
    expect(await status('/healthz', 'cross-site')).toBe(200);
  });

  test.each(['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example:4600', 'localhost.'])(
    'the Host %s is refused',
    async (host) => {
      expect((await console.raw('/healthz', { headers: { host } })).status).toBe(403);
    },
  );

  test('a session makes no codes for others', async () => {
    const cookie = cookieOf(await signIn(await newCode()));
    expect((await console.raw('/api/sign-in-codes', { method: 'POST', headers: { cookie, ...own } })).status).toBe(403);
  });
});

test('signing in, out, a fresh code and a refusal are in the audit; a flood of refusals does not fill it', async () => {
  const before = (await everyItem<AuditEntry>(console, '/api/audit')).length;
  const cookie = cookieOf(await signIn(await newCode()));
  await console.raw('/api/sign-out', { method: 'POST', headers: { cookie, ...own } });
  await Promise.all(Array.from({ length: 30 }, () => signIn('not-a-code')));
  const entries = await everyItem<AuditEntry>(console, '/api/audit');
  const actions = entries.slice(0, entries.length - before).map(({ action, actor }) => `${action} ${actor}`);
  expect(actions).toEqual(expect.arrayContaining(['sign-in-code.create script', 'sign-in operator', 'sign-out operator']));
  expect(entries.filter(({ action }) => action === 'sign-in.refused').length).toBeGreaterThan(0);
  expect(actions.length).toBeLessThan(3 + 30);
});
