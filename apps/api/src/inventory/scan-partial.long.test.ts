import type { Account } from '@rolewright/shared/accounts/account.ts';
import type { Scan } from '@rolewright/shared/inventory/scan.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed, everyItem, scanAccount, scanEnded } from '../testing/scans.ts';

let console: TestConsole;
let account: Account;
beforeAll(async () => {
  console = await openTestConsole();
  account = await accountNamed(console, 'sandbox');
});
afterEach(() => console.setFaults([]));
afterAll(() => console.close());

const gapsOf = (scan: Scan, service: string) =>
  scan.coverage.filter((one) => one.service === service).flatMap((one) => one.gaps.filter((gap) => gap.reason !== 'not-inspected'));

test('D-85: a scan that is throttled five times is still complete, and says how often', async () => {
  await console.setFaults([{ service: 'ecs', operation: 'DescribeTaskDefinition', code: 'ThrottlingException', times: 5 }]);
  const scan = await scanAccount(console, account.id);
  expect(scan.state).toBe('complete');
  expect(scan.progress.throttles).toBe(5);
});

test('D-88: a revision that is denied makes the scan partial, names the family, and is no clean bill for it', async () => {
  await console.deps.db.deleteFrom('revision').where('family', '=', 'limbo').execute();
  await console.setFaults([{ service: 'ecs', operation: 'DescribeTaskDefinition', code: 'AccessDeniedException', times: 3 }]);
  const scan = await scanAccount(console, account.id);
  expect(scan.state).toBe('partial');
  expect(gapsOf(scan, 'ecs')).toEqual([
    { reason: 'denied', what: 'task definition family limbo', count: 3, advice: expect.stringContaining('RolewrightReader') },
  ]);
  const [limbo] = await everyItem<Workload>(console, '/api/workloads?q=limbo');
  expect(limbo).toMatchObject({ state: 'unknown', why: expect.stringContaining('limbo:3') });

  await console.setFaults([]);
  expect((await scanAccount(console, account.id)).state).toBe('complete');
  const [again] = await everyItem<Workload>(console, '/api/workloads?q=limbo');
  expect(again?.state).toBe('static-keys');
});

test('D-88: a cluster whose services are denied keeps what was known of it', async () => {
  const before = await everyItem<Workload>(console, '/api/workloads?account=560921689673');
  await console.setFaults([{ service: 'ecs', operation: 'DescribeServices', code: 'AccessDeniedException' }]);
  const scan = await scanAccount(console, account.id);
  expect(scan.state).toBe('partial');
  expect(gapsOf(scan, 'ecs').map((gap) => gap.reason)).toContain('denied');
  const after = await everyItem<Workload>(console, '/api/workloads?account=560921689673');
  expect(after.filter((one) => one.kind === 'service').map((one) => one.id)).toEqual(
    before.filter((one) => one.kind === 'service').map((one) => one.id),
  );
});

test('IAM denied: the scan is partial, keys are found, their owners are unreadable and not absent', async () => {
  await console.setFaults([{ service: 'iam', operation: '*', code: 'AccessDenied' }]);
  const scan = await scanAccount(console, account.id);
  expect(scan.state).toBe('partial');
  expect(scan.coverage.find((one) => one.service === 'iam')).toMatchObject({ region: 'global', state: 'failed' });
  const [limbo] = await everyItem<Workload>(console, '/api/workloads?q=limbo');
  expect(limbo).toMatchObject({ state: 'static-keys', keys: [expect.objectContaining({ owner: null, ownerState: 'unreadable' })] });
});

test('D-37: CloudFormation denied is a gap and not an answer', async () => {
  await console.setFaults([{ service: 'cloudformation', operation: '*', code: 'AccessDenied' }]);
  const scan = await scanAccount(console, account.id);
  expect(scan.state).toBe('partial');
  expect(gapsOf(scan, 'cloudformation').map((gap) => gap.reason)).toEqual(expect.arrayContaining(['denied']));
});

test('D-87: a Region that is not enabled is partial with its own reason, the others are read', async () => {
  await console.call(`/api/accounts/${account.id}`, { method: 'PATCH', body: { regions: ['us-east-1', 'eu-west-1', 'ap-east-1'] } });
  const scan = await scanAccount(console, account.id);
  expect(scan.state).toBe('partial');
  const ecs = scan.coverage.filter((one) => one.service === 'ecs');
  expect(ecs.find((one) => one.region === 'ap-east-1')).toMatchObject({
    state: 'failed',
    gaps: [{ reason: 'region-disabled', advice: expect.stringContaining('Enable the Region') }],
  });
  expect(ecs.find((one) => one.region === 'us-east-1')).toMatchObject({ state: 'complete' });
});

test('a scan that gets no identity anywhere has failed, and says so', async () => {
  await console.setFaults([{ service: 'sts', operation: '*', code: 'AccessDenied' }]);
  const scan = await scanAccount(console, account.id);
  expect(scan.state).toBe('failed');
  expect(scan.error).toMatch(/who we are/);
});

test('a cancelled scan stops, keeps what it read and says that it is cancelled', async () => {
  await console.deps.db.deleteFrom('revision').execute();
  await console.setFaults([{ service: 'ecs', operation: 'DescribeTaskDefinition', latencyMs: 100 }]);
  const { body } = await console.call<Scan>(`/api/accounts/${account.id}/scans`, { method: 'POST' });
  await new Promise((resolve) => setTimeout(resolve, 900));
  expect((await console.call(`/api/scans/${body.id}/cancel`, { method: 'POST' })).status).toBe(202);
  const scan = await scanEnded(console, body.id);
  expect(scan.state).toBe('cancelled');
  expect(scan.progress.seen).toBeGreaterThan(0);
  for (const service of ['ecs', 'ec2']) expect(gapsOf(scan, service).map((gap) => gap.reason)).toContain('cancelled');
  expect((await console.call(`/api/scans/${body.id}/cancel`, { method: 'POST' })).status).toBe(409);
});
