import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { homeRegion, sandboxAccount } from '../estate/accounts.ts';
import { startTestSandbox, type TestSandbox } from './test-sandbox.ts';
import type { Network } from './workload-http.ts';

let sandbox: TestSandbox;
let network: Network;
beforeAll(async () => {
  sandbox = await startTestSandbox(0.05);
  const headers = { authorization: `Bearer ${sandbox.token}` };
  network = (await (await fetch(`${sandbox.url}/_sandbox/network?account=${sandboxAccount.id}`, { headers })).json()) as Network;
});
afterAll(() => sandbox.close());

const ask = (host: string, method: string, path: string, body = ''): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const outgoing = request({ host: network.address, port: network.port, method, path, headers: { host } }, async (incoming) => {
      let text = '';
      for await (const chunk of incoming) text += chunk;
      resolve({ status: incoming.statusCode ?? 0, text });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
const limbo = 'limbo.sandbox.internal';
const place = { accountId: sandboxAccount.id, region: homeRegion } as const;

test('D15: an upload is stored with the credentials of a running task, and read back through the program', async () => {
  expect(network.names.map((one) => one.host)).toEqual(expect.arrayContaining([limbo, 'legacy-uploader.sandbox.internal']));
  const made = await ask(limbo, 'POST', '/brain/first', 'remember this');
  expect(made).toEqual({ status: 200, text: `${JSON.stringify({ id: 'first', key: 'brain/first' })}\n` });
  expect(await ask(limbo, 'GET', '/brain/first')).toEqual({ status: 200, text: 'remember this' });
  const { Contents } = await sandbox.invoke({
    ...place,
    service: 's3',
    operation: 'ListObjectsV2',
    input: { Bucket: 'limbo-brain-560921689673', Prefix: 'brain/' },
  });
  expect(Contents?.map((one) => one.Key)).toEqual(['brain/first']);
});

test('D15: an id of its own where none is given; other paths, methods and hosts are not found', async () => {
  expect(JSON.parse((await ask(limbo, 'POST', '/brain', 'x')).text)).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{12}$/) });
  for (const [host, method, path] of [
    [limbo, 'GET', '/brain'],
    [limbo, 'DELETE', '/brain/first'],
    [limbo, 'GET', '/_sandbox/snapshot'],
    ['payments.sandbox.internal', 'POST', '/brain'],
    ['127.0.0.1', 'POST', '/brain'],
  ] as const)
    expect((await ask(host, method, path)).status, `${method} ${host}${path}`).toBe(404);
});

test('D15: without permission the upload answers 500 with AWS’s error, while the health check stays green', async () => {
  await sandbox.invoke({
    ...place,
    region: 'us-east-1',
    service: 'iam',
    operation: 'DetachUserPolicy',
    input: { UserName: 'limbo-bot', PolicyArn: `arn:aws:iam::${sandboxAccount.id}:policy/limbo-brain` },
  });
  let last = await ask(limbo, 'POST', '/brain/second', 'x');
  for (let tries = 0; last.status === 200 && tries < 100; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    last = await ask(limbo, 'POST', '/brain/second', 'x');
  }
  expect(last.status).toBe(500);
  expect(last.text).toMatch(/s3:PutObject: AccessDenied/);
  expect((await ask(limbo, 'GET', '/health')).status).toBe(200);
});

test('D15: no running task, no answer', async () => {
  await sandbox.invoke({
    ...place,
    service: 'ecs',
    operation: 'UpdateService',
    input: { cluster: 'limbo', service: 'limbo', desiredCount: 0 },
  });
  let last = await ask(limbo, 'GET', '/health');
  for (let tries = 0; last.status === 200 && tries < 200; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    last = await ask(limbo, 'GET', '/health');
  }
  expect(last.status).toBe(503);
});
