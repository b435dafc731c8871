import { CreateRoleCommand, PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { findCredentials } from '@rolewright/sandbox/auth/credentials.ts';
import { record } from '@rolewright/sandbox/services/cloudtrail/record.ts';
import type { AuditEntry } from '@rolewright/shared/audit/entry.ts';
import type { Page } from '@rolewright/shared/page.ts';
import type { ChainPlan, PolicyPlan } from '@rolewright/shared/plan/plan.ts';
import type { PlanTruth } from '@rolewright/shared/proof/plan-truth.ts';
import type { RoleTrial } from '@rolewright/shared/proof/role-trial.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import { assume, dataId, externalIdOf, homeId, link, planChain, roleArn, settled, taskKeys } from '../testing/chains.ts';
import { eventually } from '../testing/eventually.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { runUntil, startRun } from '../testing/runs.ts';
import { accountNamed, scanBothAccounts } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const bucket = `warehouse-${dataId}`;
const lists = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'List', Effect: 'Allow', Action: 's3:ListBucket', Resource: `arn:aws:s3:::${bucket}` }],
};
const operator = roleArn(homeId, 'RolewrightOperator');
let console: TestConsole;
let accountId: string;
beforeAll(async () => {
  console = await openTestConsole();
  await scanBothAccounts(console);
  accountId = (await accountNamed(console, 'sandbox')).id;
});
afterAll(() => console.close());

const table = (plan: ChainPlan) => console.call<PlanTruth>(`/api/plans/${plan.id}/truth-table`);
const observe = (plan: ChainPlan) => console.call<PlanTruth>(`/api/plans/${plan.id}/truth-table`, { method: 'POST' });
const rowOf = ({ links }: PlanTruth, id: string, index = 0) => links[index]?.rows.find((row) => row.id === id);
async function apply(plan: ChainPlan | PolicyPlan): Promise<void> {
  const run = await runUntil(console, (await startRun(console, plan)).id);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  await settled(console);
}

/** A role of the first account that ECS tasks and the console's operator may both become. */
async function callerRole(RoleName: string): Promise<void> {
  const { iam } = administratorOf(console);
  const trusts = (Principal: object) => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });
  const Statement = [trusts({ Service: 'ecs-tasks.amazonaws.com' }), trusts({ AWS: operator })];
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }) }));
  await settled(console);
}

test('B5 D-58 the truth table of a plan is predicted from its own documents, for roles that do not exist yet, and tried only when they do', async () => {
  const plan = await planChain(console, { create: { name: 'role1' } }, [link('role2'), link('role3')]);
  const { status, body, text } = await table(plan);
  expect(status, text).toBe(200);
  expect(body.links.map(({ name }) => name)).toEqual(['role1 → role2', 'role2 → role3']);
  for (const { rows } of body.links) {
    expect(rows.map(({ id, predicted, expected, fault }) => [id, predicted, expected, fault])).toEqual([
      ['right', 'allowed', 'allowed', null],
      ['wrong-external-id', 'denied', 'denied', null],
      ['missing-external-id', 'denied', 'denied', null],
      ['another-principal', 'denied', 'denied', null],
      ['another-account', 'denied', 'denied', null],
      ['wrong-session-name', 'allowed', 'allowed', null],
      ['expired', 'denied', 'denied', null],
      ['two-hours', 'denied', 'denied', null],
    ]);
  }
  expect(body.notYet).toContain('does not stand yet');
  expect((await observe(plan)).status).toBe(409);

  await apply(plan);
  const first = (await observe(plan)).body;
  // role1 trusts ECS tasks alone: the console says so, and what to run in a task. It is a stranger itself, of each account.
  expect(rowOf(first, 'right')).toMatchObject({
    fault: null,
    observation: {
      observed: null,
      by: 'none',
      how: expect.stringContaining(`only the caller itself can. The console may not become role1 of ${homeId} (AccessDenied)`),
      command: expect.stringMatching(
        /^printf %s "\$EXTERNAL_ID" \| aws sts assume-role --role-arn \S+role\/role2 --role-session-name app-0{32} --external-id file/,
      ),
    },
  });
  for (const id of ['another-principal', 'another-account']) {
    expect(rowOf(first, id)).toMatchObject({ fault: null, observation: { observed: 'denied', by: 'sts', errorCode: 'AccessDenied' } });
  }
  expect(rowOf(first, 'expired')?.observation).toMatchObject({ observed: null, how: expect.stringContaining('ExpiredToken') });

  // The task itself calls: CloudTrail has seen it, once allowed and once denied.
  const ExternalId = externalIdOf(console, dataId, 'role2');
  const keys = taskKeys(console, roleArn(homeId, 'role1'));
  expect(await assume(console, keys, { RoleArn: roleArn(dataId, 'role2'), ExternalId })).toHaveProperty('arn');
  expect(await assume(console, keys, { RoleArn: roleArn(dataId, 'role2') })).toEqual({ code: 'AccessDenied' });
  const again = await observe(plan);
  expect(again.body.links[0]?.seen).toMatchObject({ allowed: 1, denied: 1, unread: null });
  expect(rowOf(again.body, 'right')?.observation).toMatchObject({
    observed: 'allowed',
    by: 'cloudtrail',
    how: expect.stringContaining('1 allowed and 1 denied'),
  });
  expect((await table(plan)).body).toEqual(again.body);
  expect(again.text).not.toContain(ExternalId);
  const audits = (await console.call<Page<AuditEntry>>('/api/audit')).body.items.filter(({ action }) => action === 'proof.observe');
  expect(audits).toHaveLength(2);
});

test('B5 B6 D-58 where the console may become role1 each row is observed by STS as predicted; s3:ListBucket is denied before the chain and allowed after', async () => {
  await callerRole('worker');
  const before = await console.call<RoleTrial>('/api/proof/assume', {
    body: { accountId, roleArn: roleArn(homeId, 'worker'), read: { action: 's3:ListBucket', bucket } },
  });
  expect(before.body).toMatchObject({
    calls: [{ observed: 'allowed' }],
    read: { action: 's3:ListBucket', observed: 'denied', code: 'AccessDenied' },
  });

  const session = { name: 'app-{task-id}', enforceName: true };
  const plan = await planChain(console, { roleArn: roleArn(homeId, 'worker') }, [
    link('lister', { session, permissions: { document: lists } }),
  ]);
  const predicted = Object.fromEntries((await table(plan)).body.links[0]?.rows.map((row) => [row.id, row.predicted]) ?? []);
  await apply(plan);
  const { body, text } = await observe(plan);
  for (const id of ['right', 'wrong-external-id', 'missing-external-id', 'wrong-session-name', 'two-hours']) {
    expect(rowOf(body, id), id).toMatchObject({ fault: null, observation: { by: 'sts', observed: predicted[id] } });
  }
  const { session: made } = rowOf(body, 'right')?.observation ?? {};
  expect(made).toEqual({ arn: expect.stringContaining(':assumed-role/lister/app-'), expiresAt: expect.any(String) });
  expect(rowOf(body, 'two-hours')?.observation?.errorCode).toMatch(/^ValidationError/);
  // Its own calls are no workload's.
  expect(body.links[0]?.seen).toMatchObject({ allowed: 0, denied: 0 });

  const after = await console.call<RoleTrial>('/api/proof/assume', {
    body: { accountId, plan: { id: plan.id, link: 0 }, read: { action: 's3:ListBucket', bucket } },
  });
  expect(after.body).toMatchObject({
    via: [roleArn(homeId, 'worker')],
    calls: [{ observed: 'allowed' }, { id: 'missing-external-id', observed: 'denied' }, { id: 'wrong-external-id', observed: 'denied' }],
    read: { observed: 'allowed', code: null },
  });
  const other = await console.call<RoleTrial>('/api/proof/assume', {
    body: { accountId, plan: { id: plan.id, link: 0 }, read: { action: 'iam:GetRole', roleName: 'lister' } },
  });
  expect(other.body.read).toMatchObject({ observed: 'denied' });
  const sessions = Object.values(console.sandbox.world.state.sessions).filter(({ arn }) => arn.includes(':assumed-role/lister/'));
  const secrets = sessions.flatMap((one) => [one.accessKeyId, one.secretAccessKey, one.sessionToken]);
  expect(secrets.length).toBeGreaterThan(3);
  for (const secret of [...secrets, externalIdOf(console, dataId, 'lister')])
    expect((text + after.text + other.text).includes(secret)).toBe(false);
});

test('A6 B5 D-58: once the external id was rotated, the right call is made with the new one, and the old one is wrong', async () => {
  await callerRole('rotating');
  const plan = await planChain(console, { roleArn: roleArn(homeId, 'rotating') }, [link('rotated')]);
  await apply(plan);
  const first = externalIdOf(console, dataId, 'rotated');
  for (const phase of ['begin', 'finish']) {
    const { body, status, text } = await console.call<PolicyPlan>(`/api/plans/${plan.id}/rotation`, { body: { phase } });
    expect(status, text).toBe(201);
    await apply(body);
    const { body: truth } = await observe(plan);
    for (const [id, observed] of [
      ['right', 'allowed'],
      ['wrong-external-id', 'denied'],
      ['missing-external-id', 'denied'],
    ] as const)
      expect(rowOf(truth, id), `${phase}, ${id}`).toMatchObject({ fault: null, observation: { by: 'sts', observed } });
    const tried = await console.call<RoleTrial>('/api/proof/assume', { body: { accountId, plan: { id: plan.id, link: 0 } } });
    expect(tried.body.calls.map((call) => call.observed)).toEqual(['allowed', 'denied', 'denied']);
  }
  expect(externalIdOf(console, dataId, 'rotated')).not.toBe(first);
});

test('D-58 a row that is observed other than predicted is a fault: somebody took the external id out of the trust policy', async () => {
  await callerRole('careless');
  const plan = await planChain(console, { roleArn: roleArn(homeId, 'careless') }, [link('open')]);
  await apply(plan);
  const { iam } = administratorOf(console, 'us-east-1', 'sandbox-data');
  const Statement = [{ Effect: 'Allow', Principal: { AWS: roleArn(homeId, 'careless') }, Action: 'sts:AssumeRole' }];
  await iam.send(
    new UpdateAssumeRolePolicyCommand({ RoleName: 'open', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }) }),
  );
  await settled(console);
  const { body } = await observe(plan);
  const faults = body.links[0]?.rows.filter(({ fault }) => fault !== null) ?? [];
  expect(faults.map(({ id, fault }) => [id, fault])).toEqual([
    ['wrong-external-id', 'Predicted denied, observed allowed.'],
    ['missing-external-id', 'Predicted denied, observed allowed.'],
  ]);
  expect(body.links[0]?.seen?.unread).toBeNull();

  // More calls of others than are read: that the caller is not among them proves nothing, and is said.
  const { world } = console.sandbox;
  const home = world.state.accounts[homeId];
  const other = findCredentials(world, taskKeys(console, roleArn(homeId, 'careless')).accessKeyId);
  if (home === undefined || other === null) throw new Error('no account');
  const [input, userAgent] = [{ roleArn: roleArn(homeId, 'another') }, 'test'];
  const call = { region: 'us-east-1', service: 'sts', operation: 'AssumeRole', principal: other.principal, sourceIp: '192.0.2.1' };
  for (let index = 0; index < 500; index++) {
    record(world, home, { ...call, at: world.clock.now(), userAgent, requestId: `request-${index}`, input });
  }
  await eventually(async () => {
    const { seen } = (await observe(plan)).body.links[0] ?? {};
    expect(seen?.unread).toBe('Only the newest 500 calls of AssumeRole in us-east-1 were read.');
  });
});

test('D-58 what the plan cannot know is unknown in its table, and says which input is missing', async () => {
  const { iam } = administratorOf(console);
  await callerRole('fenced');
  const document = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: 'sts:*', Resource: '*', Condition: { NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }],
  };
  await iam.send(new PutRolePolicyCommand({ RoleName: 'fenced', PolicyName: 'inside', PolicyDocument: JSON.stringify(document) }));
  await settled(console);
  const { body } = await table(await planChain(console, { roleArn: roleArn(homeId, 'fenced') }, [link('far')]));
  expect(rowOf(body, 'right')).toMatchObject({
    predicted: 'unknown',
    reason: expect.stringContaining('aws:sourceip: it depends on where the call comes from'),
    fault: null,
  });
  expect(rowOf(body, 'wrong-external-id')).toMatchObject({ predicted: 'denied' });
});
