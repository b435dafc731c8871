import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { Problem } from '@rolewright/shared/error.ts';
import type { Callers, ScalingAnswer } from '@rolewright/shared/proof/scaling.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import { eventually } from '../testing/eventually.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed, scanAccount } from '../testing/scans.ts';

const account = '560921689673';
const arnOf = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const target = arnOf('shared');
const callers = Array.from({ length: 50 }, (_, index) => arnOf(`jobs/job-${index}`));

let console: TestConsole;
let iam: ReturnType<typeof administratorOf>['iam'];
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty' });
  ({ iam } = administratorOf(console));
  const byAccount = document({ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' });
  const tasks = document({ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' });
  const make = (RoleName: string, Path: string, AssumeRolePolicyDocument: string) =>
    iam.send(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument }));
  for (let index = 0; index < 50; index += 1) await make(`job-${index}`, '/jobs/', byAccount);
  await make('outsider', '/', byAccount);
  await make('shared', '/', tasks);
  const all = document({ Effect: 'Allow', Action: 'sts:*', Resource: '*' });
  await iam.send(new PutRolePolicyCommand({ RoleName: 'outsider', PolicyName: 'all', PolicyDocument: all }));
  await scanAccount(console, (await accountNamed(console, 'sandbox')).id);
});
afterAll(() => console.close());

const ask = <T = ScalingAnswer>(body: object) => console.call<T>('/api/proof/scaling', { body });

test('B7 B9 50 roles: the list is past the quota, the path is proposed, and who gains is told', async () => {
  const { status, body, text } = await ask({ roleArn: target, callers });
  expect(status, text).toBe(200);
  const of = (kind: string) => body.patterns.find((pattern) => pattern.kind === kind);
  expect(body).toMatchObject({ callers: 50, notScanned: [], proposal: { kind: 'path' } });
  expect(of('explicit-list')).toMatchObject({ quota: 'needs-increase', intended: 50, othersGain: [] });
  expect(of('path')).toMatchObject({ quota: 'fits', intended: 50, stillDenied: [], othersGain: [], writes: { trust: 1, policies: 1 } });
  const gainers = of('account-root')?.othersGain.map(({ principal }) => principal);
  expect(gainers).toContain(arnOf('outsider'));
  expect(of('organisation')).toMatchObject({ document: null, why: expect.stringContaining('organisation') });
});

test('B7 the proposed pattern, put into IAM by two policy writes, lets in a caller and no one else', async () => {
  const { body } = await ask({ roleArn: target, callers });
  const proposed = body.patterns.find(({ kind }) => kind === body.proposal?.kind);
  const PolicyDocument = JSON.stringify(proposed?.document);
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'shared', PolicyDocument }));
  const assume = document({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: target });
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'AssumeShared', PolicyDocument: assume }));
  for (const RoleName of ['job-0', 'job-49']) {
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: Policy?.Arn ?? '' }));
  }
  await eventually(() => becomeSharedAs(arnOf('jobs/job-0')));
  await eventually(() => becomeSharedAs(arnOf('jobs/job-49')));
  await expect(becomeSharedAs(arnOf('outsider'))).rejects.toMatchObject({ name: 'AccessDenied' });
  await expect(becomeSharedAs(arnOf('jobs/job-7'))).rejects.toMatchObject({ name: 'AccessDenied' });
});

test('B7 callers are picked from the scanned roles by path, tag or name', async () => {
  const pick = async (query: string) => (await console.call<Callers>(`/api/proof/callers?${query}`)).body;
  expect((await pick('path=/jobs/')).items).toHaveLength(50);
  expect(await pick('path=/jobs/&q=JOB-4&limit=3')).toEqual({
    items: [arnOf('jobs/job-4'), arnOf('jobs/job-40'), arnOf('jobs/job-41')],
    total: 11,
  });
  expect(await pick('tag=team%3Dnobody')).toEqual({ items: [], total: 0 });
  const wrong = await console.call<Problem>('/api/proof/callers?path=jobs&kind=group&tag=x');
  expect(wrong.status).toBe(400);
  expect(wrong.body.fields?.map(({ field }) => field).sort()).toEqual(['kind', 'path', 'tag']);
});

test.each<[string, object, number, string | null]>([
  ['no caller', { roleArn: target, callers: [] }, 400, 'callers'],
  ['a session as caller', { roleArn: target, callers: [`arn:aws:sts::${account}:assumed-role/x/y`] }, 400, 'callers.0'],
  ['a user as role', { roleArn: `arn:aws:iam::${account}:user/x`, callers }, 400, 'roleArn'],
  ['an organisation without its o-', { roleArn: target, callers, organisationId: 'a1b2c3d4e5' }, 400, 'organisationId'],
  ['a role that no scan has found', { roleArn: arnOf('nowhere'), callers }, 404, null],
])('B7 %s is a problem document', async (_, body, status, field) => {
  const answer = await ask<Problem>(body);
  expect(answer.status).toBe(status);
  if (field !== null) expect(answer.body.fields?.map((one) => one.field)).toEqual([field]);
});

test('B7 a caller that no scan has found is named, and what hangs on it is not known', async () => {
  const alien = 'arn:aws:iam::999900001111:role/alien';
  const { body, text } = await ask({ roleArn: target, callers: [alien, arnOf('outsider')] });
  expect(body.notScanned, text).toEqual([alien]);
  const list = body.patterns.find(({ kind }) => kind === 'explicit-list');
  expect(list?.stillDenied).toEqual([{ principal: alien, verdict: 'unknown', reason: expect.stringContaining('not scanned') }]);
});

/** Assumes the shared role with a session of the given one. */
async function becomeSharedAs(roleArn: string): Promise<string | undefined> {
  const { config } = iam;
  const settings = { region: 'us-east-1', endpoint: console.sandbox.url };
  const session = async (caller: STSClient, RoleArn: string) =>
    (await caller.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }))).Credentials;
  const own = await session(new STSClient({ ...settings, credentials: config.credentials }), roleArn);
  const credentials = {
    accessKeyId: own?.AccessKeyId ?? '',
    secretAccessKey: own?.SecretAccessKey ?? '',
    sessionToken: own?.SessionToken ?? '',
  };
  return (await session(new STSClient({ ...settings, credentials }), target))?.AccessKeyId;
}
