import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { DetachUserPolicyCommand } from '@aws-sdk/client-iam';
import type { AuditEntry } from '@rolewright/shared/audit/entry.ts';
import type { Problem } from '@rolewright/shared/error.ts';
import type { Page } from '@rolewright/shared/page.ts';
import type { HttpPart, Probe, ProbeResult, Probes } from '@rolewright/shared/probes/probe.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { askToStart, checkOf, planFor, workloadNamed } from '../testing/runs.ts';
import { accountNamed, everyItem, scanAccount } from '../testing/scans.ts';
import { tryHttp } from './http-part.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const bucket = 'limbo-brain-560921689673';
const upload = {
  first: {
    kind: 'http',
    method: 'POST',
    url: 'http://limbo.sandbox.internal/brain/{{probe.id}}',
    body: 'remember {{probe.id}}',
    expect: { status: 200, bodyMatches: '"id":"([\\w-]+)"' },
  },
  second: { kind: 's3-object', bucket, key: 'brain/{{first.match}}', newerThanMinutes: 5 },
};

let console: TestConsole;
let probes: string;
let limboId: string;
beforeAll(async () => {
  console = await openTestConsole();
  await scanAccount(console, (await accountNamed(console, 'sandbox')).id);
  limboId = (await workloadNamed(console, 'limbo')).id;
  probes = `/api/workloads/${limboId}/probes`;
});
afterAll(() => console.close());

const tryDraft = (body: object) => console.call<ProbeResult>(`/api/workloads/${limboId}/probe-trials`, { body });
const get = (url: string, status = 200): object => ({ first: { kind: 'http', method: 'GET', url, expect: { status } } });

test('A16 D15: documents 000 and 003: an upload answers 200 and its object is there, made by the console and its operator', async () => {
  const { status, body } = await tryDraft(upload);
  expect(status, JSON.stringify(body)).toBe(200);
  expect(body).toMatchObject({ verdict: 'pass', moment: 'try', left: expect.stringContaining(`s3://${bucket}/brain/${body.probeId}`) });
  expect(body.parts.map((part) => part.observed)).toEqual(['HTTP 200', expect.stringMatching(/^there, \d+ bytes, written 20/)]);
  expect(body.parts.map((part) => part.madeBy)).toEqual(['the console, without credentials', 'the console’s operator, RolewrightOperator']);
  expect((await tryDraft(upload)).body.probeId).not.toBe(body.probeId);
});

test('A16: what it says when the answer is another than expected', async () => {
  const observed = async (input: object) => (await tryDraft(input)).body.parts.at(-1)?.observed;
  expect(await observed(get('http://limbo.sandbox.internal/nothing'))).toBe('HTTP 404');
  expect(await observed(get('http://nowhere.sandbox.internal/'))).toMatch(/does not resolve \(E\w+\)/);
  const object = { kind: 's3-object', bucket, key: 'brain/never-there' };
  expect(await observed({ first: object })).toBe('there is no object brain/never-there');
  expect(await observed({ first: { ...object, bucket: 'no-such-bucket-anywhere' } })).toBe('there is no bucket no-such-bucket-anywhere');
  expect(await observed({ first: { kind: 's3-newest', bucket, prefix: 'brain/', newerThanMinutes: 5 } })).toMatch(/^there/);
  expect(await observed({ first: { kind: 's3-newest', bucket, prefix: 'empty/', newerThanMinutes: 5 } })).toBe('no object is under empty/');
});

test('A16: what AWS does not let the console see is not known, and no failure', async () => {
  await console.setFaults([{ service: 's3', operation: 'ListObjectsV2', code: 'AccessDenied', principal: 'RolewrightOperator' }]);
  const { body } = await tryDraft({ first: upload.second && { ...upload.second, key: 'brain.json' } });
  await console.setFaults([]);
  expect(body).toMatchObject({
    verdict: 'unknown',
    parts: [{ observed: expect.stringMatching(/may not see it.*AccessDenied.*s3:ListBucket/) }],
  });
});

test('A16: list, put, delete and try are safe to repeat, and on record', async () => {
  const first = await console.call<Probe>(`${probes}/upload`, { method: 'PUT', body: upload });
  const again = await console.call<Probe>(`${probes}/upload`, { method: 'PUT', body: upload });
  expect([first.status, again.status]).toEqual([201, 200]);
  expect(again.body).toEqual(first.body);
  const changed = { ...upload, first: { ...upload.first, timeoutSeconds: 5 } };
  expect((await console.call<Probe>(`${probes}/upload`, { method: 'PUT', body: changed })).body).toMatchObject({
    version: 2,
    lastResult: null,
  });
  expect((await console.call<ProbeResult>(`${probes}/upload/trials`, { method: 'POST' })).body).toMatchObject({
    verdict: 'pass',
    version: 2,
  });
  const listed = await console.call<Probes>(probes);
  expect(listed.body.items).toMatchObject([{ name: 'upload', version: 2, lastResult: { verdict: 'pass' } }]);
  expect(listed.body.answersAt.map((one) => `${one.method} ${one.url}`)).toContain('POST http://limbo.sandbox.internal/brain');
  const remove = () => console.call(`${probes}/upload`, { method: 'DELETE' });
  expect([(await remove()).status, (await remove()).status]).toEqual([204, 204]);
  expect((await console.call(`${probes}/upload/trials`, { method: 'POST' })).status).toBe(404);
  const audit = (await console.call<Page<AuditEntry>>('/api/audit?limit=50')).body.items.filter((one) => one.target === limboId);
  const deeds = audit.map((one) => one.action).reverse();
  expect(deeds.slice(deeds.indexOf('probe.put'))).toEqual(['probe.put', 'probe.put', 'probe.try', 'probe.delete']);
});

test('A16: bad input is named by its field; ten probes are the most', async () => {
  const answer = await console.call<Problem>(`${probes}/upload`, { method: 'PUT', body: get('http://169.254.169.254/latest/meta-data/') });
  expect(answer).toMatchObject({ status: 400, body: { fields: [{ field: 'first.url', message: expect.stringContaining('metadata') }] } });
  const headers = [{ name: 'Authorization', value: 'Bearer abc' }];
  const secret = await console.call<Problem>(`${probes}/upload`, { method: 'PUT', body: { first: { ...upload.first, headers } } });
  expect(secret.body.fields?.map((one) => one.field)).toEqual(['first.headers.0.value']);
  expect((await console.call<Problem>(`${probes}/No%20name`, { method: 'PUT', body: upload })).body.fields?.[0]?.field).toBe('name');
  expect((await console.call(`/api/workloads/none/probes`)).status).toBe(404);
  for (let one = 0; one < 10; one++) await console.call(`${probes}/p${one}`, { method: 'PUT', body: upload });
  expect((await console.call<Problem>(`${probes}/p10`, { method: 'PUT', body: upload })).body.fields?.[0]?.message).toMatch(/10 probes/);
  for (let one = 0; one < 10; one++) await console.call(`${probes}/p${one}`, { method: 'DELETE' });
});

test('A16: the sandbox’s names lead nowhere from other accounts, nor to other ports, nor to the sandbox’s own API', async () => {
  const part = {
    ...(get('http://limbo.sandbox.internal/health') as { first: HttpPart }).first,
    headers: [],
    body: null,
    timeoutSeconds: 5,
  };
  const values = { id: 'probe-1', caught: null };
  const other = await tryHttp(console.deps.probeNetwork, 'acc_other', part, values);
  expect(other.answer).toMatchObject({ came: 'nothing', why: expect.stringContaining('does not resolve') });
  const onPort = await tryDraft(get(`http://limbo.sandbox.internal:${new URL(console.sandbox.url).port}/_sandbox/health`));
  expect(onPort.body.parts[0]?.observed).toMatch(/not called: .*usual port only/);
  expect((await tryDraft(get('http://limbo.sandbox.internal/_sandbox/health'))).body.parts[0]?.observed).toBe('HTTP 404');
});

/** An address of this machine that is neither loopback nor link-local: what a server on all interfaces is reached at. */
const ownAddress = (): string | undefined =>
  Object.values(networkInterfaces())
    .flatMap((one) => one ?? [])
    .find((one) => !one.internal && one.family === 'IPv4' && !one.address.startsWith('169.254.'))?.address;

test.skipIf(ownAddress() === undefined)(
  'A16: over real HTTP: the console’s own port, redirects, slow and endless answers, greedy patterns',
  async () => {
    const server: Server = createServer((incoming, response) => {
      if (incoming.url === '/away') response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
      else if (incoming.url === '/slow') return;
      else if (incoming.url === '/endless') response.writeHead(200).end('x'.repeat(1_000_000));
      else if (incoming.url === '/secret') response.writeHead(500).end('{"password": "hunter22"}');
      else if (incoming.url === '/why') response.writeHead(500).end('AccessDenied: s3:PutObject');
      else response.writeHead(200).end(`${'a'.repeat(40)}!`);
    });
    await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
    const { port } = server.address() as AddressInfo;
    const at = (path: string) => `http://${ownAddress()}:${port}${path}`;
    const observed = async (path: string, expect: object = {}, timeoutSeconds = 10) => {
      const { body } = await tryDraft({
        first: { kind: 'http', method: 'GET', url: at(path), timeoutSeconds, expect: { status: 200, ...expect } },
      });
      return body.parts[0];
    };
    try {
      expect(await observed('/')).toMatchObject({ verdict: 'pass', observed: 'HTTP 200', bytes: 41 });
      expect((await observed('/away'))?.observed).toBe('HTTP 302: a redirect, which is not followed');
      expect((await observed('/slow', {}, 1))?.observed).toBe('no answer within 1 s');
      expect(await observed('/endless', { bodyContains: 'y' })).toMatchObject({
        observed: expect.stringContaining('first 64 KB'),
        bytes: 65_536,
      });
      expect((await observed('/', { bodyMatches: '^(a+)+$' }))?.observed).toMatch(/took too long/);
      expect(await observed('/secret')).toMatchObject({ observed: 'HTTP 500', excerpt: null });
      expect((await observed('/why'))?.excerpt).toBe('AccessDenied: s3:PutObject');
      const network = { ...console.deps.probeNetwork, ownPorts: [port] };
      const part = { ...(get(at('/')) as { first: HttpPart }).first, headers: [], body: null, timeoutSeconds: 5 };
      const own = await tryHttp(network, 'acc', part, { id: 'x', caught: null });
      expect(own.answer).toEqual({ came: 'refused', why: `${ownAddress()} is the console itself` });
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  },
);

test('D15 A16: a probe that fails before the change blocks the plan and its start', async () => {
  await console.call(`${probes}/upload`, { method: 'PUT', body: upload });
  const plan = await planFor(console, 'limbo', { role: { create: { name: 'LimboTaskRole' } } });
  expect(checkOf(plan, 'probe-upload')).toMatchObject({ verdict: 'pass', claim: 'The probe upload passes before the change' });
  expect(plan.blockedBy).toEqual([]);
  const iam = administratorOf(console).iam;
  await iam.send(new DetachUserPolicyCommand({ UserName: 'limbo-bot', PolicyArn: 'arn:aws:iam::560921689673:policy/limbo-brain' }));
  await vi.waitFor(async () => expect((await tryDraft(upload)).body.verdict).toBe('fail'), { timeout: 20_000, interval: 200 });
  const started = await askToStart(console, plan);
  expect(started.status).toBe(409);
  expect(started.text).toMatch(/fails already|moved/);
  const failing = await planFor(console, 'limbo', { role: { create: { name: 'LimboTaskRole' } } });
  expect(failing.blockedBy).toContain('probe-upload');
  expect(checkOf(failing, 'probe-upload').evidence.join(' ')).toMatch(/expected HTTP 200.*observed HTTP 500.*AccessDenied/);
  await console.call(`${probes}/upload`, { method: 'DELETE' });
});

test('A16: nothing of what came back is kept, and no secret of the estate', async () => {
  const rows = await console.deps.db.selectFrom('audit').select('detail').where('action', 'like', 'probe.%').execute();
  expect(JSON.stringify(rows)).not.toContain('hunter22');
  const paths = Object.keys(((await console.call<{ paths: object }>('/api/openapi.json')).body as { paths: object }).paths);
  expect(paths.filter((one) => one.includes('probe'))).toHaveLength(4);
  expect((await everyItem(console, '/api/workloads?q=limbo')).length).toBeGreaterThan(0);
});
