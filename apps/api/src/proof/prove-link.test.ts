import { CreateRoleCommand, CreateUserCommand, PutRolePolicyCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import type { AuditEntry } from '@rolewright/shared/audit/entry.ts';
import type { Problem } from '@rolewright/shared/error.ts';
import type { Page } from '@rolewright/shared/page.ts';
import type { ReachAnswer } from '@rolewright/shared/proof/reach-answer.ts';
import type { RoleTrial } from '@rolewright/shared/proof/role-trial.ts';
import type { TruthTableAnswer } from '@rolewright/shared/proof/truth-row.ts';
import type { WorkloadsReaching } from '@rolewright/shared/roles/workloads-reaching.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import { everyPlace, leaksOf } from '../testing/canary.ts';
import { eventually } from '../testing/eventually.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed, scanAccount } from '../testing/scans.ts';

const account = '560921689673';
const externalId = 'tenant-4711-of-the-house';
const arnOf = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const operator = arnOf('RolewrightOperator');
const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const trust = (AWS: string | string[], Condition: object = {}) => ({
  Effect: 'Allow',
  Principal: { AWS },
  Action: 'sts:AssumeRole',
  Condition,
});

let console: TestConsole;
let accountId: string;
const create = (RoleName: string, ...statements: object[]) =>
  eventually(() =>
    administratorOf(console).iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document(...statements) })),
  );
const all = document({ Effect: 'Allow', Action: '*', Resource: '*' });
beforeAll(async () => {
  console = await openTestConsole();
  accountId = (await accountNamed(console, 'sandbox')).id;
  await create('role1', { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' });
  const byId = { StringEquals: { 'sts:ExternalId': externalId }, StringLike: { 'sts:RoleSessionName': 'task-*' } };
  await create('role2', trust([arnOf('role1'), operator], byId));
  await create('open', trust([arnOf('role1'), operator]));
  await create('closed', trust(arnOf('role1')));
  const { iam } = administratorOf(console);
  await eventually(() => iam.send(new PutRolePolicyCommand({ RoleName: 'role2', PolicyName: 'all', PolicyDocument: all })));
  await scanAccount(console, accountId);
});
afterAll(() => console.close());

const predict = <T = TruthTableAnswer>(body: object) => console.call<T>('/api/proof/truth-table', { body });
const assume = <T = RoleTrial>(body: object) => console.call<T>('/api/proof/assume', { body: { accountId, ...body } });
const audits = async (action: string) =>
  (await console.call<Page<AuditEntry>>('/api/audit')).body.items.filter((entry) => entry.action === action);

test('B5 D-58 the truth table of a scanned link: every row as it should be, and the external id is not told to anybody', async () => {
  const { status, body, text } = await predict({ callerArn: arnOf('role1'), roleArn: arnOf('role2') });
  expect(status, text).toBe(200);
  expect(body.rows.map(({ id, predicted }) => [id, predicted])).toEqual([
    ['right', 'allowed'],
    ['wrong-external-id', 'denied'],
    ['missing-external-id', 'denied'],
    ['another-principal', 'denied'],
    ['another-account', 'denied'],
    ['wrong-session-name', 'denied'],
    ['expired', 'denied'],
    ['two-hours', 'denied'],
  ]);
  expect(body.asItShould).toBe(true);
  expect(body.rows.at(-1)?.reason).toContain('3600 seconds of a session that another session makes');
  expect(text).not.toContain(externalId);
  expect(await audits('proof.truth-table')).toMatchObject([{ target: arnOf('role2'), actor: 'script' }]);
});

test('D-58 a role that takes callers without the external id that was meant is red', async () => {
  const { body } = await predict({ callerArn: arnOf('role1'), roleArn: arnOf('open'), wantsExternalId: true });
  expect(body.asItShould).toBe(false);
  const faults = body.rows.filter(({ expected, predicted }) => expected !== predicted);
  expect(faults.map(({ id }) => id)).toEqual(['wrong-external-id', 'missing-external-id']);
});

test('B5 the console assumes the role where it may: who it is and until when, and refused without the external id and with a wrong one', async () => {
  const { status, body, text } = await assume({ roleArn: arnOf('role2'), sessionName: 'task-s3-example', externalId });
  expect(status, text).toBe(200);
  expect(body.caller).toContain(':assumed-role/RolewrightOperator/');
  const arn = `arn:aws:sts::${account}:assumed-role/role2/task-s3-example`;
  const refused = { observed: 'denied', session: null, errorCode: 'AccessDenied', refusedAt: null };
  expect(body.calls).toEqual([
    {
      id: 'right',
      expected: 'allowed',
      observed: 'allowed',
      errorCode: null,
      refusedAt: null,
      session: { arn, expiresAt: expect.any(String) },
    },
    { id: 'missing-external-id', expected: 'denied', ...refused },
    { id: 'wrong-external-id', expected: 'denied', ...refused },
  ]);
  const [row] = await audits('proof.assume');
  expect(row).toMatchObject({ target: arnOf('role2'), accountId, detail: { calls: [{ id: 'right', observed: 'allowed' }, {}, {}] } });
});

test('B5 D-58 an external id that the role does not ask for is seen: the call without it is allowed', async () => {
  const { body } = await assume({ roleArn: arnOf('open'), externalId });
  expect(body.calls.map(({ id, observed }) => [id, observed])).toEqual([
    ['right', 'allowed'],
    ['missing-external-id', 'allowed'],
    ['wrong-external-id', 'allowed'],
  ]);
});

test('a role that the console may not assume is an answer; bad input names the field', async () => {
  const { body } = await assume({ roleArn: arnOf('closed') });
  expect(body.calls).toMatchObject([{ id: 'right', observed: 'denied', errorCode: 'AccessDenied' }]);
  const bad = await assume<Problem>({ roleArn: 'arn:aws::iam::role/x', externalId: 'a b' });
  expect(bad.body.fields?.map(({ field }) => field)).toEqual(['roleArn', 'externalId']);
  expect(bad.text).not.toContain('a b');
  const gone = await predict<Problem>({ callerArn: arnOf('nobody'), roleArn: arnOf('role2') });
  expect(gone.status).toBe(404);
});

test('E7 what a workload on role1 can really do: it has nothing itself, and by one link it is an administrator', async () => {
  const at = `/api/roles/${encodeURIComponent(arnOf('role1'))}/reach`;
  const { status, body, text } = await console.call<ReachAnswer>(`${at}?action=s3%3AGetObject&resource=arn%3Aaws%3As3%3A%3A%3Ab%2Fx`);
  expect(status, text).toBe(200);
  const [widest] = body.roles;
  expect(widest).toMatchObject({ arn: arnOf('role2'), path: [arnOf('role1'), arnOf('role2')], administratorLike: true });
  const answers = Object.fromEntries(body.roles.map(({ arn, answer }) => [arn, answer?.verdict]));
  expect(answers).toMatchObject({ [arnOf('role1')]: 'denied', [arnOf('role2')]: 'allowed' });
  expect(body.notSeen.join(' ')).toContain('control policies');
  const half = await console.call<Problem>(`${at}?action=s3%3AGetObject`);
  expect(half.body.fields).toMatchObject([{ field: 'resource' }]);
});

test('E7 a user is asked as a role is: what it may do itself, and as every role that it can become', async () => {
  const { iam } = administratorOf(console);
  const arn = `arn:aws:iam::${account}:user/deployer`;
  await iam.send(new CreateUserCommand({ UserName: 'deployer' }));
  const lists = document({ Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::b' });
  await iam.send(new PutUserPolicyCommand({ UserName: 'deployer', PolicyName: 'lists', PolicyDocument: lists }));
  await create('administrators', trust(arn));
  await iam.send(new PutRolePolicyCommand({ RoleName: 'administrators', PolicyName: 'all', PolicyDocument: all }));
  await scanAccount(console, accountId);
  const { status, body, text } = await console.call<ReachAnswer>(`/api/roles/${encodeURIComponent(arn)}/reach`);
  expect(status, text).toBe(200);
  expect(body.roles[0]).toMatchObject({ arn: arnOf('administrators'), path: [arn, arnOf('administrators')], administratorLike: true });
  expect(body.roles.find((one) => one.arn === arn)).toMatchObject({ link: null, grants: [{ action: 's3:ListBucket', left: 'all' }] });
  expect((await console.call('/api/roles/arn:aws:iam::1:user%2Fnobody/reach')).status).toBe(404);

  // E5: how far that goes for what runs.
  const workloads = await console.call<WorkloadsReaching>(`/api/roles/${encodeURIComponent(arnOf('administrators'))}/workloads`);
  expect(workloads.body).toMatchObject({ administratorLike: true, items: [], tasks: 0 });
});

test('B5 canary: no credential of a session and no external id is in an answer, a log or the database', async () => {
  const secrets = Object.values(console.sandbox.world.state.sessions)
    .filter(({ arn }) => /assumed-role\/(role2|open)\//.test(arn))
    .flatMap(({ accessKeyId, secretAccessKey, sessionToken }) => [accessKeyId, secretAccessKey, sessionToken]);
  expect(secrets.length).toBeGreaterThanOrEqual(12);
  const places = await everyPlace(console);
  expect(places.get('table public.audit')).toContain('task-s3-example');
  expect(leaksOf(places, [...secrets, externalId])).toEqual([]);
});
