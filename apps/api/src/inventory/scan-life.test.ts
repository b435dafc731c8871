import {
  CreateClusterCommand,
  CreateServiceCommand,
  DeleteServiceCommand,
  DeregisterTaskDefinitionCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { dataAccount } from '@rolewright/sandbox/estate/accounts.ts';
import type { Account } from '@rolewright/shared/accounts/account.ts';
import type { Finding } from '@rolewright/shared/findings/finding.ts';
import type { Scan } from '@rolewright/shared/inventory/scan.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { AccessKey } from '@rolewright/shared/keys/access-key.ts';
import type { Overview } from '@rolewright/shared/overview.ts';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { administratorOf, callsSince } from '../testing/administrator.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed, everyItem, scanAccount, scanEnded } from '../testing/scans.ts';

/** The tests of this file tell one story of an account that begins empty; each goes on from the one before. */
let console: TestConsole;
let account: Account;
let aws: ReturnType<typeof administratorOf>;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty' });
  account = await accountNamed(console, 'sandbox');
  aws = administratorOf(console);
});
afterEach(() => console.setFaults([]));
afterAll(() => console.close());

const cluster = 'main';
const key = { AWS_ACCESS_KEY_ID: `AKIA${'QNZGKIQY56JQ7WML'}`, AWS_SECRET_ACCESS_KEY: `${'q7Rw2Lk9Zt4Yx8Bn3Vc6'}Hd1Jf5Gm0Ps0Ab2De9Qa` };
const oldFormat = `AKIAI${'7JVCNUGFT6XGMAQ'}`;

async function register(family: string, environment: Record<string, string>): Promise<string> {
  const variables = Object.entries(environment).map(([name, value]) => ({ name, value }));
  const containerDefinitions = [{ name: 'app', image: 'app:1', memory: 64, environment: variables }];
  const { taskDefinition } = await aws.ecs.send(new RegisterTaskDefinitionCommand({ family, containerDefinitions }));
  return taskDefinition?.taskDefinitionArn ?? '';
}
const workloads = () => everyItem<Workload>(console, '/api/workloads');
const findings = () => everyItem<Finding>(console, '/api/findings');
const keys = () => everyItem<AccessKey>(console, '/api/keys');
/** Of findings in task definitions alone. */
const definitionFindings = async () =>
  (await findings()).flatMap(({ location, ...one }) => (location.place === 'user-data' ? [] : [{ ...one, location }]));
const standings = async () =>
  (await definitionFindings()).map(({ location, standing }) => `${location.family}:${location.revision} ${standing}`);

test('a scan of an empty account is complete, and nothing was found is said only beside that', async () => {
  const scan = await scanAccount(console, account.id);
  expect(scan.state).toBe('complete');
  expect(scan.coverage.filter((one) => one.service === 'ecs').map(({ state, seen, toSee }) => ({ state, seen, toSee }))).toEqual([
    { state: 'complete', seen: 0, toSee: 0 },
    { state: 'complete', seen: 0, toSee: 0 },
  ]);
  expect([await workloads(), await findings(), await keys()]).toEqual([[], [], []]);
  expect((await console.call<Overview>('/api/overview')).status).toBe(200);
});

test('a second scan of an account that is being scanned answers 409 with the id of the first', async () => {
  await console.setFaults([{ service: 'iam', operation: 'GetAccountAuthorizationDetails', latencyMs: 500, times: 1 }]);
  const [one, other] = await Promise.all([0, 1].map(() => console.call<Scan>(`/api/accounts/${account.id}/scans`, { method: 'POST' })));
  const [started, refused] = one?.status === 202 ? [one, other] : [other, one];
  expect([started?.status, refused?.status]).toEqual([202, 409]);
  expect(refused?.body).toMatchObject({ openId: started?.body.id });
  expect((await scanEnded(console, started?.body.id ?? '')).state).toBe('complete');
});

test('D-25 D-33: a revision that a rule starts is in use beside its family’s service, and its input counts as not inspected', async () => {
  const pinned = await register('app', key);
  await register('app', {});
  await aws.ecs.send(new CreateClusterCommand({ clusterName: cluster }));
  await aws.ecs.send(new CreateServiceCommand({ cluster, serviceName: 'app', taskDefinition: 'app:2', desiredCount: 1 }));
  await aws.events.send(new PutRuleCommand({ Name: 'nightly', ScheduleExpression: 'rate(1 day)' }));
  const Input = JSON.stringify({ containerOverrides: [{ name: 'app', environment: [] }] });
  const target = { Id: '1', Arn: `arn:aws:ecs:us-east-1:560921689673:cluster/${cluster}`, EcsParameters: { TaskDefinitionArn: pinned } };
  await aws.events.send(new PutTargetsCommand({ Rule: 'nightly', Targets: [{ ...target, Input }] }));

  expect((await scanAccount(console, account.id)).state).toBe('complete');
  expect(await standings()).toEqual(['app:1 in-use', 'app:1 in-use']);
  const [app] = await workloads();
  expect(app).toMatchObject({ name: 'app', kind: 'service', state: 'no-credentials', revision: 2, notInspected: ['1 input of a rule'] });
  expect(app?.rules).toEqual([{ name: 'nightly', arn: expect.any(String), taskDefinitionArn: pinned, pinned: true, hasInput: true }]);
});

test('D-88: rules that may not be read stay known as they were, and the scan says that it did not see them', async () => {
  const before = await workloads();
  await console.setFaults([{ service: 'events', operation: '*', code: 'AccessDeniedException' }]);
  const scan = await scanAccount(console, account.id);
  expect(scan.coverage.filter((one) => one.service === 'events').map((one) => [one.state, one.gaps[0]?.reason])).toEqual([
    ['failed', 'denied'],
    ['failed', 'denied'],
  ]);
  expect((await workloads()).map((one) => one.rules)).toEqual(before.map((one) => one.rules));
  expect(await standings()).toEqual(['app:1 in-use', 'app:1 in-use']);
});

test('D-16 D-59: a key that no user owns is said to be deleted or the root user’s', async () => {
  const [found] = await keys();
  // The account inside this id is another one, so that no user here is looked for.
  expect(found).toMatchObject({ keyAccountId: '029608264753', foreign: true, ownerState: 'foreign', status: 'unknown' });
  const own = ownKeyId();
  await register('orphan', { ...key, AWS_ACCESS_KEY_ID: own });
  await scanAccount(console, account.id);
  expect((await keys()).find((one) => one.keyId === own)).toMatchObject({
    keyAccountId: '560921689673',
    owner: null,
    ownerState: 'absent',
    status: 'unknown',
    why: expect.stringContaining('root user'),
  });
});

test('D-15: the account of a key of the old format is STS’s to say, and says nothing about its state', async () => {
  const { accessKeys = {} } = console.sandbox.world.state.accounts[dataAccount.id]?.iam ?? {};
  const [any] = Object.values(accessKeys);
  if (any === undefined) throw new Error('the other account has no key to copy');
  accessKeys[oldFormat] = { ...any, id: oldFormat };
  await register('old-format', { ...key, AWS_ACCESS_KEY_ID: oldFormat });
  await scanAccount(console, account.id);
  const named = async () => (await keys()).find((one) => one.keyId === oldFormat);
  expect(await named()).toMatchObject({ keyAccountId: dataAccount.id, foreign: true, owner: null, status: 'unknown' });

  await console.setFaults([{ service: 'sts', operation: 'GetAccessKeyInfo', code: 'AccessDenied' }]);
  const scan = await scanAccount(console, account.id);
  const iam = scan.coverage.find((one) => one.service === 'iam');
  expect(iam?.gaps).toEqual([expect.objectContaining({ reason: 'denied', what: `account of key …${oldFormat.slice(-4)}` })]);
  expect(await named()).toMatchObject({ keyAccountId: null, foreign: false, ownerState: 'absent', status: 'unknown' });
});

test('a workload keeps its id from revision to revision, and what an old one shows becomes its residue', async () => {
  const before = (await workloads()).find((one) => one.name === 'app');
  await register('app', { ...key, AWS_ACCESS_KEY_ID: ownKeyId() });
  await aws.ecs.send(new UpdateServiceCommand({ cluster, service: 'app', taskDefinition: 'app:3' }));
  await scanAccount(console, account.id);
  const carrying = (await workloads()).find((one) => one.name === 'app');
  expect(carrying).toMatchObject({ id: before?.id, state: 'static-keys', revision: 3 });
  await register('app', {});
  await aws.ecs.send(new UpdateServiceCommand({ cluster, service: 'app', taskDefinition: 'app:4' }));
  await steady();
  await aws.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: 'app:3' }));
  await scanAccount(console, account.id);
  const stripped = (await workloads()).find((one) => one.name === 'app');
  expect(stripped).toMatchObject({ id: before?.id, state: 'no-credentials', revision: 4 });
  const left = (await definitionFindings()).filter((one) => one.location.revision === 3);
  expect(left.map((one) => [one.workloadId, one.standing, one.location.revisionStatus])).toEqual([
    [before?.id, 'residue', 'INACTIVE'],
    [before?.id, 'residue', 'INACTIVE'],
  ]);
});

test('D-81: what a scan described it never describes again, while a new status of it is seen', async () => {
  const since = (await callsSince(console)).at(-1)?.seq ?? 0;
  const scan = await scanAccount(console, account.id);
  const asked = (await callsSince(console, since)).map((call) => call.operation);
  expect(asked.filter((operation) => operation === 'DescribeTaskDefinition')).toEqual([]);
  expect(asked).toContain('ListTaskDefinitions');
  expect(scan.progress).toMatchObject({ seen: 6, toSee: 6, cached: 6, phase: 'done', secondsLeft: null });
});

test('a service that is gone is gone from the list, and its family is idle', async () => {
  const before = (await workloads()).find((one) => one.name === 'app');
  await aws.ecs.send(new DeleteServiceCommand({ cluster, service: 'app', force: true }));
  await until(async () => {
    await scanAccount(console, account.id);
    return (await workloads()).every((one) => one.kind === 'family');
  });
  const now = await workloads();
  expect(now.find((one) => one.name === 'app')).toMatchObject({ kind: 'family', revision: 1 });
  const gone = await console.call<{ detail: string }>(`/api/workloads/${before?.id}`);
  expect([gone.status, gone.body.detail]).toEqual([404, expect.stringContaining('scan again')]);
  const ids = new Set(now.map((one) => one.id));
  expect((await findings()).filter((one) => !ids.has(one.workloadId ?? ''))).toEqual([]);
});

/** A key id of the new format that carries the sandbox's account. */
function ownKeyId(): string {
  const ids = Object.keys(console.sandbox.world.state.accounts['560921689673']?.iam.accessKeys ?? {});
  const [first] = ids.filter((id) => id.startsWith('AKIA'));
  // Its first ten characters carry the account; the rest may be anything.
  return `${first?.slice(0, 13)}ZZZZZZZ`;
}

async function steady(): Promise<void> {
  await until(async () => {
    const scan = await scanAccount(console, account.id);
    const app = (await workloads()).find((one) => one.name === 'app');
    return scan.state === 'complete' && app?.revisionsInUse.length === 1;
  });
}

async function until(probe: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await probe())) if (Date.now() > end) throw new Error('it did not come to pass within 20 seconds');
}
