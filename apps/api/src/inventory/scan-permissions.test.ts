import { RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import readerPolicy from '@rolewright/sandbox/auth/reader-policy.json' with { type: 'json' };
import type { Account } from '@rolewright/shared/accounts/account.ts';
import type { Scan } from '@rolewright/shared/inventory/scan.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { AccessKey } from '@rolewright/shared/keys/access-key.ts';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { administratorOf, callsSince, type LoggedCall } from '../testing/administrator.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed, everyItem, scanAccount } from '../testing/scans.ts';

let console: TestConsole;
let account: Account;
let scan: Scan;
let calls: LoggedCall[];
beforeAll(async () => {
  console = await openTestConsole();
  // An id of the old format carries no account: STS is asked for it (D-15).
  const oldFormat = `AKIAI${'7JVCNUGFT6XGMAQ'}`;
  await administratorOf(console).ecs.send(
    new RegisterTaskDefinitionCommand({
      family: 'old-format',
      containerDefinitions: [{ name: 'app', image: 'app:1', memory: 64, environment: [{ name: 'AWS_ACCESS_KEY_ID', value: oldFormat }] }],
    }),
  );
  const registered = (await callsSince(console)).at(-1)?.seq ?? 0;
  account = await accountNamed(console, 'sandbox');
  scan = await scanAccount(console, account.id);
  await scanAccount(console, (await accountNamed(console, 'sandbox-data')).id);
  calls = await callsSince(console, registered);
});
afterEach(() => console.setFaults([]));
afterAll(() => console.close());

/** Names of operations as IAM names the actions. */
const actionsOf = (made: LoggedCall[]): string[] => [...new Set(made.map(({ service, operation }) => `${service}:${operation}`))].sort();

/** What the reader may do and this version does not: for retiring keys and for schedules. */
const forLater = /^(scheduler|pipes|servicequotas):|^iam:(Generate|Get)(Service|Credential)|^iam:GetContextKeys/;
/** For a diagnosis, which this test does not ask for. */
const elsewhere = ['sts:DecodeAuthorizationMessage'];
const notYet = [
  'access-analyzer:CheckAccessNotGranted',
  'autoscaling:DescribeAutoScalingInstances',
  'autoscaling:DescribeInstanceRefreshes',
  'autoscaling:DescribeScalingActivities',
  // Asked by the move of a group.
  'cloudwatch:DescribeAlarms',
  'ec2:DescribeRegions',
  'ec2:DescribeTags',
  'ecs:DescribeClusters',
  'ecs:DescribeContainerInstances',
  'ecs:DescribeDaemonTaskDefinition',
  'ecs:DescribeExpressGatewayService',
  'ecs:DescribeServiceDeployments',
  'ecs:DescribeServiceRevisions',
  'ecs:DescribeTaskSets',
  'ecs:ListContainerInstances',
  'ecs:ListDaemonTaskDefinitions',
  'ecs:ListServiceDeployments',
  'ecs:ListTagsForResource',
  'ecs:ListTaskDefinitionFamilies',
  'events:ListRuleNamesByTarget',
  'iam:GetInstanceProfile',
  'iam:ListEntitiesForPolicy',
  'iam:ListInstanceProfilesForRole',
  'iam:ListPolicyVersions',
  'iam:ListRoles',
  'iam:ListUsers',
  // Asked by a chain that delivers its config.
  'secretsmanager:DescribeSecret',
  'secretsmanager:GetResourcePolicy',
  'ssm:DescribeParameters',
  'ssm:ListTagsForResource',
];

test('D-93: a scan and a plan under exactly the reader’s policy meet no denial, and every action of it is used or named as for later', async () => {
  const limbo = await workloadNamed('limbo');
  const ledger = await workloadNamed('ledger');
  for (const [workload, role] of [
    [limbo, { create: { name: 'LimboTaskRole' } }],
    [ledger, { existing: ledger.taskRoleArn }],
  ] as const) {
    const target = { accountId: account.id, region: workload.region, target: { workloadId: workload.id }, inputs: { role } };
    const planned = await console.call<Plan>('/api/plans', { body: { recipe: 'ecs-task-role', ...target } });
    expect(planned.status, planned.text).toBe(201);
  }
  const made = (await callsSince(console)).filter((call) => call.principal.includes('/RolewrightReader/'));
  expect(made.filter((call) => call.errorCode?.startsWith('AccessDenied'))).toEqual([]);
  const allowed = readerPolicy.Statement.filter((one) => one.Effect === 'Allow').flatMap((one) => one.Action);
  const used = actionsOf(made).filter((action) => action !== 'sts:GetCallerIdentity');
  expect(used.filter((action) => !allowed.includes(action))).toEqual([]);
  expect(allowed.filter((action) => !used.includes(action) && !forLater.test(action)).sort()).toEqual([...notYet, ...elsewhere].sort());
});

test('D-11: a scan reads no secret’s value, no parameter and no object, although values from secrets and files are there', () => {
  expect(scan.coverage.flatMap((one) => one.gaps.map((gap) => gap.what))).toEqual(
    expect.arrayContaining(['value from Secrets Manager or Parameter Store', 'environment file']),
  );
  expect(calls.length).toBeGreaterThan(150);
  expect(calls.filter(({ service }) => ['secretsmanager', 'ssm', 's3', 'kms'].includes(service))).toEqual([]);
});

test('D-97: every call is signed with the console’s own temporary credentials, none with a key that was found', async () => {
  const found = (await everyItem<AccessKey>(console, '/api/keys')).map((key) => key.keyId);
  expect(found.length).toBeGreaterThan(8);
  expect(calls.filter((call) => found.includes(call.accessKeyId))).toEqual([]);
  expect(calls.every((call) => call.accessKeyId.startsWith('ASIA') && call.principal.includes('/RolewrightReader/'))).toBe(true);
});

async function workloadNamed(name: string): Promise<Workload> {
  const found = (await everyItem<Workload>(console, `/api/workloads?q=${name}`)).find((one) => one.name === name);
  if (found === undefined) throw new Error(`no workload ${name}`);
  return found;
}
