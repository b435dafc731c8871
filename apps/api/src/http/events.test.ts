import type { Scan } from '@rolewright/shared/inventory/scan.ts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { issueSignInCode } from '../auth/sign-in.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed } from '../testing/scans.ts';

let console: TestConsole;
let scan: Scan;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty', works: false });
});
afterAll(() => console.close());
beforeEach(async () => {
  await console.deps.db.deleteFrom('scan').execute();
  const { id } = await accountNamed(console, 'sandbox');
  scan = (await console.call<Scan>(`/api/accounts/${id}/scans`, { method: 'POST' })).body;
});

const bearer = () => ({ authorization: `Bearer ${console.deps.apiToken.reveal()}` });
const open = (headers: Record<string, string> = bearer(), method = 'GET') =>
  console.raw(`/api/scans/${scan.id}/events`, { method, headers });
/** What no worker does here: the scan goes on, or ends. */
const change = (values: { version: number; state?: Scan['state'] }) =>
  console.deps.db.updateTable('scan').set(values).where('id', '=', scan.id).execute();

async function* eventsOf(answer: Response): AsyncGenerator<{ event: string; id: string; data: Scan }> {
  let text = '';
  for await (const chunk of (answer.body as ReadableStream<Uint8Array<ArrayBuffer>>).pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const lines = Object.fromEntries(
        text
          .slice(0, end)
          .split('\n')
          .map((line) => [line.split(':', 1)[0], line.slice(line.indexOf(':') + 2)]),
      );
      text = text.slice(end + 2);
      yield { event: lines.event, id: lines.id, data: JSON.parse(lines.data) };
    }
  }
}

test('the first event is the thing as GET gives it; each later one has the whole and its version; the end closes', async () => {
  const answer = await open();
  expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/);
  const events = eventsOf(answer);
  const get = (await console.call<Scan>(`/api/scans/${scan.id}`)).body;
  expect((await events.next()).value).toEqual({ event: 'state', id: String(get.version), data: get });
  await change({ version: 2 });
  expect((await events.next()).value).toMatchObject({ event: 'progress', id: '2' });
  await change({ version: 3, state: 'complete' });
  expect((await events.next()).value).toMatchObject({ event: 'state', id: '3', data: { state: 'complete' } });
  expect((await events.next()).done).toBe(true);
});

test('who comes back with the last id is sent only what is newer, and is told to stop when nothing more can come', async () => {
  const events = eventsOf(await open({ ...bearer(), 'last-event-id': '1' }));
  setTimeout(() => void change({ version: 2 }), 500);
  expect((await events.next()).value).toMatchObject({ id: '2' });
  await change({ version: 3, state: 'cancelled' });
  expect((await events.next()).value).toMatchObject({ id: '3' });
  expect((await open({ ...bearer(), 'last-event-id': '3' })).status).toBe(204);
});

test('many listeners see the same', async () => {
  const listeners = await Promise.all(Array.from({ length: 50 }, async () => eventsOf(await open())));
  await Promise.all(listeners.map((one) => one.next()));
  await change({ version: 2, state: 'complete' });
  const last = await Promise.all(listeners.map((one) => one.next()));
  expect(new Set(last.map(({ value }) => JSON.stringify(value))).size).toBe(1);
});

test('signing out ends the streams of the session', async () => {
  const { code } = await issueSignInCode({ deps: console.deps, actor: 'rolewright', requestId: null });
  const signedIn = await console.raw('/api/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const events = eventsOf(await open({ cookie }));
  await events.next();
  await console.raw('/api/sign-out', { method: 'POST', headers: { cookie, origin: 'http://localhost' } });
  expect((await events.next()).done).toBe(true);
});

test('a thing that goes away ends its streams without a word', async () => {
  const events = eventsOf(await open());
  await events.next();
  await console.deps.db.deleteFrom('scan').where('id', '=', scan.id).execute();
  expect(await events.next()).toEqual({ done: true, value: undefined });
  expect((await open()).status).toBe(404);
});

test('HEAD opens no stream', async () => {
  const answer = await open(bearer(), 'HEAD');
  expect([answer.status, answer.body]).toEqual([200, null]);
});
