import { createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import type { Problem } from '@rolewright/shared/error.ts';
import { Secret } from '@rolewright/shared/secret.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../app.ts';
import { openDatabase } from '../store/database.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';

let console: TestConsole;
let server: Server;
const sockets: Socket[] = [];
/** A port where nothing listens, and one where a server takes connections and never says a word. */
let port: number;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty', works: false });
  server = createServer((socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as { port: number }).port;
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  await console.close();
});

function appOn(databasePort: number) {
  const db = openDatabase(new Secret(`postgres://rolewright@127.0.0.1:${databasePort}/rolewright`));
  return createApp({ ...console.deps, db }, path.join(console.dataDir, 'web'));
}

test('without its database the console is alive, not ready, and says 503 instead of failing', async () => {
  const app = appOn(1);
  expect((await app.request('/healthz')).status).toBe(200);
  const authorization = `Bearer ${console.deps.apiToken.reveal()}`;
  for (const pathname of ['/readyz', '/api/accounts', '/api/runs/x']) {
    const answer = await app.request(pathname, { headers: { authorization } });
    expect([answer.status, answer.headers.get('retry-after')], pathname).toEqual([503, '5']);
    expect(((await answer.json()) as Problem).code).toBe('unavailable');
  }
});

test('a database that hangs is not ready either', async () => {
  const started = performance.now();
  expect((await appOn(port).request('/readyz')).status).toBe(503);
  expect(performance.now() - started).toBeLessThan(6000);
});
