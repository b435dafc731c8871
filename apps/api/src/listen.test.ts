import { connect } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from './app.ts';
import { listen } from './listen.ts';
import { openTestConsole, type TestConsole } from './testing/open-console.ts';

let console: TestConsole;
let server: Awaited<ReturnType<typeof listen>>;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty', works: false });
  const app = createApp(console.deps, path.join(console.dataDir, 'web'));
  server = await listen((request) => app.fetch(request), '127.0.0.1', 0);
});
afterAll(async () => {
  await server.close();
  await console.close();
});

/** Bytes over the bare connection → the answer as it came. */
function send(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

test.each([
  ['no request at all', 'HELLO\r\n\r\n', 400],
  ['no Host', 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
  ['a Host that is none', 'GET /healthz HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 400],
  ['an address without end', `GET /api/workloads?q=${'x'.repeat(40_000)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`, 413],
  ['two Hosts', 'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n', 403],
  ['a path that climbs', 'GET /..%2f..%2f..%2fetc/hostname.txt HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n', 404],
])('%s gets a problem document with the security headers', async (_, text, status) => {
  const [head, body] = (await send(text)).split('\r\n\r\n');
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(head).toMatch(/content-security-policy: default-src 'self'/i);
  expect(head).not.toMatch(/unsafe-inline/);
  expect(head).toMatch(/x-content-type-options: nosniff/i);
  expect(JSON.parse(body ?? '')).toMatchObject({ status, code: expect.any(String), requestId: expect.any(String) });
});

test('hundreds of requests at once are all answered', { timeout: 60_000 }, async () => {
  const authorization = `Bearer ${console.deps.apiToken.reveal()}`;
  const ask = async () => (await fetch(`${server.url}/api/accounts`, { headers: { authorization } })).status;
  expect(new Set(await Promise.all(Array.from({ length: 500 }, ask)))).toEqual(new Set([200]));
});
