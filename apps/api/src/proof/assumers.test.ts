import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { Problem } from '@rolewright/shared/error.ts';
import type { Assumers } from '@rolewright/shared/proof/assumer.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import { eventually } from '../testing/eventually.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed, scanAccount } from '../testing/scans.ts';

const home = '560921689673';
const other = '210987654321';
const externalId = 'tenant-4711-of-the-house';
const loader = `arn:aws:iam::${other}:user/warehouse-loader`;
const arnOf = (name: string, account = home) => `arn:aws:iam::${account}:role/${name}`;
const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole();
  const { iam } = administratorOf(console);
  const tasks = { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' };
  await iam.send(new CreateRoleCommand({ RoleName: 'role1', AssumeRolePolicyDocument: document(tasks) }));
  const Condition = { StringEquals: { 'sts:ExternalId': externalId } };
  const byRole1 = { Effect: 'Allow', Principal: { AWS: arnOf('role1') }, Action: 'sts:AssumeRole', Condition };
  const byOthers = {
    Effect: 'Allow',
    Principal: { AWS: [other, loader] },
    Action: 'sts:AssumeRole',
  };
  await eventually(() => iam.send(new CreateRoleCommand({ RoleName: 'role2', AssumeRolePolicyDocument: document(byRole1, byOthers) })));
  const all = { Effect: 'Allow', Action: '*', Resource: '*' };
  await iam.send(new PutRolePolicyCommand({ RoleName: 'role2', PolicyName: 'all', PolicyDocument: document(all) }));
  await scan('sandbox');
});
afterAll(() => console.close());

const scan = async (name: string) => scanAccount(console, (await accountNamed(console, name)).id);
const ask = <T = Assumers>(name: string, query = '') => console.call<T>(`/api/roles/${encodeURIComponent(arnOf(name))}/assumers${query}`);

test('E4 an account that is not scanned is said to be so: its half is not known', async () => {
  const { status, body, text } = await ask('role2', '?verdict=unknown');
  expect(status, text).toBe(200);
  const reason = expect.stringContaining(`account ${other} is not scanned`);
  expect(body.items.map(({ principal }) => principal).sort()).toEqual([other, loader].sort());
  for (const one of body.items) expect(one).toMatchObject({ scanned: false, reason, trust: { verdict: 'allowed' } });
});

test('E4 who can assume role2: over both accounts, each with the reason, and never the external id', async () => {
  await scan('sandbox-data');
  const { status, body, text } = await ask('role2', '?limit=5000');
  expect(status, text).toBe(200);
  const of = (principal: string) => body.items.find((one) => one.principal === principal);
  expect(of(arnOf('role1'))).toMatchObject({
    verdict: 'allowed',
    asks: ['knows the external id'],
    identity: { needed: false },
    reason: expect.stringMatching(/^Allowed to whoever knows the external id: /),
  });
  expect(of(loader)).toMatchObject({
    verdict: 'denied',
    scanned: true,
    trust: { verdict: 'allowed' },
    identity: { verdict: 'denied', needed: true },
    reason: expect.stringMatching(/^The caller’s half is missing/),
  });
  // All that it may do does not make it trust itself (D-46).
  expect(of(arnOf('role2'))).toMatchObject({ verdict: 'denied', identity: { verdict: 'allowed' } });
  // The account is named, so that its administrator may too.
  const allowed = body.items.filter(({ verdict }) => verdict === 'allowed').map(({ principal }) => principal);
  expect(allowed).toEqual([`arn:aws:iam::${other}:user/sandbox-administrator`, arnOf('role1')]);
  expect(body.counts.allowed).toBe(2);
  expect(body.total).toBe(body.items.length);
  expect(new Set(body.accounts.map(({ awsAccountId }) => awsAccountId))).toEqual(new Set([home, other]));
  expect(body.notSeen[0]).toMatch(/control policies/);
  expect(text).not.toContain(externalId);
});

test('B7 the list is filtered and cut, and says how many there are', async () => {
  const { body } = await ask('role2', '?verdict=denied&q=role%2Fecs&limit=1');
  expect(body.items).toHaveLength(1);
  expect(body.items[0]?.principal).toContain('role/ecs');
  expect(body.counts.denied).toBeGreaterThan(body.total);
});

test('a role that no scan has found, and bad parameters, are said', async () => {
  const { status, body } = await ask<Problem>('nobody');
  expect([status, body.detail]).toEqual([404, `No scan has found the role ${arnOf('nobody')}.`]);
  const bad = await ask<Problem>('role2', '?verdict=maybe');
  expect(bad.body.fields).toMatchObject([{ field: 'verdict' }]);
});
