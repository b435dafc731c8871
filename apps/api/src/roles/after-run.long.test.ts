import type { Scan } from '@rolewright/shared/inventory/scan.ts';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { callsSince } from '../testing/administrator.ts';
import { dataId, homeId, link, planChain, roleArn } from '../testing/chains.ts';
import { eventually } from '../testing/eventually.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { control, runUntil, startRun } from '../testing/runs.ts';
import { accountNamed, scanBothAccounts, scanEnded } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty' });
  await scanBothAccounts(console);
});
afterEach(() => console.setFaults([]));
afterAll(() => console.close());

const statusOf = async (arn: string) => (await console.call(`/api/roles/${encodeURIComponent(arn)}`)).status;

/** Lets something happen between a scan's reading of IAM and its end. */
async function duringScan(accountId: string, happens: () => Promise<unknown>): Promise<void> {
  await console.setFaults([{ service: 'ecs', operation: 'ListTaskDefinitions', when: 'before', latencyMs: 8000, times: 1 }]);
  const from = (await callsSince(console)).at(-1)?.seq ?? 0;
  const { body } = await console.call<Scan>(`/api/accounts/${accountId}/scans`, { method: 'POST' });
  await eventually(async () => {
    const made = (await callsSince(console, from)).map(({ operation }) => operation);
    if (!made.includes('ListClusters')) throw new Error('IAM is not read yet');
  });
  await happens();
  expect((await console.call<Scan>(`/api/scans/${body.id}`)).body.state).toBe('running');
  expect((await scanEnded(console, body.id)).state).toBe('complete');
}

test('E4 E8: what a run makes and undoes while a scan goes on is not overwritten by what the scan read before', async () => {
  const home = await accountNamed(console, 'sandbox');
  const role1 = roleArn(homeId, 'role1');
  let id = '';
  await duringScan(home.id, async () => {
    ({ id } = await startRun(console, await planChain(console, { create: { name: 'role1' } }, [link('role2')])));
    expect((await runUntil(console, id)).state).toBe('succeeded');
  });
  expect(await statusOf(role1)).toBe(200);
  await duringScan(home.id, async () => {
    await control(console, id, 'roll-back');
    expect((await runUntil(console, id)).state).toBe('rolled-back');
  });
  expect(await statusOf(role1)).toBe(404);
});

test('B3 E4: half a chain of a run that failed is seen as well', async () => {
  const plan = await planChain(console, { create: { name: 'half1' } }, [link('half2')]);
  const principal = `${dataId}:assumed-role/RolewrightOperator`;
  await console.setFaults([{ service: 'iam', operation: 'CreateRole', code: 'AccessDenied', principal }]);
  const { id } = await startRun(console, plan);
  expect((await runUntil(console, id)).state).toBe('failed');
  await eventually(async () => expect(await statusOf(roleArn(homeId, 'half1'))).toBe(200));
  await console.setFaults([]);
  await control(console, id, 'roll-back');
  expect((await runUntil(console, id)).state).toBe('rolled-back');
});

test('B7 D-84: many users and roles of one account are read again in a few calls', async () => {
  const { id: accountId } = await accountNamed(console, 'sandbox');
  const from = (await callsSince(console)).at(-1)?.seq ?? 0;
  const named = Array.from({ length: 200 }, (_, index) => ({ accountId, kind: 'role' as const, name: `caller-${index}` }));
  await console.deps.refreshPrincipals([...named, { accountId, kind: 'role', name: 'RolewrightReader' }]);
  const made = (await callsSince(console, from)).filter(({ service }) => service === 'iam').map(({ operation }) => operation);
  expect(new Set(made)).toEqual(new Set(['GetAccountAuthorizationDetails']));
  expect(made.length).toBeLessThan(10);
  expect(await statusOf(roleArn(homeId, 'RolewrightReader'))).toBe(200);
});
