import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import { everyPlace, leaksOf } from '../testing/canary.ts';
import { dataId, externalIdOf, link, planChain, roleArn, settled } from '../testing/chains.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { control, runUntil, startRun } from '../testing/runs.ts';
import { accountNamed, scanAccount, scanBothAccounts } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty' });
  await scanBothAccounts(console);
});
afterAll(() => console.close());

const theirs = 'Somebody/else:keeps=this.one';

test('A5 D-48: no external id, generated or found, is in any row, log line or answer, from plan to roll-back', async () => {
  const { iam } = administratorOf(console, 'us-east-1', 'sandbox-data');
  const Condition = { StringEquals: { 'sts:ExternalId': theirs } };
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: dataId }, Action: 'sts:AssumeRole', Condition }],
  };
  await iam.send(new CreateRoleCommand({ RoleName: 'role3', AssumeRolePolicyDocument: JSON.stringify(trust, null, 1) }));
  await settled(console);
  const existing = link('role3', { role: { existing: roleArn(dataId, 'role3') } });
  const plan = await planChain(console, { create: { name: 'role1' } }, [link('role2', { permissions: undefined }), existing]);
  // A lost answer and a refusal on the way, so that what errors say is looked at too.
  await console.setFaults([
    { service: 'iam', operation: 'UpdateAssumeRolePolicy', when: 'after', dropAnswer: true, times: 1 },
    { service: 'iam', operation: 'CreateRole', code: 'AccessDenied', times: 1, principal: `${dataId}:assumed-role` },
  ]);
  const { id } = await startRun(console, plan);
  expect((await runUntil(console, id)).state).toBe('failed');
  await control(console, id, 'resume');
  const run = await runUntil(console, id);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  const secrets = [externalIdOf(console, dataId, 'role2'), console.deps.externalId(plan.id, 1).reveal(), theirs];
  expect(console.sandbox.world.state.accounts[dataId]?.iam.roles.role3?.trust.document).toContain(secrets[1]);
  await scanAccount(console, (await accountNamed(console, 'sandbox-data')).id);
  for (const list of ['roles', 'plans', 'runs', 'audit', `plans/${plan.id}`, `runs/${id}`]) await console.call(`/api/${list}`);
  await control(console, id, 'verify');
  await control(console, id, 'roll-back');
  const back = await runUntil(console, id, (one) => one.state === 'rolled-back' || one.state === 'failed');
  expect(back.state, JSON.stringify(back.error)).toBe('rolled-back');

  const places = await everyPlace(console);
  expect(leaksOf(places, secrets)).toEqual([]);
  // The fingerprints must be there, or the test looked at nothing.
  for (const place of ['table public.plan', 'table public.journal', 'table public.principal', 'answers']) {
    expect(places.get(place)).toMatch(/external-id-[0-9a-f]{16}/);
  }
});
