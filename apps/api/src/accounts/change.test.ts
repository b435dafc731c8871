import type { Account } from '@rolewright/shared/accounts/account.ts';
import type { Run } from '@rolewright/shared/apply/run.ts';
import type { AuditEntry } from '@rolewright/shared/audit/entry.ts';
import type { Problem } from '@rolewright/shared/error.ts';
import type { Scan } from '@rolewright/shared/inventory/scan.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { Page } from '@rolewright/shared/page.ts';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed, scanAccount, scanEnded } from '../testing/scans.ts';

let console: TestConsole;
let account: Account;
beforeAll(async () => {
  console = await openTestConsole({ runs: false });
});
afterAll(() => console.close());
beforeEach(async () => {
  account = await accountNamed(console, 'sandbox');
});

const change = (body: object, id = account.id) => console.call<Account & Problem>(`/api/accounts/${id}`, { method: 'PATCH', body });
const total = async (pathname: string) => (await console.call<Page<unknown>>(pathname)).body.total;

test('what is left out of a PATCH stays; what cannot be changed is refused by name', async () => {
  expect((await change({})).body).toMatchObject({ name: 'sandbox', regions: account.regions });
  for (const [field, value] of Object.entries({ access: { kind: 'ambient' }, endpointUrl: 'https://x.example', id: 'y', name: null })) {
    const { status, body } = await change({ [field]: value });
    expect([status, body.fields?.[0]?.field]).toEqual([400, field]);
  }
});

test('a name is taken once, also by two renames at the same time', async () => {
  const make = async (name: string) =>
    (await console.call<Account>('/api/accounts', { body: { name, access: { kind: 'ambient' }, regions: ['us-east-1'] } })).body.id;
  const ids = await Promise.all(['one', 'two', 'three'].map(make));
  const answers = await Promise.all(ids.map((id) => change({ name: 'the same' }, id)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  expect(answers.find(({ status }) => status === 409)?.body.fields).toEqual([{ field: 'name', message: 'is taken' }]);
});

test('a sandbox that is built anew leaves nothing that a scan wrote, in any table', async () => {
  await scanAccount(console, account.id);
  const { rows: tables } = await sql<{ name: string }>`select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'account_id' order by table_name`.execute(console.deps.db);
  const filled = async () => {
    const counts = await Promise.all(
      tables.map(async ({ name }) => {
        const { rows } = await sql`select from ${sql.table(name)} where account_id = ${account.id} limit 1`.execute(console.deps.db);
        return rows.length > 0 ? [name] : [];
      }),
    );
    return counts.flat();
  };
  expect(await filled()).toEqual(expect.arrayContaining(['finding', 'principal', 'revision', 'role', 'scan', 'workload']));
  await console.call(`/api/accounts/${account.id}/reset-sandbox`, { method: 'POST' });
  // Plans, runs and the audit are the record of what was done, and stay.
  expect((await filled()).filter((name) => !['audit', 'plan', 'run'].includes(name))).toEqual([]);
});

test('the Regions stay while a scan is under way', async () => {
  const scan = (await console.call<Scan>(`/api/accounts/${account.id}/scans`, { method: 'POST' })).body;
  const { status, body } = await change({ regions: ['us-east-1'] });
  expect([status, body.openId]).toEqual([409, scan.id]);
  await scanEnded(console, scan.id);
});

test('a Region and an account stay while a run is open in them; afterwards all that was found goes, and the record of changes stays', async () => {
  await scanAccount(console, account.id);
  const limbo = (await console.call<Page<Workload>>('/api/workloads?q=limbo&region=us-east-1')).body.items.find(
    ({ name }) => name === 'limbo',
  );
  const body = {
    recipe: 'ecs-task-role',
    accountId: account.id,
    region: 'us-east-1',
    target: { workloadId: limbo?.id },
    inputs: { role: { create: { name: 'LimboTaskRole' } } },
  };
  const plan = (await console.call<Plan>('/api/plans', { body })).body;
  const runs = { body: { confirm: 'limbo', acknowledge: plan.toAcknowledge } };
  const strange = { confirm: 'limbo', acknowledge: [...plan.toAcknowledge, 'all-of-them'] };
  const mistyped = await console.call<Problem>(`/api/plans/${plan.id}/runs`, { body: strange });
  expect([mistyped.status, mistyped.body.fields?.[0]?.field]).toEqual([400, 'acknowledge']);
  const starts = await Promise.all(Array.from({ length: 5 }, () => console.call<Run & Problem>(`/api/plans/${plan.id}/runs`, runs)));
  const run = starts.find(({ status }) => status === 202)?.body as Run;
  const refused = starts.filter(({ status }) => status !== 202);
  expect(refused.map(({ status, body: { openId } }) => [status, openId])).toEqual(Array(4).fill([409, run.id]));

  expect((await change({ regions: ['eu-west-1'] })).body.openId).toBe(run.id);
  const deleted = await console.call<Problem>(`/api/accounts/${account.id}`, { method: 'DELETE' });
  expect([deleted.status, deleted.body.openId]).toEqual([409, run.id]);
  expect((await console.call(`/api/workloads/${limbo?.id}`)).status).toBe(200);

  await console.deps.db.updateTable('run').set({ state: 'rolled-back' }).execute();
  expect((await change({ regions: ['eu-west-1'] })).status).toBe(200);
  expect(await total('/api/workloads?region=us-east-1')).toBe(0);
  const scan = (await console.call<Scan>(`/api/accounts/${account.id}/scans`, { method: 'POST' })).body;
  expect((await console.call(`/api/accounts/${account.id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await console.call(`/api/accounts/${account.id}`, { method: 'DELETE' })).status).toBe(404);
  expect((await console.call(`/api/scans/${scan.id}`)).status).toBe(404);
  for (const list of ['workloads', 'findings', 'keys', 'roles']) expect(await total(`/api/${list}?account=${account.id}`), list).toBe(0);
  expect((await console.call<Run>(`/api/runs/${run.id}`)).body.planId).toBe(plan.id);
  expect((await console.call<Problem>(`/api/plans/${plan.id}/runs`, runs)).status).toBeLessThan(500);
  const audit = (await console.call<Page<AuditEntry>>(`/api/audit?account=${account.id}`)).body.items;
  expect(audit.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['account.delete', 'account.change', 'run.start', 'plan.create']),
  );
});
