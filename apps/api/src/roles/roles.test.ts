import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { RoleGraph } from '@rolewright/shared/roles/graph.ts';
import type { RoleFixes } from '@rolewright/shared/roles/proposal.ts';
import type { RoleDetail, RoleRow } from '@rolewright/shared/roles/role.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { planChange } from '../testing/policy-changes.ts';
import { runUntil, startRun } from '../testing/runs.ts';
import { accountNamed, everyItem, scanAccount } from '../testing/scans.ts';

let console: TestConsole;
let iam: ReturnType<typeof administratorOf>['iam'];
let accountId: string;
const externalId = 'gT7mQ2xV9bK4nR8sW3yZ6aH1cD5eF0jL';

const text = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (Action: string | string[], Resource: string) => ({ Effect: 'Allow', Action, Resource });
const trusting = (Principal: object, more: object = {}) =>
  text({ Sid: 'Callers', Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more });

async function createRole(name: string, trust: string, may: Record<string, object>): Promise<string> {
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }));
  for (const [policy, statement] of Object.entries(may)) await putPolicy(name, policy, statement);
  return Role?.Arn ?? '';
}
const putPolicy = (RoleName: string, PolicyName: string, statement: object) =>
  iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: text(statement) }));
const ecsTasks = (account: string) =>
  trusting({ Service: 'ecs-tasks.amazonaws.com' }, { Condition: { StringEquals: { 'aws:SourceAccount': account } } });

const graphOf = async (focus: string, depth = 2) =>
  (await console.call<RoleGraph>(`/api/roles/graph?focus=${encodeURIComponent(focus)}&depth=${depth}`)).body;
const roleOf = async (arn: string) => (await console.call<RoleDetail>(`/api/roles/${encodeURIComponent(arn)}`)).body;
const fixesOf = (arn: string) => console.call<RoleFixes>(`/api/roles/${encodeURIComponent(arn)}/fixes`);
/** Plans the fix and runs the plan to its end. */
async function carryOut(fix: RoleFixes['items'][number]['fix'] | undefined): Promise<void> {
  const plan = await planChange(console, fix?.proposal?.edits ?? [], fix?.proposal?.title);
  const run = await runUntil(console, (await startRun(console, plan)).id);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
}
const edgeBetween = (graph: RoleGraph, from: string, to: string) => graph.edges.find((edge) => edge.from === from && edge.to === to);

let implicit: string;
let expansive: string;

beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty', timeScale: 0 });
  iam = administratorOf(console).iam;
  const account = await accountNamed(console, 'sandbox');
  accountId = account.id;
  const target = `arn:aws:iam::${account.awsAccountId}:role/Expansive`;
  implicit = await createRole('Implicit', ecsTasks(account.awsAccountId ?? ''), { chain: allow('sts:AssumeRole', target) });
  const asked = { Condition: { StringEquals: { 'sts:ExternalId': externalId } } };
  expansive = await createRole('Expansive', trusting({ AWS: implicit }, asked), { buckets: allow('s3:*', '*') });
  await createRole('Metrics', ecsTasks(account.awsAccountId ?? ''), { metrics: allow('cloudwatch:PutMetricData', '*') });
  await createRole('Reader', ecsTasks(account.awsAccountId ?? ''), { read: allow('s3:GetObject', 'arn:aws:s3:::reports/*') });
  await scanAccount(console, accountId);
});
afterAll(() => console?.close());

test('E4: role1 → role2 → what it may do, with what the trust policy asks for, and no external id anywhere', async () => {
  const graph = await graphOf(implicit);
  expect(edgeBetween(graph, implicit, expansive)).toMatchObject({
    kind: 'may-assume',
    state: 'conditional',
    conditions: ['external id required'],
  });
  expect(graph.nodes.find((node) => node.id === `${expansive}#permissions`)).toMatchObject({ kind: 'permissions', label: 's3:* on *' });
  expect(graph.nodes.find((node) => node.id === 'ecs-tasks.amazonaws.com')).toMatchObject({ kind: 'service', step: -1 });
  expect(graph.checkedAt).not.toBeNull();

  const detail = await roleOf(expansive);
  expect(detail).toMatchObject({ reading: 'known', policies: [{ name: 'buckets', kind: 'inline', lines: ['s3:* on *'], more: 0 }] });
  expect(JSON.stringify(detail.trust)).toContain('external-id-');
  expect(console.answers.join()).not.toContain(externalId);
});

test('E8: of the roles of an account, s3:* on * ranks first but for the administrators', async () => {
  const rows = await everyItem<RoleRow>(console, '/api/roles?sort=reach&limit=3');
  const names = rows.map(({ name }) => name);
  const own = names.filter((name) => ['Expansive', 'Metrics', 'Reader', 'Implicit'].includes(name));
  expect(own).toEqual(['Expansive', 'Metrics', 'Reader', 'Implicit']);
  const before = rows.slice(0, names.indexOf('Expansive'));
  expect(before.every(({ reach }) => (reach?.score ?? 0) > 30_000)).toBe(true);
  expect(rows.find(({ name }) => name === 'Expansive')?.reach).toEqual({ score: 30_000, words: 's3:* on *' });
});

test('E1: an extra policy on the first role is a finding with its fix, and gone with the policy', async () => {
  await putPolicy('Implicit', 'extra', allow('s3:GetObject', 'arn:aws:s3:::reports/*'));
  await scanAccount(console, accountId);
  expect((await roleOf(implicit)).findings).toEqual([
    expect.objectContaining({ code: 'more-than-assume-role', policy: 'extra', fix: expect.stringContaining('Take extra from this role') }),
  ]);
  const flagged = await everyItem<RoleRow>(console, '/api/roles?state=findings');
  expect(flagged.find(({ name }) => name === 'Implicit')?.findingCounts).toEqual({ block: 0, warn: 1 });
  await iam.send(new DeleteRolePolicyCommand({ RoleName: 'Implicit', PolicyName: 'extra' }));
  await scanAccount(console, accountId);
  expect((await roleOf(implicit)).findings).toEqual([]);
});

test('B15 D-47: role1 deleted and made anew leaves an id that nobody has; the proposed fix restores the chain', async () => {
  const account = await accountNamed(console, 'sandbox');
  await iam.send(new DeleteRolePolicyCommand({ RoleName: 'Implicit', PolicyName: 'chain' }));
  await iam.send(new DeleteRoleCommand({ RoleName: 'Implicit' }));
  await createRole('Implicit', ecsTasks(account.awsAccountId ?? ''), { chain: allow('sts:AssumeRole', expansive) });
  await scanAccount(console, accountId);

  const broken = await graphOf(expansive);
  const found = broken.findings.find(({ code }) => code === 'dangling-principal');
  expect(found).toMatchObject({ role: expansive, severity: 'block', change: { to: implicit } });
  expect(broken.nodes.find((node) => node.id === found?.change?.from)).toMatchObject({ kind: 'dangling', marks: ['dangling principal'] });
  expect(edgeBetween(broken, implicit, expansive)).toMatchObject({ state: 'policy-only' });

  // An earlier scan saw the id: that the ARN is put back is no guess.
  const fix = (await fixesOf(expansive)).body.items.find(({ finding }) => finding.code === 'dangling-principal')?.fix;
  expect(fix?.proposal).toMatchObject({
    title: 'Put Implicit back into the trust policy of Expansive',
    edits: [{ kind: 'trust', roleArn: expansive, document: { Statement: [{ Principal: { AWS: implicit } }] } }],
  });
  expect(JSON.stringify(fix)).toContain('external-id-');

  await carryOut(fix);
  // The external id is what it was, though no plan has ever held it.
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'Expansive' }));
  const asked = { Condition: { StringEquals: { 'sts:ExternalId': externalId } } };
  expect(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''))).toEqual(JSON.parse(trusting({ AWS: implicit }, asked)));
  await scanAccount(console, accountId);
  expect(edgeBetween(await graphOf(expansive), implicit, expansive)).toMatchObject({ state: 'conditional' });
  expect((await roleOf(expansive)).findings.map(({ code }) => code)).not.toContain('dangling-principal');
});

test('B4: a service beside a caller: the edit, and the instance profile that is then unused', async () => {
  const shared = await createRole('Shared2', trusting({ Service: 'ec2.amazonaws.com', AWS: implicit }), {});
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'profile2' }));
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'profile2', RoleName: 'Shared2' }));
  await scanAccount(console, accountId);
  const { status, body } = await fixesOf(shared);
  expect(status).toBe(200);
  const fix = body.items.find(({ finding }) => finding.code === 'service-beside-caller')?.fix;
  expect(fix?.proposal).toMatchObject({
    edits: [{ kind: 'trust', document: { Statement: [{ Principal: { AWS: implicit } }] } }],
    notes: expect.arrayContaining([expect.stringContaining('Instance profile profile2 is then unused')]),
  });
  await carryOut(fix);
  await scanAccount(console, accountId);
  expect((await fixesOf(shared)).body.items.map(({ finding }) => finding.code)).not.toContain('service-beside-caller');
  const nobody = await fixesOf('arn:aws:iam::111122223333:role/nobody');
  expect([nobody.status, nobody.body]).toMatchObject([404, { code: 'not-found' }]);
});

test('D-45 D-85: a caller of an account that is not scanned is not known; once it is scanned the missing half is named', async () => {
  const data = await accountNamed(console, 'sandbox-data');
  const caller = `arn:aws:iam::${data.awsAccountId}:role/RolewrightReader`;
  const shared = await createRole('Shared', trusting({ AWS: caller }), {});
  await scanAccount(console, accountId);
  const before = await graphOf(shared);
  expect(before.nodes.find((node) => node.id === caller)).toMatchObject({ kind: 'unknown', reading: 'unreadable' });
  expect(edgeBetween(before, caller, shared)).toMatchObject({ state: 'unknown', why: expect.stringContaining('not scanned') });

  await scanAccount(console, data.id);
  const after = await graphOf(shared);
  expect(after.nodes.find((node) => node.id === caller)).toMatchObject({ kind: 'role', reading: 'known' });
  expect(edgeBetween(after, caller, shared)).toMatchObject({ state: 'trust-only' });
  expect(after.findings).toContainEqual(expect.objectContaining({ role: shared, code: 'trust-without-policy' }));
});

test('bad input names the field and what is allowed; what nobody knows is not found', async () => {
  const noFocus = await console.call<{ fields: { field: string; message: string }[] }>('/api/roles/graph');
  expect(noFocus.status).toBe(400);
  expect(noFocus.body.fields).toEqual([{ field: 'focus', message: expect.stringContaining('ARN of a role or user') }]);
  for (const depth of ['0', '4', 'x', '1.5']) {
    const answer = await console.call<{ fields: object[] }>(`/api/roles/graph?focus=a&depth=${depth}`);
    expect(answer.status).toBe(400);
    expect(answer.body.fields).toEqual([{ field: 'depth', message: 'must be 1, 2 or 3' }]);
  }
  expect((await console.call('/api/roles/graph?focus=nobody')).status).toBe(404);
  expect((await console.call(`/api/roles/${encodeURIComponent('arn:aws:iam::1:role/x')}`)).status).toBe(404);
  const state = await console.call<{ fields: object[] }>('/api/roles?state=x');
  expect(state.body.fields).toEqual([{ field: 'state', message: 'must be of ecs-tasks, findings, separated by commas' }]);
});
