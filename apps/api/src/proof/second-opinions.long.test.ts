import { CreateUserCommand, DeleteRolePolicyCommand, PutRolePolicyCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { ChainPlan, Plan } from '@rolewright/shared/plan/plan.ts';
import type { Check } from '@rolewright/shared/proof/check.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { administratorOf, callsSince } from '../testing/administrator.ts';
import { askForChain, homeId, link } from '../testing/chains.ts';
import { eventually } from '../testing/eventually.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed, everyItem, scanAccount } from '../testing/scans.ts';

let console: TestConsole;
let accountId: string;
beforeAll(async () => {
  console = await openTestConsole();
  accountId = (await accountNamed(console, 'sandbox')).id;
  await scanAccount(console, accountId);
});
afterAll(() => console.close());

const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const opinionsOf = (plan: Plan) => plan.checks.filter(({ secondOpinion }) => secondOpinion !== undefined);
const verdictsOf = (checks: Check[]) => Object.fromEntries(checks.map(({ id, verdict }) => [id, verdict]));

async function planLimbo(permissions?: object): Promise<Plan> {
  const workload = (await everyItem<Workload>(console, '/api/workloads?q=limbo')).find(({ name }) => name === 'limbo');
  const inputs = { role: { create: { name: 'LimboTaskRole' } }, ...(permissions ? { permissions } : {}) };
  const target = { workloadId: workload?.id };
  const answer = await console.call<Plan>('/api/plans', {
    body: { recipe: 'ecs-task-role', accountId, region: workload?.region, target, inputs },
  });
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
}

test('D-57 a plan asks AWS’s own judges as the reader, in few calls: simulator, policy validation, no new access', async () => {
  const from = (await callsSince(console)).at(-1)?.seq ?? 0;
  const plan = await planLimbo();
  expect(verdictsOf(opinionsOf(plan))).toEqual({ 'aws-simulator': 'pass', 'aws-policy-validation': 'pass', 'aws-no-new-access': 'pass' });
  expect(opinionsOf(plan).flatMap(({ secondOpinion }) => secondOpinion?.differences)).toEqual([]);
  const asked = (await callsSince(console, from)).filter(({ operation }) => /^(Simulate|ValidatePolicy|CheckNoNewAccess)/.test(operation));
  expect(new Set(asked.map(({ operation }) => operation))).toEqual(
    new Set(['SimulateCustomPolicy', 'SimulatePrincipalPolicy', 'ValidatePolicy', 'CheckNoNewAccess']),
  );
  expect(asked.length).toBeLessThanOrEqual(16);
  expect(asked.every(({ principal, errorCode }) => principal.includes('/RolewrightReader/') && errorCode === null)).toBe(true);
});

test('D-55 what the two judge differently stands there with both verdicts, and is to be acknowledged', async () => {
  const statement = { Effect: 'Allow', Action: 's3:PutObject*', Resource: 'arn:aws:s3:::limbo-brain-560921689673/*' };
  const plan = await planLimbo({ document: JSON.parse(document(statement)) });
  const validation = opinionsOf(plan).find(({ id }) => id === 'aws-policy-validation');
  expect(validation?.secondOpinion?.differences).toEqual([
    { about: 'LimboTaskRolePermissions', ours: expect.stringContaining('PutObject'), aws: 'nothing dangerous or broken' },
  ]);
});

test('D-57 a reader that may not ask makes them unknown, with the reason and what to grant, and nothing else', async () => {
  const { iam } = administratorOf(console);
  const policy = { RoleName: 'RolewrightReader', PolicyName: 'no-opinions' };
  const deny = document({ Effect: 'Deny', Action: ['iam:Simulate*', 'access-analyzer:*'], Resource: '*' });
  await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: deny }));
  const plan = await eventually(async () => {
    const made = await planLimbo();
    if (opinionsOf(made).some(({ verdict }) => verdict === 'pass')) throw new Error('the denial is not in effect yet');
    return made;
  });
  await iam.send(new DeleteRolePolicyCommand(policy));
  expect(new Set(Object.values(verdictsOf(opinionsOf(plan))))).toEqual(new Set(['unknown']));
  const simulator = opinionsOf(plan).find(({ id }) => id === 'aws-simulator');
  expect(simulator?.evidence).toEqual(expect.arrayContaining([expect.stringMatching(/^iam:Simulate\w+ was denied \(AccessDenied\)$/)]));
  expect(simulator?.advice).toContain('iam:SimulatePrincipalPolicy');
  expect(plan.toAcknowledge).toEqual(expect.arrayContaining(opinionsOf(plan).map(({ id }) => id)));
  await eventually(async () => {
    if (opinionsOf(await planLimbo()).some(({ verdict }) => verdict === 'unknown')) throw new Error('the denial is still in effect');
  });
});

async function chainAgainst(userArn: string, permissions: object): Promise<ChainPlan> {
  const links = [link('Role2', { accountId: 'sandbox', permissions: { document: permissions as Record<string, unknown> } })];
  const answer = await askForChain(console, { create: { name: 'Role1' } }, links, { comparedWith: { userArn } });
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
}

test('B4 D-55 a chain is compared with the old key’s user, action by action, by us and by AWS', async () => {
  const { iam } = administratorOf(console);
  const userArn = `arn:aws:iam::${homeId}:user/old-key`;
  await iam.send(new CreateUserCommand({ UserName: 'old-key' }));
  const may = { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::a/*' };
  await iam.send(new PutUserPolicyCommand({ UserName: 'old-key', PolicyName: 'p', PolicyDocument: document(may) }));
  const within = await chainAgainst(userArn, JSON.parse(document({ ...may, Action: 's3:GetObject' })));
  expect(verdictsOf(within.checks)).toMatchObject({
    'no-new-access': 'pass',
    'aws-simulator': 'pass',
    'aws-policy-validation': 'pass',
    'aws-no-new-access': 'pass',
  });
  expect(within.permissions.map(({ action, change }) => [action, change])).toEqual([
    ['s3:GetObject', 'kept'],
    ['s3:PutObject', 'lost'],
  ]);
  const beyond = await chainAgainst(userArn, JSON.parse(document(may, { ...may, Action: 's3:DeleteObject' })));
  expect(verdictsOf(beyond.checks)).toMatchObject({ 'no-new-access': 'fail', 'aws-no-new-access': 'unknown' });
  expect(beyond.checks.find(({ id }) => id === 'no-new-access')?.evidence.join(' ')).toContain('s3:DeleteObject');
  expect(beyond.permissions.filter(({ change }) => change === 'gained').map(({ action }) => action)).toEqual(['s3:DeleteObject']);
});

test('B4 where nobody is named, the chain is compared with who owns the keys that workloads on role1 carry, or with the calling user', async () => {
  const ledger = (await everyItem<Workload>(console, '/api/workloads?q=ledger')).find(({ name }) => name === 'ledger');
  const links = [link('Role2', { accountId: 'sandbox' })];
  const role = await askForChain(console, { roleArn: ledger?.taskRoleArn ?? '' }, links);
  const compared = role.body.checks.find(({ id }) => id === 'no-new-access');
  expect(compared?.evidence[0]).toMatch(/^Compared with arn:aws:iam::560921689673:user\/\S+, whose key ledger carries\.$/);
  expect(compared?.verdict).toBe('unknown');
  const user = await askForChain(console, { userArn: `arn:aws:iam::${homeId}:user/limbo-bot` }, links);
  expect(user.body.checks.find(({ id }) => id === 'no-new-access')?.evidence[0]).toMatch(/user\/limbo-bot, the caller itself\.$/);
  const fresh = await askForChain(console, { create: { name: 'Role1' } }, links);
  expect(fresh.body.checks.filter(({ id }) => /no-new-access/.test(id))).toEqual([]);
});

test.each([
  ['arn:aws:iam::560921689673:role/x', /must be the ARN of a user/],
  ['arn:aws:iam::999999999999:user/x', /account 999999999999, which is not registered/],
])('a user to compare with that cannot be is refused by field: %s', async (userArn, message) => {
  const answer = await askForChain(console, { create: { name: 'Role1' } }, [link('Role2', { accountId: 'sandbox' })], {
    comparedWith: { userArn },
  });
  expect(answer.status).toBe(400);
  expect(answer.body.fields).toEqual([{ field: 'inputs.comparedWith.userArn', message: expect.stringMatching(message) }]);
});
