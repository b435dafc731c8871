import type { Page } from '@rolewright/shared/page.ts';
import type { Assumers } from '@rolewright/shared/proof/assumer.ts';
import type { RoleGraph } from '@rolewright/shared/roles/graph.ts';
import type { RoleDetail } from '@rolewright/shared/roles/role.ts';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { dataId, homeId, link, planChain, roleArn } from '../testing/chains.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { control, runUntil, startRun } from '../testing/runs.ts';
import { accountNamed, scanBothAccounts } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const [role1, role2] = [roleArn(homeId, 'role1'), roleArn(dataId, 'role2')];
let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty' });
  await scanBothAccounts(console);
});
afterEach(() => console.setFaults([]));
afterAll(() => console.close());

const graphOf = (focus: string) => console.call<RoleGraph>(`/api/roles/graph?focus=${encodeURIComponent(focus)}`);
const rowsOf = async (arn: string) =>
  (await console.deps.db.selectFrom('principal').select(['checked_at', 'unread', 'tried_at']).where('arn', '=', arn).execute())[0];

test('E4 E5 E8: what a run made is seen at once, without a scan: in the graph, by who can assume it, in the list; undone, it is gone', async () => {
  const others = await console.deps.db.selectFrom('principal').select(['arn', 'checked_at']).orderBy('arn').execute();
  const run = await runUntil(
    console,
    (await startRun(console, await planChain(console, { create: { name: 'role1' } }, [link('role2')]))).id,
  );
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');

  const { body: graph } = await graphOf(role2);
  expect(graph.edges).toContainEqual(expect.objectContaining({ from: role1, to: role2, state: 'conditional' }));
  expect(graph.older).toEqual([]);
  const at = `/api/roles/${encodeURIComponent(role2)}`;
  const { body: assumers } = await console.call<Assumers>(`${at}/assumers?verdict=allowed`);
  expect(assumers.items.map(({ principal }) => principal)).toContain(role1);
  const { body: detail } = await console.call<RoleDetail>(at);
  expect(detail).toMatchObject({ reading: 'known', trusts: [role1], reach: { words: expect.stringContaining('s3:GetObject') } });
  // Only what the run touched was read again.
  const now = await console.deps.db.selectFrom('principal').select(['arn', 'checked_at']).orderBy('arn').execute();
  expect(now.filter(({ arn }) => arn !== role1 && arn !== role2)).toEqual(others);

  // AWS refuses the next reading: the row stays, and says that it is older.
  const before = await rowsOf(role2);
  await console.setFaults([{ service: 'iam', operation: 'GetRole', code: 'AccessDenied' }]);
  await console.deps.refreshPrincipals([{ accountId: (await accountNamed(console, 'sandbox-data')).id, kind: 'role', name: 'role2' }]);
  await console.setFaults([]);
  expect(await rowsOf(role2)).toMatchObject({ checked_at: before?.checked_at, unread: expect.stringContaining('iam:GetRole') });
  const { body: older } = await graphOf(role2);
  expect(older.nodes.map(({ id }) => id)).toContain(role2);
  expect(older.older).toMatchObject([{ arn: role2, why: expect.stringContaining('iam:GetRole was denied') }]);

  await control(console, run.id, 'roll-back');
  expect((await runUntil(console, run.id)).state).toBe('rolled-back');
  expect((await graphOf(role2)).status).toBe(404);
  expect((await console.call(at)).status).toBe(404);
});

test('A17: plans, runs and what was done are found by any account of a chain, not only by the first', async () => {
  const plan = await planChain(console, { create: { name: 'reader1' } }, [link('reader2')]);
  const run = await runUntil(console, (await startRun(console, plan)).id);
  const data = await accountNamed(console, 'sandbox-data');
  const home = await accountNamed(console, 'sandbox');
  const found = async (list: string, account: string) =>
    (await console.call<Page<{ id: string; target?: string }>>(`/api/${list}?account=${account}`)).body.items;
  for (const account of [data.id, dataId, home.id, homeId]) {
    expect((await found('plans', account)).map(({ id }) => id)).toContain(plan.id);
    expect((await found('runs', account)).map(({ id }) => id)).toContain(run.id);
    expect((await found('audit', account)).map(({ target }) => target)).toContain(plan.id);
  }
  for (const list of ['plans', 'runs', 'audit']) expect(await found(list, '999999999999')).toEqual([]);
});
