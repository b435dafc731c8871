import { CreateClusterCommand, CreateServiceCommand, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { Run } from '@rolewright/shared/apply/run.ts';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import {
  askForChain,
  assume,
  dataId,
  externalIdOf,
  homeId,
  iamOf,
  link,
  planChain,
  roleArn,
  settled,
  taskKeys,
} from '../testing/chains.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { askToStart, checkOf, control, runUntil, startRun } from '../testing/runs.ts';
import { accountNamed, scanAccount, scanBothAccounts } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let console: TestConsole;
let data: ReturnType<typeof administratorOf>['iam'];
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty' });
  await scanBothAccounts(console);
});
beforeEach(async () => {
  await console.call(`/api/accounts/${(await accountNamed(console, 'sandbox')).id}/reset-sandbox`, { method: 'POST' });
  data = administratorOf(console, 'us-east-1', 'sandbox-data').iam;
});
afterEach(() => console.setFaults([]));
afterAll(() => console.close());

const role1 = { create: { name: 'role1' } };
const role2Arn = roleArn(dataId, 'role2');
const messages = (run: Run, event: string): string[] => run.journal.filter((line) => line.event === event).map((line) => line.message);

async function applied(caller: Parameters<typeof planChain>[1], links: Parameters<typeof planChain>[2]): Promise<Run> {
  const run = await runUntil(console, (await startRun(console, await planChain(console, caller, links))).id);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  await settled(console);
  return run;
}

test('A4 A14 A17 B3 D-45: a chain over two accounts is planned as one unit, proven before, applied, and works', async () => {
  const plan = await planChain(console, role1, [link('role2')]);
  expect(plan.blockedBy).toEqual([]);
  expect(plan.steps.map(({ kind, account }) => `${kind} ${account.awsAccountId}`)).toEqual([
    `create-role ${homeId}`,
    `put-role-policy ${homeId}`,
    `create-role ${dataId}`,
    `put-role-policy ${dataId}`,
    `verify-chain ${homeId}`,
  ]);
  for (const id of [homeId, dataId])
    expect(checkOf(plan, `account-identity-${id}`).evidence[0]).toContain(`:${id}:assumed-role/RolewrightOperator`);
  for (const id of ['chain-works', 'external-id-asked', 'others-refused', 'implicit-caller'])
    expect(checkOf(plan, id).verdict).toBe('pass');
  const run = await applied(role1, [link('role2')]);
  expect(run.verification).toMatchObject({ state: 'unproven' });
  const ExternalId = externalIdOf(console, dataId, 'role2');
  const caller = taskKeys(console, roleArn(homeId, 'role1'));
  expect(await assume(console, caller, { RoleArn: role2Arn, ExternalId })).toMatchObject({
    arn: expect.stringContaining(`:${dataId}:assumed-role/role2/app-`),
  });
  expect(await assume(console, caller, { RoleArn: role2Arn, ExternalId: 'wrong' })).toEqual({ code: 'AccessDenied' });
  expect(await assume(console, caller, { RoleArn: role2Arn })).toEqual({ code: 'AccessDenied' });
});

test('D-49: two hours along a chain are refused with the reason, before anything is planned', async () => {
  const session = { name: 'app', enforceName: false, durationSeconds: 7200 };
  const { status, body } = await askForChain(console, role1, [link('role2', { session })]);
  expect(status).toBe(400);
  expect(body.fields).toEqual([
    { field: 'inputs.links.0.session.durationSeconds', message: expect.stringMatching(/at most 3600.*hour at most.*D-49/) },
  ]);
});

test('B3 D-51: an existing role2 keeps whom it trusts; a roll-back leaves both accounts as they were, byte by byte', async () => {
  const others = { Sid: 'Others', Effect: 'Allow', Principal: { AWS: dataId }, Action: 'sts:AssumeRole' };
  const trust = {
    Version: '2012-10-17',
    Statement: [{ ...others, Condition: { StringEquals: { 'sts:ExternalId': 'somebody-elses-own' } } }],
  };
  const AssumeRolePolicyDocument = JSON.stringify(trust, null, 2);
  await data.send(new CreateRoleCommand({ RoleName: 'role2', AssumeRolePolicyDocument }));
  await settled(console);
  const before = iamOf(console);
  const run = await applied(role1, [link('role2', { role: { existing: role2Arn } })]);
  const now = JSON.parse(
    decodeURIComponent((await data.send(new GetRoleCommand({ RoleName: 'role2' }))).Role?.AssumeRolePolicyDocument ?? ''),
  );
  expect(now.Statement[0]).toEqual(trust.Statement[0]);
  expect(now.Statement[1]).toMatchObject({ Sid: 'AssumedByrole1', Principal: { AWS: roleArn(homeId, 'role1') } });
  await control(console, run.id, 'roll-back');
  const back = await runUntil(console, run.id, (one) => one.state === 'rolled-back' || one.state === 'failed');
  expect(back.state, JSON.stringify(back.error)).toBe('rolled-back');
  expect(messages(back, 'done').join()).toContain('byte by byte');
  await settled(console);
  expect(iamOf(console)).toBe(before);
});

test('D-51: a trust policy that somebody else changed meanwhile is not overwritten, and undoing leaves their change', async () => {
  const document = (...names: string[]) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: names.map((Sid) => ({ Sid, Effect: 'Allow', Principal: { AWS: dataId }, Action: 'sts:AssumeRole' })),
    });
  await data.send(new CreateRoleCommand({ RoleName: 'role2', AssumeRolePolicyDocument: document('One') }));
  await settled(console);
  const plan = await planChain(console, role1, [link('role2', { role: { existing: role2Arn } })]);
  await console.setFaults([{ service: 'iam', operation: 'CreateRole', when: 'before', latencyMs: 1500, principal: 'RolewrightOperator' }]);
  const { id } = await startRun(console, plan);
  await runUntil(console, id, (run) => run.journal.some((line) => line.call === 'iam:CreateRole'));
  await data.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'role2', PolicyDocument: document('One', 'Two') }));
  const failed = await runUntil(console, id);
  expect(failed.error?.what).toMatch(/trust policy of role2 was changed since the plan was made. It was not overwritten/);
  expect(failed.error?.meaning).toMatch(/steps of the chain role1 → role2 are done. It is not whole/);
  await control(console, id, 'roll-back');
  await runUntil(console, id, (run) => run.state === 'rolled-back');
  await settled(console);
  expect(console.sandbox.world.state.accounts[dataId]?.iam.roles.role2?.trust.document).toBe(document('One', 'Two'));
  expect(console.sandbox.world.state.accounts[homeId]?.iam.roles.role1).toBeUndefined();
});

test('D-51: a roll-back leaves what somebody else added to the trust policy after the run, and takes out its own alone', async () => {
  const statement = (Sid: string) => ({ Sid, Effect: 'Allow', Principal: { AWS: dataId }, Action: 'sts:AssumeRole' });
  const trust = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
  await data.send(new CreateRoleCommand({ RoleName: 'role2', AssumeRolePolicyDocument: trust(statement('One')) }));
  await settled(console);
  const run = await applied(role1, [link('role2', { role: { existing: role2Arn } })]);
  const stored = () => console.sandbox.world.state.accounts[dataId]?.iam.roles.role2?.trust.document ?? '';
  const after = JSON.parse(stored()) as { Statement: object[] };
  await data.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'role2', PolicyDocument: trust(...after.Statement, statement('Two')) }));
  await control(console, run.id, 'roll-back');
  const back = await runUntil(console, run.id, (one) => one.state === 'rolled-back');
  expect(messages(back, 'done').join()).toContain('was changed by somebody else meanwhile: only AssumedByrole1 was taken out');
  expect(JSON.parse(stored())).toEqual(JSON.parse(trust(statement('One'), statement('Two'))));
});

test('a chain whose first role a service runs as by now is left whole by a roll-back, which says so', async () => {
  const run = await applied(role1, [link('role2')]);
  const { ecs } = administratorOf(console);
  await ecs.send(new CreateClusterCommand({ clusterName: 'apps' }));
  const containerDefinitions = [{ name: 'app', image: 'app:1', memory: 64 }];
  await ecs.send(new RegisterTaskDefinitionCommand({ family: 'app', taskRoleArn: roleArn(homeId, 'role1'), containerDefinitions }));
  await ecs.send(new CreateServiceCommand({ cluster: 'apps', serviceName: 'app', taskDefinition: 'app', desiredCount: 0 }));
  await scanAccount(console, (await accountNamed(console, 'sandbox')).id);
  const before = iamOf(console);
  await control(console, run.id, 'roll-back');
  const back = await runUntil(console, run.id, (one) => one.state === 'rolled-back');
  expect(messages(back, 'rolled-back')[0]).toMatch(/but for 4 steps whose result somebody else uses/);
  expect(iamOf(console)).toBe(before);
});

test('D-95: what moved between plan and start is named, and nothing is sent', async () => {
  const plan = await planChain(console, role1, [link('role2')]);
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: dataId }, Action: 'sts:AssumeRole' }] };
  await data.send(new CreateRoleCommand({ RoleName: 'role2', AssumeRolePolicyDocument: JSON.stringify(trust) }));
  const answer = await askToStart(console, plan);
  expect(answer.status).toBe(409);
  expect(answer.text).toContain(`the role ${role2Arn}`);
  expect(console.sandbox.world.state.accounts[homeId]?.iam.roles.role1).toBeUndefined();
});

test('D-53 E11: two links of a user, with source identity, tags and an enforced session name', async () => {
  const { iam } = administratorOf(console);
  await iam.send(new CreateUserCommand({ UserName: 'bot' }));
  await settled(console);
  const first = { name: 'bot-{instance-id}', enforceName: true, sourceIdentity: 'bot', tags: { team: 'chatops' } };
  await applied({ userArn: `arn:aws:iam::${homeId}:user/bot` }, [
    link('middle', { accountId: 'sandbox', session: first, permissions: undefined }),
    link('role2'),
  ]);
  const key = console.sandbox.world.state.accounts[homeId]?.iam;
  expect(Object.keys(key?.users.bot?.inline ?? {})).toEqual(['Assume-middle']);
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'bot' }));
  await settled(console);
  const bot = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
  const right = {
    RoleArn: roleArn(homeId, 'middle'),
    ExternalId: externalIdOf(console, homeId, 'middle'),
    RoleSessionName: 'bot-i-0123456789abcdef0',
    SourceIdentity: 'bot',
    Tags: [{ Key: 'team', Value: 'chatops' }],
  };
  for (const wrong of [{ RoleSessionName: 'somebody' }, { SourceIdentity: 'else' }, { Tags: [] }, { ExternalId: undefined }]) {
    expect(await assume(console, bot, { ...right, ...wrong })).toEqual({ code: 'AccessDenied' });
  }
  const middle = await assume(console, bot, right);
  if ('code' in middle) throw new Error(middle.code);
  const last = await assume(console, middle.keys, { RoleArn: role2Arn, ExternalId: externalIdOf(console, dataId, 'role2') });
  expect(last).toMatchObject({ arn: expect.stringContaining(':assumed-role/role2/') });
  expect(await assume(console, bot, { RoleArn: role2Arn, ExternalId: externalIdOf(console, dataId, 'role2') })).toEqual({
    code: 'AccessDenied',
  });
});

test('B14 D-50: a trust policy whose principal IAM has not spread yet is waited for, and the step says so', async () => {
  await console.setFaults([
    {
      service: 'iam',
      operation: 'CreateRole',
      code: 'MalformedPolicyDocument',
      message: 'Invalid principal in policy: "AWS":"role1"',
      times: 2,
      principal: `${dataId}:assumed-role/RolewrightOperator`,
    },
  ]);
  const run = await applied(role1, [link('role2')]);
  expect(messages(run, 'waiting').join()).toMatch(/waiting for IAM to accept what was just created: \d+ s, usually under 15/);
});

test('A17: what the console may not do is named for the account where it is missing, and blocks before anything changes', async () => {
  const policy = { RoleName: 'RolewrightOperator', PolicyName: 'Operator' };
  await data.send(new DeleteRolePolicyCommand(policy));
  await settled(console);
  const plan = await planChain(console, role1, [link('role2')]);
  expect(plan.blockedBy).toEqual([`operator-permissions-${dataId}`]);
  expect(checkOf(plan, `operator-permissions-${dataId}`).evidence.join()).toContain(`iam:CreateRole on ${role2Arn}`);
  expect(checkOf(plan, `operator-permissions-${homeId}`).verdict).toBe('pass');
});

test('an account that a chain changes cannot be taken out of the console while the run is open', async () => {
  await console.setFaults([
    { service: 'iam', operation: 'CreateRole', code: 'AccessDenied', times: 1, principal: `${dataId}:assumed-role` },
  ]);
  const { id } = await startRun(console, await planChain(console, role1, [link('role2')]));
  expect((await runUntil(console, id)).state).toBe('failed');
  const other = await accountNamed(console, 'sandbox-data');
  const answer = await console.call<{ openId: string }>(`/api/accounts/${other.id}`, { method: 'DELETE' });
  expect(answer).toMatchObject({ status: 409, body: { openId: id } });
  await control(console, id, 'roll-back');
  await runUntil(console, id, (run) => run.state === 'rolled-back');
});

test('two starts of one chain make one run; of two plans for it the older is superseded', async () => {
  const older = await planChain(console, role1, [link('role2')]);
  const plan = await planChain(console, role1, [link('role2')]);
  expect((await askToStart(console, older)).body.code).toBe('stale');
  const answers = await Promise.all([askToStart(console, plan), askToStart(console, plan)]);
  expect(answers.map((answer) => answer.status).sort()).toEqual([202, 409]);
  const { id } = (answers.find((answer) => answer.status === 202) ?? answers[0]).body;
  expect((await runUntil(console, id)).state).toBe('succeeded');
});

test.each<[string, Parameters<typeof link>[1], RegExp]>([
  [
    'a document that is no policy',
    { permissions: { document: { Statement: [{ Effect: 'Maybe' }] } } },
    /^inputs\.links\.0\.permissions\.document$/,
  ],
  ['a role of another account', { role: { existing: roleArn(homeId, 'role2') } }, /^inputs\.links\.0\.role$/],
  ['an external id of one’s own', { externalId: 'mine' as 'generate' }, /^inputs\.links\.0\.externalId$/],
])('bad input is answered by its field: %s', async (_what, change, field) => {
  const { status, body } = await askForChain(console, role1, [link('role2', change)]);
  expect(status).toBe(400);
  expect(body.fields?.map((one) => one.field)).toEqual([expect.stringMatching(field)]);
});

test('E6 D-55: everything on everything is blocked, and with a typed reason is to be acknowledged', async () => {
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  const blocked = await planChain(console, role1, [link('role2', { permissions: { document } })]);
  expect(blocked.blockedBy).toEqual(['permissions-lint']);
  const reason = 'break-glass role of the platform team';
  const asked = await planChain(console, role1, [link('role2', { permissions: { document, reason } })]);
  expect(asked.blockedBy).toEqual([]);
  expect(asked.toAcknowledge).toContain('permissions-lint');
  expect(checkOf(asked, 'permissions-lint').evidence.join()).toContain(reason);
});
