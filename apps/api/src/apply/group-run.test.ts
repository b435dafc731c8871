import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { lookOf } from '@rolewright/shared/apply/refresh-look.ts';
import type { Run } from '@rolewright/shared/apply/run.ts';
import type { Workload, WorkloadDetail } from '@rolewright/shared/inventory/workload.ts';
import type { ObservedUse } from '@rolewright/shared/plan/observed-use.ts';
import type { GroupPlanView } from '@rolewright/shared/plan/plan.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { administratorOf, callsSince } from '../testing/administrator.ts';
import { homeId, iamOf, roleArn, settled } from '../testing/chains.ts';
import { askForGroup, groupMove, launchedFrom, launchStateOf, observedCalls, planGroup, templateNamed } from '../testing/groups.ts';
import { keysOfInstance, keysOfUser, observedUseOf, triesOn } from '../testing/least-privilege.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { askToStart, checkOf, control, runUntil, startRun } from '../testing/runs.ts';
import { scanBothAccounts } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const name = 'image-upload-web';

let console: TestConsole;
let plan: GroupPlanView;
/** What the group's key was seen doing before the move; the role may do just that. */
let use: ObservedUse;
let run: Run;
let before: string[];
/** What the instances were launched from at each look, each once. */
const seen: string[] = [];
beforeAll(async () => {
  console = await openTestConsole({ lives: true });
  await scanBothAccounts(console);
  await settled(console);
  before = [iamOf(console), launchStateOf(console, name)];
  use = await observedUseOf(console, name, ['s3:PutObject']);
  plan = await planGroup(console, name, groupMove('WebServerRole', { permissions: { document: use.document ?? {} } }));
  const { id } = await startRun(console, plan);
  run = await runUntil(console, id, ({ state }) => {
    const now = launchedFrom(console, name).join(', ');
    if (seen.at(-1) !== now) seen.push(now);
    return ['succeeded', 'failed'].includes(state);
  });
});
afterAll(() => console.close());

const bucket = `image-upload-${homeId}`;
const allowing = (...actions: string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Sid: expect.any(String), Effect: 'Allow', Action: actions, Resource: [`arn:aws:s3:::${bucket}/*`] }],
});

test('D4 D-61: full access in, s3:PutObject out, for that is all that was seen; the plan says what is lost, and the servers work with it', async () => {
  expect(use.document).toEqual(allowing('s3:PutObject'));
  expect(use.unseen).toMatchObject([{ action: 's3:*', resource: `arn:aws:s3:::${bucket}` }]);
  expect(checkOf(plan, 'no-new-access').verdict).toBe('pass');
  const compared = plan.permissions.map(({ change, action, resource }) => `${change} ${action} on ${resource}`);
  expect(compared.toSorted()).toEqual([`lost s3:* on arn:aws:s3:::${bucket}`, `narrowed s3:* on arn:aws:s3:::${bucket}/*`]);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
});

test('D4: with the role an image is put; to read it, and to delete the bucket, which its user may do, is denied', async () => {
  const role = keysOfInstance(console, roleArn(homeId, 'WebServerRole'));
  const tried = await triesOn(console, role, bucket, 'uploads/d4.jpg', true);
  expect(tried).toEqual({ put: null, get: 'AccessDenied', deleteBucket: 'AccessDenied' });
});

test('D8 D9 D-71: a launch configuration becomes a template of the same content, then a version with the profile and without the key lines', async () => {
  expect(plan.blockedBy).toEqual([]);
  expect(plan.confirm).toBe(name);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  const template = templateNamed(console, /image-upload-web/);
  const [one, two] = [template.versions[1]?.data, template.versions[2]?.data];
  const textOf = (base64 = '') => Buffer.from(base64, 'base64').toString('utf8');
  expect(one?.Monitoring).toEqual({ Enabled: true });
  expect(textOf(one?.UserData)).toMatch(/export AWS_ACCESS_KEY=AKIA/);
  const kept = textOf(one?.UserData)
    .split('\n')
    .filter((line) => !/AWS_(ACCESS_KEY|SECRET_ACCESS_KEY)=/.test(line));
  expect(textOf(two?.UserData).split('\n')).toEqual(kept);
  expect({ ...two, UserData: null, IamInstanceProfile: null }).toEqual({ ...one, UserData: null, IamInstanceProfile: null });
  expect(two?.IamInstanceProfile).toEqual({ Arn: plan.target.profileArn });
});

test('D9 D12 D-75: both instances are replaced, one new one at a time and never fewer than two in service; none of their uploads failed', async () => {
  expect(seen[0]).toBe('InService image-upload-web-v5, InService image-upload-web-v5');
  expect(seen.at(-1)).toBe('InService 2, InService 2');
  for (const look of seen) {
    expect(look.split(', ').filter((one) => one.startsWith('InService')).length).toBeGreaterThanOrEqual(2);
    expect(look.split(', ').length).toBeLessThanOrEqual(3);
  }
  const calls = await observedCalls(console, name);
  expect(
    calls.reduce((sum, one) => sum + one.failed, 0),
    JSON.stringify(calls.filter(({ failed }) => failed > 0)),
  ).toBe(0);
  expect(calls.some(({ identity }) => identity.includes('assumed-role/WebServerRole/i-'))).toBe(true);
});

test('D12: each look at the refresh stands in the journal for programs too: how far it is, how many instances are new, and where it leads', () => {
  const looks = run.journal.flatMap((line) => lookOf(line) ?? []);
  expect(looks.length).toBeGreaterThan(0);
  for (const { percent, there, of, towards } of looks) {
    expect(percent).toBeLessThanOrEqual(100);
    expect(there).toBeLessThanOrEqual(of);
    expect(towards).toBe('new');
  }
  expect(looks.map(({ there }) => there)).toEqual(looks.map(({ there }) => there).toSorted((a, b) => a - b));
});

test('D-76: verified: in service on version 2, the profile on each, no key in its user data, the role seen in use; the key is too early to say', async () => {
  expect(run.verification.state, JSON.stringify(run.verification, null, 1)).toBe('verified');
  expect(run.verification.evidence.map(({ state }) => state)).toEqual(['yes', 'yes', 'yes', 'yes', 'yes', 'yes']);
  expect(['too-early', 'used']).toContain(run.verification.keySilence.state);
  const { body } = await console.call<{ items: Workload[] }>(`/api/workloads?q=${name}`);
  expect(body.items.filter((one) => one.name === name).map(({ kind, state }) => [kind, state])).toEqual([
    ['auto-scaling-group', 'verified'],
  ]);
});

test('D8 D9: the group leads to the launch configuration that it left, and that to the group and the run', async () => {
  const pageOf = async (wanted: string) => {
    const { body } = await console.call<{ items: Workload[] }>(`/api/workloads?q=${wanted}`);
    const id = body.items.find((one) => one.name === wanted)?.id;
    return (await console.call<WorkloadDetail>(`/api/workloads/${id}`)).body;
  };
  const [group, configuration] = [await pageOf(name), await pageOf('image-upload-web-v5')];
  expect(configuration.kind).toBe('launch-configuration');
  const { id, kind } = configuration;
  expect(group.ec2Detail?.launchRelations).toEqual([{ id, name: 'image-upload-web-v5', kind, relation: 'left', runId: run.id }]);
  const back = { id: group.id, name, kind: 'auto-scaling-group', relation: 'left-by', runId: run.id };
  expect(configuration.ec2Detail?.launchRelations).toEqual([back]);
});

test('D11 E15 D12: rolled back after its success the group, its launch configuration and the account are as they were', async () => {
  await control(console, run.id, 'roll-back');
  const back = await runUntil(
    console,
    run.id,
    (one) => one.state === 'rolled-back' || (one.state === 'failed' && one.actions.length === 1),
  );
  expect(back.state, JSON.stringify(back.error)).toBe('rolled-back');
  const wayBack = back.journal.slice(run.journal.length).flatMap((line) => lookOf(line) ?? []);
  expect(new Set(wayBack.map(({ towards }) => towards))).toEqual(new Set(['old']));
  await settled(console);
  expect([iamOf(console), launchStateOf(console, name)]).toEqual(before);
});

test('D9: what is not there, and a roll-out that AWS would not take, is named by its field; no answer holds a secret', async () => {
  expect(await askForGroup(console, 'nowhere', groupMove('X'))).toMatchObject({
    status: 400,
    body: { fields: [{ field: 'target.groupName' }] },
  });
  const rollOut = { checkpoints: [50, 20, 100] };
  const wrong = await askForGroup(console, name, { ...groupMove('X'), rollOut });
  expect(wrong).toMatchObject({ status: 400, body: { fields: [{ field: 'inputs.rollOut.checkpoints' }] } });
  const wide = await askForGroup(console, name, { ...groupMove('X'), rollOut: { minHealthyPercentage: 50, maxHealthyPercentage: 200 } });
  expect(wide).toMatchObject({ status: 400, body: { fields: [{ field: 'inputs.rollOut.maxHealthyPercentage' }] } });
  const text = console.answers.join('\n');
  const users = Object.values(console.sandbox.world.state.accounts).flatMap(({ iam }) => Object.values(iam.accessKeys));
  for (const { secretAccessKey } of users) expect(text).not.toContain(secretAccessKey);
});

test('B13 E13: the plan is exported in every format, and none of it holds the key or user data', async () => {
  expect(plan.exports).toEqual(['terraform', 'cloudformation', 'cli']);
  for (const format of plan.exports) {
    const { status, text } = await console.call(`/api/plans/${plan.id}/export?format=${format}`);
    expect(status).toBe(200);
    expect(text).toContain('WebServerRole');
    expect(text).not.toMatch(/AWS_SECRET_ACCESS_KEY=[\w/+]{20}/);
  }
});

test('A14 D-74: the console’s own permissions cover the plan', () => {
  expect(checkOf(plan, 'operator-permissions').verdict).toBe('pass');
});

test('D4: once the key was seen reading an image too, s3:GetObject is proposed, and still no more', async () => {
  const tried = await triesOn(console, keysOfUser(console, 'image-upload'), bucket, 'uploads/d4.jpg', false);
  expect(tried).toEqual({ put: null, get: null });
  const { document: proposed } = await observedUseOf(console, name, ['s3:GetObject']);
  expect(proposed).toEqual(allowing('s3:GetObject', 's3:PutObject'));
});

test('D7 D-36: an operator that may not pass the role is told so before anything is made, and nothing starts', async () => {
  const deny = { Effect: 'Deny', Action: 'iam:PassRole', Resource: roleArn(homeId, 'UploadRole') };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [deny] });
  const input = { RoleName: 'RolewrightOperator', PolicyName: 'no-pass', PolicyDocument };
  await administratorOf(console).iam.send(new PutRolePolicyCommand(input));
  await settled(console);
  const refused = await planGroup(console, name, groupMove('UploadRole'));
  expect(refused.blockedBy).toContain('operator-permissions');
  expect(checkOf(refused, 'operator-permissions').evidence.join(' ')).toContain(`iam:PassRole on ${deny.Resource}`);
  const last = (await callsSince(console)).at(-1)?.seq ?? 0;
  expect(await askToStart(console, refused)).toMatchObject({ status: 409, body: { code: 'blocked' } });
  const made = (await callsSince(console, last)).filter(({ operation }) => /^(Create|Put|Add|Attach|Update|Start)/.test(operation));
  expect(made.filter(({ principal }) => principal.includes('Rolewright'))).toEqual([]);
});
