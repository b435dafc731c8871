import { dataAccount, sandboxAccount } from '@rolewright/sandbox/estate/accounts.ts';
import { expectedMachines } from '@rolewright/sandbox/estate/ec2/expected-machines.ts';
import { type ExpectedFinding, type ExpectedWorkload, expectedWorkloads } from '@rolewright/sandbox/estate/expected.ts';
import type { Finding } from '@rolewright/shared/findings/finding.ts';
import type { TaskDefinitionLocation } from '@rolewright/shared/inventory/location.ts';
import type { Scan } from '@rolewright/shared/inventory/scan.ts';
import type { Workload, WorkloadDetail } from '@rolewright/shared/inventory/workload.ts';
import type { AccessKey } from '@rolewright/shared/keys/access-key.ts';
import type { Overview } from '@rolewright/shared/overview.ts';
import type { Role } from '@rolewright/shared/roles/role.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed, everyItem, scanAccount } from '../testing/scans.ts';

/** What the estate holds in ECS and in EC2. */
const everyRow = [...expectedWorkloads, ...expectedMachines];

let console: TestConsole;
let scans: Scan[];
let workloads: Workload[];
let findings: Finding[];

beforeAll(async () => {
  console = await openTestConsole();
  scans = [];
  for (const { name } of [sandboxAccount, dataAccount]) scans.push(await scanAccount(console, (await accountNamed(console, name)).id));
  workloads = await everyItem<Workload>(console, '/api/workloads');
  findings = await everyItem<Finding>(console, '/api/findings');
});
afterAll(() => console.close());

function workloadOf(row: ExpectedWorkload): Workload {
  const found = workloads.find(
    (one) => one.kind === row.kind && one.name === row.name && one.awsAccountId === row.accountId && one.region === row.region,
  );
  if (found === undefined) throw new Error(`no workload ${row.name}`);
  return found;
}

const asText = ({ container, variable, kind, place }: Omit<ExpectedFinding, 'kind'> & { kind: Finding['kind'] }): string =>
  [container, kind === 'role-has-no-effect' ? null : variable, kind, place].join(' ');
/** Of a value in a task definition, as all findings of this table are. */
function inDefinition({ location }: Finding): TaskDefinitionLocation {
  if (location.place === 'user-data') throw new Error(`a finding in user data: ${location.id}`);
  return location;
}
const short = (arn: string | null): string => (arn ?? '').split('/').at(-1) ?? '';

test('both accounts are scanned completely', () => {
  expect(scans.map((scan) => scan.state)).toEqual(['complete', 'complete']);
  expect(workloads.map((one) => `${one.kind} ${one.name}`).sort()).toEqual(everyRow.map((one) => `${one.kind} ${one.name}`).sort());
});

test.each(expectedWorkloads.map((row) => [row.name, row] as const))(
  'C1 C2 C15 D-09: %s has the state and findings of the table',
  (_, row) => {
    const workload = workloadOf(row);
    expect(workload).toMatchObject({ kind: row.kind, cluster: row.cluster, state: row.state });
    expect(workload.flags.managedElsewhere).toBe(row.managedElsewhere);
    expect(short(workload.taskDefinitionArn)).toBe(row.inUse);

    const own = findings.filter((one) => one.workloadId === workload.id);
    const inUse = own.filter((one) => short(inDefinition(one).taskDefinitionArn) === row.inUse);
    const shown = inUse.map((one) => asText({ ...inDefinition(one), kind: one.kind }));
    expect([...new Set(shown)].sort()).toEqual(row.findings.map(asText).sort());

    const elsewhere = own.filter((one) => short(inDefinition(one).taskDefinitionArn) !== row.inUse);
    const residues = [...new Set(elsewhere.map((one) => short(inDefinition(one).taskDefinitionArn)))];
    expect(residues.sort()).toEqual([...row.residues].sort());
    expect(elsewhere.every((one) => one.standing !== 'in-use')).toBe(true);

    const keyed = own.find((one) => one.keyId !== null);
    if (row.keyAccountId !== null) expect(keyed?.keyAccountId).toBe(row.keyAccountId);
  },
);

test('D-16: a key of another account is foreign, and no user of this account is named for it', async () => {
  const [partner] = workloads.filter((one) => one.name === 'partner-sync');
  expect(partner?.keys).toEqual([{ keyId: expect.any(String), owner: null, ownerState: 'foreign' }]);
  const { body } = await console.call<AccessKey>(`/api/keys/${partner?.keys[0]?.keyId}`);
  expect(body).toMatchObject({ foreign: true, keyAccountId: dataAccount.id, lastUse: { state: 'unreadable' } });
});

test('C2: one key in three services is one key with three workloads, and its owner is known', async () => {
  const keys = await everyItem<AccessKey>(console, '/api/keys');
  const shared = keys.find((key) => key.owner === 'shop-deployer');
  expect(shared).toMatchObject({ ownerState: 'known', status: 'Active', placesInUse: 6, places: 6 });
  expect(shared?.workloads.map((one) => one.name).sort()).toEqual(['invoices', 'reports', 'thumbnails']);
});

test('D-33: a rule that pins an old revision is listed, and its revision counts as in use', () => {
  const exporter = workloads.find((one) => one.name === 'exporter');
  expect(exporter?.rules).toEqual([expect.objectContaining({ name: 'nightly-export', pinned: true })]);
  expect(exporter?.revisionsInUse.map(short)).toEqual(['exporter:2']);
  expect(exporter?.newestRevision).toBe(3);
});

test('D-25: search runs :2 while :5 is the newest', () => {
  expect(workloads.find((one) => one.name === 'search')).toMatchObject({ revision: 2, newestRevision: 5, residues: 8 });
});

test('C1 D-01 D-02: limbo shows masked values, the chain now, and the chain after', async () => {
  const limbo = workloads.find((one) => one.name === 'limbo');
  expect(limbo?.variables).toEqual(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']);
  const { body } = await console.call<WorkloadDetail>(`/api/workloads/${limbo?.id}`);
  const bot = body.containers.find((one) => one.name === 'bot');
  expect(bot?.environment.find((one) => one.name === 'AWS_SECRET_ACCESS_KEY')).toMatchObject({
    value: null,
    class: 'static-key',
    fate: 'removed',
  });
  expect(bot?.environment.find((one) => one.name === 'SLACK_TOKEN')).toMatchObject({ value: null, class: 'other-secret', fate: 'kept' });
  expect(bot?.environment.find((one) => one.name === 'AWS_REGION')).toMatchObject({ value: 'us-east-1', class: 'setting', fate: 'kept' });
  expect(bot?.chainNow.find((one) => one.wins)).toMatchObject({
    link: 'environment',
    says: expect.stringMatching(/^AKIA….{4} of limbo-bot$/),
  });
  expect(bot?.chainAfter.find((one) => one.wins)?.link).toBe('container-role');
  expect(body.revisions.map((one) => [one.revision, one.inUse, one.holdsKey])).toEqual([
    [3, true, true],
    [2, false, true],
    [1, false, true],
  ]);
  expect(body.tasks).toHaveLength(2);
});

test('C15: ledger is shadowed and its chain says by what', async () => {
  const ledger = workloads.find((one) => one.name === 'ledger');
  const { body } = await console.call<WorkloadDetail>(`/api/workloads/${ledger?.id}`);
  expect(body.containers[0]?.chainNow.find((one) => one.link === 'container-role')?.says).toBe(
    'LedgerTaskRole, shadowed by the environment',
  );
});

test('D-09: places that are not read are counted, never called clean', () => {
  const gaps = scans[0]?.coverage.find((one) => one.service === 'ecs' && one.region === 'us-east-1')?.gaps ?? [];
  expect(gaps.map((gap) => `${gap.count} ${gap.what}`)).toEqual(
    expect.arrayContaining(['1 value from Secrets Manager or Parameter Store', '1 environment file', '4 command lines']),
  );
  expect(gaps.every((gap) => gap.reason === 'not-inspected')).toBe(true);
  expect(workloads.find((one) => one.name === 'all-members')?.notInspected).toContain('1 environment file');
});

test('roles are listed with their users', async () => {
  const roles = await everyItem<Role>(console, '/api/roles?state=ecs-tasks');
  expect(roles.find((role) => role.name === 'LedgerTaskRole')?.workloads.map((one) => one.name)).toEqual(['ledger']);
  expect(roles.every((role) => role.trustsEcsTasks)).toBe(true);
});

test('the overview counts the same', async () => {
  const { body } = await console.call<Overview>('/api/overview');
  const carrying = everyRow.filter((row) => row.state === 'static-keys' || row.state === 'shadowed').length;
  expect(body.sentence).toBe(`${carrying} of ${everyRow.length} workloads still act with static keys.`);
  expect(body.burnDown.at(-1)).toMatchObject({ staticKeys: carrying, total: everyRow.length });
});

test('D9 D13: the simplest service, group and instance are what comes next', async () => {
  const { body } = await console.call<Overview>('/api/overview');
  // The oldest key of one user in one place: not admin-tools, whose permissions no role is given, nor mailer's half a pair; no user data that a
  // person has to edit, no owner that is unknown, nothing of EKS.
  expect(body.next.map(({ kind, workloadName }) => `${kind} ${workloadName}`)).toEqual([
    'service legacy-uploader',
    'auto-scaling-group label-printer',
    'instance builder',
  ]);
});

test('the overview of one account counts that account alone', async () => {
  const data = await accountNamed(console, 'sandbox-data');
  const { body } = await console.call<Overview>(`/api/overview?account=${data.id}`);
  expect(body.scans.map((scan) => scan.accountName)).toEqual(['sandbox-data']);
  expect(body.total).toBe(everyRow.filter((row) => row.accountId === data.awsAccountId).length);
  expect(body.activity.every((entry) => entry.accountId === data.id)).toBe(true);
  const { body: nobody } = await console.call<Overview>('/api/overview?account=000000000000');
  expect(nobody).toMatchObject({ total: 0, findings: 0, keys: 0, scans: [] });
});

test('D-55: a key whose user may do everything says so', async () => {
  const keys = await everyItem<AccessKey>(console, '/api/keys');
  const of = (owner: string) => keys.find((key) => key.owner === owner)?.ownerDangers;
  expect(of('admin-tools')).toEqual(['Action "*" grants everything that AWS can do']);
  expect(of('limbo-bot')).toEqual([]);
  expect(keys.find((key) => key.ownerState === 'foreign')?.ownerDangers).toBeNull();
});

test('D-81: a second scan describes nothing again and finds the same', async () => {
  const before = JSON.stringify(findings.map((one) => one.id).sort());
  const since = Object.keys(findings).length;
  const again = await scanAccount(console, (await accountNamed(console, 'sandbox')).id);
  expect(again.state).toBe('complete');
  expect(again.progress.cached).toBe(again.progress.toSee);
  expect(again.progress.calls).toBeLessThan((scans[0]?.progress.calls ?? 0) - 150);
  const after = await everyItem<Finding>(console, '/api/findings');
  expect(JSON.stringify(after.map((one) => one.id).sort())).toBe(before);
  expect(after).toHaveLength(since);
});
