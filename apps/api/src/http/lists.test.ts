import type { Run } from '@rolewright/shared/apply/run.ts';
import type { AuditEntry } from '@rolewright/shared/audit/entry.ts';
import type { Problem } from '@rolewright/shared/error.ts';
import type { Finding } from '@rolewright/shared/findings/finding.ts';
import { roleOfWorkload } from '@rolewright/shared/inventory/runs-as.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { AccessKey } from '@rolewright/shared/keys/access-key.ts';
import type { Page } from '@rolewright/shared/page.ts';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import type { Role } from '@rolewright/shared/roles/role.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed, everyItem, scanAccount } from '../testing/scans.ts';

let console: TestConsole;
let limbo: Workload;
let plan: Plan;
let run: Run;
beforeAll(async () => {
  console = await openTestConsole({ runs: false });
  await scanAccount(console, (await accountNamed(console, 'sandbox')).id);
  await scanAccount(console, (await accountNamed(console, 'sandbox-data')).id);
  limbo = (await everyItem<Workload>(console, '/api/workloads?q=limbo')).find(({ name }) => name === 'limbo') as Workload;
  const { accountId, region, id } = limbo;
  const body = {
    recipe: 'ecs-task-role',
    accountId,
    region,
    target: { workloadId: id },
    inputs: { role: { create: { name: 'LimboTaskRole' } } },
  };
  plan = (await console.call<Plan>('/api/plans', { body })).body;
  const started = await console.call<Run>(`/api/plans/${plan.id}/runs`, { body: { confirm: 'limbo', acknowledge: plan.toAcknowledge } });
  expect(started.status, started.text).toBe(202);
  run = started.body;
});
afterAll(() => console.close());

const keyOfLimbo = () => limbo.keys[0]?.keyId ?? 'none';
const identity = (item: Record<string, unknown>) => String(item.id ?? item.keyId ?? item.arn);
const lists = ['accounts', 'workloads', 'findings', 'keys', 'roles', 'plans', 'runs', 'audit'];

describe.each(lists)('/api/%s', (list) => {
  test('every id answers to GET with the same words as in the list', async () => {
    const items = await everyItem<Record<string, unknown>>(console, `/api/${list}`);
    expect(items.length).toBeGreaterThan(0);
    for (const item of items.slice(0, 40)) {
      const one = await console.call<Record<string, unknown>>(`/api/${list}/${encodeURIComponent(identity(item))}`);
      expect(one.status, one.text).toBe(200);
      for (const name of Object.keys(item)) expect(one.body, name).toHaveProperty(name);
      expect(identity(one.body)).toBe(identity(item));
    }
    expect((await console.call(`/api/${list}/none`)).status).toBe(404);
  });

  test('pages of any size make the same whole, in both directions', async () => {
    const whole = await console.call<Page<Record<string, unknown>>>(`/api/${list}?limit=200`);
    const ids = whole.body.items.map(identity);
    expect(new Set(ids).size).toBe(whole.body.total);
    expect((await everyItem<Record<string, unknown>>(console, `/api/${list}?limit=7`)).map(identity)).toEqual(ids);
    const [up, down] = await Promise.all(
      ['asc', 'desc'].map((order) => everyItem<Record<string, unknown>>(console, `/api/${list}?limit=13&order=${order}`)),
    );
    expect(down?.map(identity)).toEqual(up?.map(identity).reverse());
  });

  test('q takes the wildcards of SQL literally; a strange account finds nothing', async () => {
    for (const q of ['%', '\\', "'; drop table run; --"]) {
      expect((await console.call<Page<unknown>>(`/api/${list}?q=${encodeURIComponent(q)}`)).body).toMatchObject({ items: [], total: 0 });
    }
    expect((await console.call<Page<unknown>>(`/api/${list}?account=999999999999`)).body.total).toBe(0);
  });
});

test('the account filter takes our id and the twelve digits, in every list', async () => {
  for (const list of lists) {
    const [ours, digits] = await Promise.all(
      [limbo.accountId, '560921689673'].map((account) => everyItem<Record<string, unknown>>(console, `/api/${list}?account=${account}`)),
    );
    expect(digits?.length, list).toBeGreaterThan(0);
    expect(digits?.map(identity), list).toEqual(ours?.map(identity));
  }
});

test('the region filter holds in every list', async () => {
  const inRegion = async <T>(list: string, region: string) => await everyItem<T>(console, `/api/${list}?region=${region}`);
  for (const list of ['plans', 'runs', 'audit']) {
    expect((await inRegion(list, limbo.region)).length, list).toBeGreaterThan(0);
    expect(await inRegion(list, 'eu-west-1'), list).toEqual([]);
  }
  const found = new Set((await inRegion<Finding>('findings', 'eu-west-1')).map(({ keyId }) => keyId).filter(Boolean));
  expect(new Set((await inRegion<AccessKey>('keys', 'eu-west-1')).map(({ keyId }) => keyId))).toEqual(found);
  const roles = new Set((await inRegion<Workload>('workloads', 'us-east-1')).map(roleOfWorkload).filter(Boolean));
  expect(roles.size).toBeGreaterThan(0);
  expect(new Set((await inRegion<Role>('roles', 'us-east-1')).map(({ arn }) => arn))).toEqual(roles);
  for (const list of lists) expect(await inRegion(list, 'mars-north-1'), list).toEqual([]);
});

test('the keyId filter follows a key through every list', async () => {
  const of = async <T>(list: string, keyId: string) => await everyItem<T>(console, `/api/${list}?keyId=${keyId}`);
  expect((await of<Workload>('workloads', keyOfLimbo())).map(({ name }) => name)).toContain('limbo');
  expect((await of<Plan>('plans', keyOfLimbo())).map(({ id }) => id)).toEqual([plan.id]);
  expect((await of<Run>('runs', keyOfLimbo())).map(({ id }) => id)).toEqual([run.id]);
  expect((await of<AuditEntry>('audit', keyOfLimbo())).map(({ action }) => action)).toEqual(['run.start', 'plan.create']);
  const shadowed = (await everyItem<Workload>(console, '/api/workloads?state=shadowed'))[0] as Workload;
  const roles = await of<Role>('roles', shadowed.keys[0]?.keyId ?? 'none');
  expect(roles.map(({ arn }) => arn)).toEqual([roleOfWorkload(shadowed)]);
  for (const list of lists.filter((one) => one !== 'accounts')) expect(await of(list, 'AKIANONE'), list).toEqual([]);
});

test('the state filter takes the words of each list, several at once, and refuses others by naming them', async () => {
  const total = async (list: string, state: string) => (await console.call<Page<unknown>>(`/api/${list}?state=${state}`)).body.total;
  expect(await total('plans', 'running')).toBe(1);
  expect(await total('plans', 'draft,superseded')).toBe(0);
  expect(await total('runs', `${run.state},failed`)).toBe(1);
  expect(await total('runs', 'succeeded')).toBe(0);
  expect(await total('keys', 'Active')).toBeGreaterThan(0);
  expect(await total('audit', 'scan.start')).toBe(2);
  for (const [list, word] of [
    ['plans', 'superseded'],
    ['runs', 'rolled-back'],
    ['keys', 'Inactive'],
    ['roles', 'ecs-tasks'],
    ['workloads', 'moving'],
  ]) {
    const { status, body } = await console.call<Problem>(`/api/${list}?state=happy`);
    expect(status, list).toBe(400);
    expect(body.fields, list).toEqual([{ field: 'state', message: expect.stringContaining(word as string) }]);
  }
});

test('a row that comes between two pages neither repeats nor hides another', async () => {
  const first = await console.call<Page<AuditEntry>>('/api/audit?limit=2');
  const rest = await everyItem<AuditEntry>(console, `/api/audit?limit=2`);
  await console.call('/api/accounts', { body: { name: 'late', access: { kind: 'ambient' }, regions: ['us-east-1'] } });
  const second = await console.call<Page<AuditEntry>>(`/api/audit?limit=2&cursor=${first.body.nextCursor}`);
  expect(second.body.items.map(({ id }) => id)).toEqual(rest.slice(2, 4).map(({ id }) => id));
  expect(second.body.total).toBe(first.body.total + 1);
});
